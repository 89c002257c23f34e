import { expect, test } from 'vitest';
import { PolicyRules, policyCovers } from '../../../src/guardrails/indexing/vault-policy.ts';

test.each([
  ['secret/data/a', 'secret/data/a', true],
  ['secret/data/a', 'secret/data/ab', false],
  ['secret/data/a', 'secret/data/a/b', false],
  ['secret/data/*', 'secret/data/a/b', true],
  ['secret/data/a*', 'secret/data/ab', true],
  ['secret/data/a*', 'secret/data/ba', false],
  ['secret/data/+/x', 'secret/data/a/x', true],
  ['secret/data/+/x', 'secret/data/a/b/x', false],
  ['secret/+/a', 'secret/data/a', true],
  ['secret/data/+', 'secret/data/', false],
])('%s covers %s: %s', (rule, path, covers) => {
  expect(policyCovers(rule, path)).toBe(covers);
});

test('capabilities of exact paths and of wildcards add up', () => {
  const rules = new PolicyRules([
    { name: 'one', rules: [{ path: 'secret/data/a', capabilities: ['read'] }] },
    { name: 'two', rules: [{ path: 'secret/data/*', capabilities: ['list'] }] },
  ]);
  const asked = (['read', 'list', 'update'] as const).map((capability) => rules.allow('secret/data/a', capability));
  expect([...asked, rules.allow('secret/data/b', 'read')]).toEqual([true, true, false, false]);
});
