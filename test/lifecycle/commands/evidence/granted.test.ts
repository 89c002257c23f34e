import { describe, expect, test } from 'vitest';
import { Grants } from '../../../../src/lifecycle/commands/evidence/granted.ts';
import { policyRules } from '../../../../src/lifecycle/commands/evidence/policy-rules.ts';
import { grantCases } from './grant-cases.ts';

describe('what policies grant', () => {
  // The same cases are put to a real Vault in test/e2e/lifecycle/evidence.e2e.ts.
  test.each(grantCases)('$name', ({ policies, paths }) => {
    const grants = new Grants(policies.flatMap((text) => policyRules(text) ?? []));
    const found = Object.keys(paths).map((path) => [path, [...grants.on(path)].sort()]);
    expect(Object.fromEntries(found)).toEqual(paths);
  });
});

describe('the text of a policy', () => {
  test.each<[string, string, unknown]>([
    ['HCL', '# c\npath "a/b" { capabilities = ["read", "list",] }', [{ path: 'a/b', capabilities: ['read', 'list'] }]],
    [
      'with parameters and lifetimes',
      'path "a" { capabilities = ["create"] allowed_parameters = { "x" = ["1"], "*" = [] } min_wrapping_ttl = "1s" }',
      [{ path: 'a', capabilities: ['create'] }],
    ],
    ['in the old form', 'path "a/*" { policy = "read" }', [{ path: 'a/*', capabilities: ['read', 'list'] }]],
    ['with a slash before the path', 'path "/a" { capabilities = [] }', [{ path: 'a', capabilities: [] }]],
    ['JSON', '{"path": {"a": {"capabilities": ["read"]}}}', [{ path: 'a', capabilities: ['read'] }]],
    ['empty', '', []],
    ['not HCL', 'path "a" { capabilities = [', undefined],
    ['another block', 'rule "a" {}', undefined],
    ['capabilities that are no list', 'path "a" { capabilities = "read" }', undefined],
    ['an unknown old form', 'path "a" { policy = "own" }', undefined],
    ['JSON of another kind', '{"path": 1}', undefined],
  ])('%s', (_, text, expected) => expect(policyRules(text)).toEqual(expected));

  test('takes time in proportion to its length', () => {
    const start = process.cpuUsage();
    for (const text of ['path "', 'path "a" {', '# ', '/* ', '[', '{', 'a = [']) policyRules(text.repeat(20_000));
    expect(process.cpuUsage(start).user).toBeLessThan(2_000_000);
  });
});
