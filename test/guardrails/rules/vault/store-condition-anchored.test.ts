import { describe, expect, test } from 'vitest';
import { linesOf } from '../../findings-of.ts';

const store = (patterns: string): string =>
  `{apiVersion: external-secrets.io/v1, kind: ClusterSecretStore, metadata: {name: vault}, spec: {conditions: [{namespaceRegexes: [${patterns}]}], provider: {}}}`;
const place = 'a.yaml | spec.conditions[0].namespaceRegexes';

describe('a namespace pattern', () => {
  test.each([
    ['^shop$'],
    ['\\Ashop\\z'],
    ['^(a|b)$'],
    ['^a$|^b$'],
    ['^[a|b]$'],
    ['^a\\|b$'],
    ['^a\\(|b$'.replace('|', '')],
    ['^(?:a|b)-(?:c|d)$'],
    ['^a\\[$'],
    ['^[(]$|^b$'],
  ])('%s is anchored', (pattern) => {
    expect(linesOf('store-condition-anchored', store(`'${pattern}'`))).toEqual([]);
  });

  test.each([
    ['shop'],
    ['^shop'],
    ['shop$'],
    ['^a|b$'],
    ['^a$|b'],
    ['a|^b$'],
    ['^a$|b|^c$'],
    ['^(a|b)$|c'],
    ['^[ab]$|c'],
    ['^a\\)$|c'],
    ['^a\\($|c'],
    ['^shop\\$'],
    ['^(a|b)|c$'],
    ['^[ab]|c$'],
    ['^a$|b$'],
    ['^a$|b$|^c$'],
  ])('%s is open', (pattern) => {
    expect(linesOf('store-condition-anchored', store(`'${pattern}'`))).toEqual([
      `error: A namespace pattern of store "vault" is not anchored | ${place}[0]`,
    ]);
  });

  test.each([['^('], ['^[a$'], ['^*$']])('%s is no regular expression', (pattern) => {
    expect(linesOf('store-condition-anchored', store(`'^a$', '${pattern}'`))).toEqual([
      `error: A namespace pattern of store "vault" is no regular expression | ${place}[1]`,
    ]);
  });

  test.each([["'{{ .Values.namespaces }}'"], ['7'], ['{a: b}']])('%s is left alone', (pattern) => {
    expect(linesOf('store-condition-anchored', store(pattern))).toEqual([]);
  });
});

test('conditions can be demanded of stores that are everywhere', () => {
  const open = store('').replace('conditions: [{namespaceRegexes: []}], ', '');
  const rules = { 'store-condition-anchored': { options: { required: true } } };
  expect(linesOf('store-condition-anchored', open, { rules })).toHaveLength(1);
  expect(linesOf('store-condition-anchored', open)).toEqual([]);
  expect(linesOf('store-condition-anchored', open.replace('ClusterSecretStore', 'SecretStore'), { rules })).toEqual([]);
  expect(linesOf('store-condition-anchored', store("'^a$'"), { rules })).toEqual([]);
});
