import { expect, test } from 'vitest';
import { runnerName } from '../../src/cli/runner-name.ts';

test.each<[string, () => string, string, string | RegExp]>([
  ['a person', () => 'ada', 'laptop.local', 'ada@laptop.local'],
  // As userInfo() does in a container under a number of its own.
  [
    'a user without a name',
    () => {
      throw new Error('uv_os_get_passwd returned ENOENT');
    },
    'runner-1',
    /^user-\d+@runner-1$/,
  ],
  // The API server refuses a manager of more than 128 bytes, or with what cannot be printed.
  ['a name in another script', () => 'Ада\u0007\\x', 'h', '_____x@h'],
  ['a long name', () => 'u'.repeat(80), 'h', 'u'.repeat(63)],
])('%s has a name that Kubernetes takes', (_, user, host, expected) => {
  const name = runnerName(user, host);
  if (expected instanceof RegExp) expect(name).toMatch(expected);
  else expect(name).toBe(expected);
});
