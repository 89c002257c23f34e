import { expect, test } from 'vitest';
import { fixtureExample } from '../../../../src/guardrails/examples/fixture-example.ts';
import { linesOf } from '../../findings-of.ts';

const map = fixtureExample(
  '"a":{"origin":"service-generated","writer":"patcher"},"b":{"origin":"service-generated","writer":"patcher"},"db":{"origin":"generated","writer":"bootstrap","recipe":{"type":"generate","length":32,"alphabet":"hex","derivation":"random"}}',
);
const values = (lists: string): string => `{clientPatcher: {secretExtraction: {${lists}}}}`;
const found = (what: string, list = 'clients', position = 0): string[] => [
  `error: ${what} | values.yaml | clientPatcher.secretExtraction.${list}[${position}].vaultKey`,
];

test.each([
  ['clients: [{clientId: web, vaultKey: a}, {clientId: app, vaultKey: b}]', []],
  [
    'clients: [{clientId: web, vaultKey: c}]',
    found('Client "web" is written to Vault key "c", which the fixture map does not have'),
  ],
  [
    'masterRealmClients: [{clientId: web, vaultKey: c}]',
    found('Client "web" is written to Vault key "c", which the fixture map does not have', 'masterRealmClients'),
  ],
  [
    'clients: [{clientId: web, vaultKey: db}]',
    found('Client "web" is written to Vault key "db", which no service generates'),
  ],
  [
    'clients: [{clientId: web, vaultKey: a}, {clientId: app, vaultKey: a}]',
    found('Clients "web" and "app" share Vault key "a"', 'clients', 1),
  ],
  [
    'clients: [{clientId: web, vaultKey: a}], masterRealmClients: [{clientId: app, vaultKey: a}]',
    found('Clients "web" and "app" share Vault key "a"', 'masterRealmClients'),
  ],
  ['clients: [{clientId: web, vaultKey: a}, {clientId: web, vaultKey: a}]', []],
  [
    'clients: [{clientId: web, vaultKey: a}, {clientId: web, vaultKey: b}]',
    found('Client "web" is written to more than one Vault key', 'clients', 1),
  ],
  // Two realms may each have a client of that name.
  ['clients: [{clientId: web, vaultKey: a}], masterRealmClients: [{clientId: web, vaultKey: b}]', []],
  ['clients: [{clientId: web, vaultKey: a}, {clientId: app, vaultKey: b}, {clientId: web, vaultKey: a}]', []],
  ['clients: [{clientId: web}, {vaultKey: c}, {}, {clientId: app}]', []],
])('%s', (lists, expected) => {
  expect(linesOf('client-map', { 'map.yaml': map, 'values.yaml': values(lists) })).toEqual(expected);
});

test('without a fixture map only the list itself is judged', () => {
  expect(linesOf('client-map', { 'values.yaml': values('clients: [{clientId: web, vaultKey: c}]') })).toEqual([]);
});
