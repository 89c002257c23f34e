import { z } from 'zod';
import { defineRule } from '../../engine/rule.ts';
import { fixtureExample, readExample } from '../../examples/fixture-example.ts';
import { listAt, textAt } from '../../manifest/normalise.ts';
import { name, type ReportText } from '../../reporters/report-text.ts';

const map = fixtureExample(
  '"shop-client-secret":{"origin":"service-generated","writer":"client-patcher"}',
  readExample('shop-client-secret'),
);
const values = (clients: string): string => `{clientPatcher: {secretExtraction: {clients: [${clients}]}}}`;

export const clientMap = defineRule({
  id: 'client-map',
  code: 'VW3156',
  severity: 'error',
  incidents: ['INC-06', 'INC-07', 'INC-25', 'INC-27'],
  what: 'Every client whose secret is extracted has one Vault key, which the fixture map knows as service-generated.',
  why: 'A secret that is written to another key than consumers read, or to two, makes every login fail with invalid client credentials.',
  fix: 'Derive the client list from the declarations; one Vault key a client.',
  options: z.strictObject({}),
  messages: {
    unknown: ({ path, client }: { path: ReportText; client: ReportText }) =>
      `Client "${client}" is written to Vault key "${path}", which the fixture map does not have`,
    origin: ({ path, client }: { path: ReportText; client: ReportText }) =>
      `Client "${client}" is written to Vault key "${path}", which no service generates`,
    twice: ({ path, client, other }: { path: ReportText; client: ReportText; other: ReportText }) =>
      `Clients "${other}" and "${client}" share Vault key "${path}"`,
    several: ({ client }: { client: ReportText }) => `Client "${client}" is written to more than one Vault key`,
  },
  examples: {
    failing: [
      {
        title: 'A key that nobody knows',
        files: { 'a.yaml': map, 'values.yaml': values('{clientId: shop, vaultKey: shop-secret}') },
      },
      {
        title: 'Two clients, one key',
        files: {
          'a.yaml': map,
          'values.yaml': values(
            '{clientId: shop, vaultKey: shop-client-secret}, {clientId: other, vaultKey: shop-client-secret}',
          ),
        },
      },
    ],
    passing: [
      {
        title: 'One key a client',
        files: { 'a.yaml': map, 'values.yaml': values('{clientId: shop, vaultKey: shop-client-secret}') },
      },
      { title: 'No fixture map', files: { 'values.yaml': values('{clientId: shop, vaultKey: shop-client-secret}') } },
    ],
  },
  check({ index, report }) {
    for (const { value, site, scope } of index.watched.named('secretExtraction')) {
      const fixtures = index.fixturesFor(scope, site.manifest.environment);
      const clientOf = new Map<string, string>();
      const pathOf = new Map<string, string>();
      for (const list of ['clients', 'masterRealmClients'])
        listAt(value, list).forEach((entry, position) => {
          const [client, path] = [textAt(entry, 'clientId'), textAt(entry, 'vaultKey')];
          if (client === undefined || path === undefined) return;
          const at = { ...site, path: [...site.path, list, position, 'vaultKey'], vaultPath: path };
          const other = clientOf.get(path);
          const known = fixtures?.entries[path];
          if (other !== undefined && other !== client)
            report('twice', at, { path: name(path), client: name(client), other: name(other) });
          else if ((pathOf.get(`${list} ${client}`) ?? path) !== path) report('several', at, { client: name(client) });
          else if (fixtures !== undefined && known === undefined)
            report('unknown', at, { path: name(path), client: name(client) });
          else if (known !== undefined && known.origin !== 'service-generated')
            report('origin', at, { path: name(path), client: name(client) });
          clientOf.set(path, client);
          pathOf.set(`${list} ${client}`, path);
        });
    }
  },
});
