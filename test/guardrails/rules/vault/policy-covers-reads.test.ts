import { expect, test } from 'vitest';
import { accessExample } from '../../../../src/guardrails/examples/access-example.ts';
import { linesOf } from '../../findings-of.ts';

const files = (capabilities: string, bound: string): string =>
  accessExample(['secret/data/db-password'], 'db-password', capabilities).replace(
    '"policies":["read"]',
    `"policies":[${bound}]`,
  );
const denied = ['error: Role "reader" has no read on "db-password" | a.yaml | spec.data[0].remoteRef.key'];

test.each([
  ['the policy of the role', '["read"]', '"read"', []],
  ['one of two policies', '["read"]', '"other","read"', []],
  ['a policy that another role has', '["read"]', '"other"', denied],
  ['another capability', '["list"]', '"read"', denied],
])('%s', (_, capabilities, bound, expected) => {
  expect(linesOf('policy-covers-reads', files(capabilities, bound))).toEqual(expected);
});
