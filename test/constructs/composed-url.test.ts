import fc from 'fast-check';
import { loadAll } from 'js-yaml';
import { describe, expect, test } from 'vitest';
import { type FixtureMap, fixtureMapSchema, renderPlatform } from '../../src/index.ts';
import { anyCodePoint } from '../any-code-point.ts';
import { propertyRuns } from '../property-runs.ts';
import { foundation, placing, smallPlatform } from './small-platform.ts';

type Values = Readonly<Record<string, string>>;

/** The fixture map of `sandbox` as it stands in the rendered bytes. */
async function fixtureMapOf(declare: (platform: ReturnType<typeof smallPlatform>) => Parameters<typeof placing>[1]) {
  const platform = smallPlatform();
  const contract = declare(platform);
  const { files, diagnostics } = await renderPlatform(platform, {
    components: [...foundation, placing('db', contract)],
  });
  // Random text between keys may look like anything to the guardrails; here only what was declared matters.
  expect(diagnostics.filter(({ code }) => code.startsWith('VW1'))).toEqual([]);
  const documents = loadAll(files.get('sandbox/foundation/bootstrap/bootstrap.k8s.yaml') ?? '') as {
    readonly data?: Readonly<Record<string, string>>;
  }[];
  const json = documents.flatMap(({ data }) => data?.['fixture-map.json'] ?? []);
  expect(json).toHaveLength(1);
  return fixtureMapSchema.parse(JSON.parse(json.join('')));
}

/** What bootstrap does with a composed entry, in as little code as shows that the entry says enough. */
function compose({ entries }: FixtureMap, path: string, values: Values): string {
  const recipe = entries[path]?.recipe;
  if (recipe?.type !== 'compose') throw new Error(`"${path}" is not composed`);
  return recipe.parts
    .map((part) => {
      if ('text' in part) return part.text;
      if ('basicAuth' in part) throw new Error('Basic authentication is not expected here');
      const value = values[part.key];
      if (value === undefined) throw new Error(`"${part.key}" has no value`);
      if (part.encode === 'none') return value;
      if (part.encode !== 'url') throw new Error(`"${part.encode}" is not expected here`);
      return encodeURIComponent(value);
    })
    .join('');
}

const password = fc.oneof(
  fc.string({ unit: anyCodePoint, minLength: 1 }).filter((text) => text.isWellFormed()),
  fc.string({ unit: fc.constantFrom(...` !"#$%&'()*+,-./:;<=>?@[\\]^_\`{|}~é€😀\n\t\0`), minLength: 1 }),
);

describe('a URL that bootstrap composes', () => {
  const map = fixtureMapOf(({ vault, secret }) => {
    const user = vault.generated('db-user');
    const word = vault.generated('db-password');
    const url = vault.url('db-url')`postgresql://${user}:${word}@${({ host }) => host}:5432/${'app'}?password=${word}`;
    return secret('db', { purpose: 'Composed', keys: { user, word, url } });
  });

  test('gives back whatever the user and the password are', async () => {
    const fixtureMap = await map;
    fc.assert(
      fc.property(password, password, (user, word) => {
        const url = new URL(compose(fixtureMap, 'db-url', { 'db-user': user, 'db-password': word }));
        expect(decodeURIComponent(url.username)).toBe(user);
        expect(decodeURIComponent(url.password)).toBe(word);
        expect(url.searchParams.get('password')).toBe(word);
        expect({ host: url.host, path: url.pathname }).toEqual({ host: 'sandbox.example:5432', path: '/app' });
      }),
    );
  });
});

test('text that bootstrap composes without encoding is what was declared, in that order', async () => {
  const piece = fc.oneof(
    fc.constant('first' as const),
    fc.constant('second' as const),
    fc.string({ unit: 'grapheme' }),
  );
  await fc.assert(
    fc.asyncProperty(fc.array(piece, { minLength: 1 }), password, password, async (pieces, first, second) => {
      fc.pre(pieces.some((part) => part === 'first') && pieces.some((part) => part === 'second'));
      const fixtureMap = await fixtureMapOf(({ vault, secret }) => {
        const keys = { first: vault.generated('first-part'), second: vault.generated('second-part') };
        const strings = Object.assign(Array(pieces.length + 1).fill(''), { raw: Array(pieces.length + 1).fill('') });
        const parts = pieces.map((part) => (part === 'first' || part === 'second' ? keys[part] : part));
        return secret('db', { purpose: 'Composed', keys: { text: vault.compose('text')(strings, ...parts), ...keys } });
      });
      const values = { first, second };
      expect(compose(fixtureMap, 'text', { 'first-part': first, 'second-part': second })).toBe(
        pieces.map((part) => (part === 'first' || part === 'second' ? values[part] : part)).join(''),
      );
    }),
    { numRuns: propertyRuns(25) },
  );
});
