import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { foldConfusables } from '../../src/guardrails/credential/confusables.ts';
import { matchesGlob } from '../../src/guardrails/engine/glob.ts';
import { nearestName } from '../../src/guardrails/indexing/nearest-name.ts';
import { mayMeet } from '../../src/guardrails/indexing/overlay.ts';
import { formatFieldPath } from '../../src/guardrails/manifest/field-path.ts';
import { names } from '../../src/guardrails/reporters/report-text.ts';

test.each([
  ['db-credentals', ['db-credentials', 'other'], 'db-credentials'],
  ['pasword', ['password', 'user'], 'password'],
  ['abc', ['xyz'], undefined],
  ['a', [], undefined],
  ['db', ['dc', 'da'], 'da'],
  ['zaqar-ks-etc', ['zaqar-etc', 'aodh-db-conn'], 'zaqar-etc'],
])('the nearest of %s among %j is %s', (name, candidates, nearest) => {
  expect(nearestName(name, candidates)).toBe(nearest);
});

test('a single slip is always near', () => {
  fc.assert(
    fc.property(fc.stringMatching(/^[a-z-]{4,20}$/), fc.nat(), (name, at) => {
      const index = at % name.length;
      return nearestName(name.slice(0, index) + name.slice(index + 1), [name]) === name;
    }),
  );
});

test.each([
  ['a/b/c.yaml', '**/c.yaml', true],
  ['c.yaml', '**/c.yaml', true],
  ['a/b/c.yaml', 'a/*.yaml', false],
  ['a/c.yaml', 'a/*.yaml', true],
  ['x/production/y.yaml', '**/production/**', true],
  ['x/productions/y.yaml', '**/production/**', false],
  ['a.b', 'a?b', true],
  ['a(b)', 'a(b)', true],
  ['axb', 'a.b', false],
])('%s matches %s: %s', (text, glob, matches) => {
  expect(matchesGlob(text, glob)).toBe(matches);
});

test.each([
  ['apps/a/x.yaml', 'apps/b/y.yaml', true],
  ['apps/overlays/dev/x.yaml', 'apps/overlays/live/y.yaml', false],
  ['apps/base/x.yaml', 'apps/overlays/live/y.yaml', true],
  ['clusters/one/x.yaml', 'clusters/two/x.yaml', false],
  ['production/x.yaml', 'staging/x.yaml', false],
  ['production/a/x.yaml', 'production/b/x.yaml', true],
])('%s and %s may meet in one cluster: %s', (first, second, meets) => {
  expect(mayMeet(first, second)).toBe(meets);
});

test.each([
  ['password', 'password'],
  [' Pass\tWord ', ' Pass\tWord '],
  ['p\u0430ssw\u043erd', 'password'],
  ['PASSW\u039fRD', 'PASSWORD'],
  ['\uff50ass\u200bw\u00adord', 'password'],
  ['pässword', 'password'],
  ['\u0441lient\u0405ecret', 'clientSecret'],
  ['пароль', 'пapoль'],
  ['秘密', '秘密'],
])('%j is read as %j', (text, read) => {
  expect(foldConfusables(text)).toBe(read);
});

describe('texts that findings show', () => {
  test.each([
    [['spec', 'data', 0, 'key'], 'spec.data[0].key'],
    [['data', 'tls.crt'], 'data["tls.crt"]'],
    [['data', 'https://app:fake@example.org'], 'data["(a key of 28 characters)"]'],
    [['data', 'Zx9LmTq2', 'text'], 'data["(a key of 8 characters)"].text'],
    [['data', 'a/Zx9LmTq2'], 'data["(a key of 10 characters)"]'],
    [['data', 'oauth2ClientSecret'], 'data.oauth2ClientSecret'],
    [['data', 's3SecretAccessKey2'], 'data.s3SecretAccessKey2'],
    [['data', 'app-config-4k9h2m8t5g'], 'data.app-config-4k9h2m8t5g'],
    [[], ''],
  ])('%j is spelled %s', (path, text) => {
    expect(formatFieldPath(path)).toBe(text);
  });

  test('lists are sorted and short', () => {
    expect(names(['b', 'a'])).toBe('a, b');
    expect(names([])).toBe('none');
    expect(names(['f', 'e', 'd', 'c', 'b', 'a', 'g'])).toBe('a, b, c, d, e and 2 more');
  });
});
