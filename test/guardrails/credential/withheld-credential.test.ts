import { describe, expect, test } from 'vitest';
import { withheldCredential } from '../../../src/guardrails/credential/withheld-credential.ts';

const literal = ['hunter', '2x9'].join('');

describe('withheldCredential', () => {
  test.each([
    `connect ECONNREFUSED postgres://app:${literal}@db:5432/app`,
    `cannot parse "password: ${literal}"`,
    `bad option --db-password=${literal}`,
    `unknown option '--token=${literal}'`,
    `the password "${literal}" is too short`,
    `invalid token for app: '${literal}'`,
    `401 for Bearer ${'a1B2'.repeat(6)}`,
    `no such role ghp_${'a1B2'.repeat(10)}`,
    `x`.repeat(3000),
  ])('withholds %j', (text) => {
    expect(withheldCredential(text)).toBe('its message is withheld, since it seems to hold a credential');
  });

  test.each([
    'Cannot find module "./nope.ts"',
    'Secret "db-credentials" has no key "password"',
    'Unrecognized key: "storeName"',
    'Invalid option: expected one of "off"|"note"|"warning"|"error"',
    "unknown option '--tokens'",
    'the token is missing',
    'Expected ";" but found "password"',
    "Cannot read properties of undefined (reading 'password')",
  ])('shows %j', (text) => {
    expect(withheldCredential(text)).toBe(text);
  });
});
