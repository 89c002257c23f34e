import { compare, hash } from 'bcryptjs';
import fc from 'fast-check';
import { loadAll } from 'js-yaml';
import { describe, expect, test } from 'vitest';
import { fixtureMapSchema, renderPlatform } from '../../../src/index.ts';
import { composeValue, encodeForUrl } from '../../../src/lifecycle/values/compose-value.ts';
import type { FixturePart } from '../../../src/model/documents/fixture-map.ts';
import { anyCodePoint } from '../../any-code-point.ts';
import { foundation, placing, smallPlatform } from '../../constructs/small-platform.ts';

const any = fc.string({ unit: anyCodePoint });
/** What Vault can hold: it refuses halves of characters. */
const wellFormed = any.filter((text) => text.isWellFormed());

function composed(parts: readonly FixturePart[], values: Readonly<Record<string, string>>) {
  const made = composeValue({ type: 'compose', parts: [...parts] }, (path) => values[path]);
  if (!('make' in made)) throw new Error(JSON.stringify(made));
  return made;
}
const make = (parts: readonly FixturePart[], values: Readonly<Record<string, string>>) =>
  composed(parts, values).make();
const password = { key: 'password', encode: 'bcrypt' } as const;

describe('a value inserted into a URL', () => {
  test('comes out as it went in, halves of characters replaced', () => {
    fc.assert(
      fc.property(fc.string({ unit: fc.nat(0xffff).map((code) => String.fromCharCode(code)) }), (text) => {
        expect(encodeForUrl(text)).toMatch(/^(?:[\w.~-]|%[0-9A-F]{2})*$/);
        expect(decodeURIComponent(encodeForUrl(text))).toBe(text.toWellFormed());
      }),
    );
  });

  test('leaves each part of the URL what it is', async () => {
    const part = (key: string) => ({ key, encode: 'url' }) as const;
    const parts = [
      ...[{ text: 'postgresql://' }, part('user'), { text: ':' }, part('word'), { text: '@db.example:5432/' }],
      ...[part('path'), { text: '?option=' }, part('option'), { text: '#' }, part('hash')],
    ];
    // A path of one or two dots is no name but a way.
    const path = wellFormed.filter((text) => !/^\.{0,2}$/.test(text));
    await fc.assert(
      fc.asyncProperty(wellFormed, wellFormed, path, wellFormed, wellFormed, async (user, word, file, option, end) => {
        const url = new URL(await make(parts, { user, word, path: file, option, hash: end }));
        expect(url.host).toBe('db.example:5432');
        expect([url.username, url.password, url.pathname.slice(1), url.hash.slice(1)].map(decodeURIComponent)).toEqual([
          user,
          word,
          file,
          end,
        ]);
        expect([...url.searchParams]).toEqual([['option', option]]);
      }),
    );
  });
});

test('values are encoded as told', async () => {
  const parts = (encode: 'none' | 'base64' | 'json') => [{ text: '<' }, { key: 'x', encode }, { text: '>' }] as const;
  await fc.assert(
    fc.asyncProperty(wellFormed, wellFormed, async (x, y) => {
      expect(await make(parts('none'), { x })).toBe(`<${x}>`);
      const base64 = (await make(parts('base64'), { x })).slice(1, -1);
      expect(base64).toMatch(/^[A-Za-z0-9+/]*={0,2}$/);
      expect(Buffer.from(base64, 'base64').toString()).toBe(x);
      expect(JSON.parse((await make(parts('json'), { x })).slice(1, -1))).toBe(x);
      const basic = await make([{ basicAuth: ['x', 'y'] }], { x, y });
      expect(Buffer.from(basic, 'base64').toString()).toBe(`${x}:${y}`);
    }),
  );
});

describe('a hash', () => {
  test('is one of its sibling, a new one each time, and told from those of others', async () => {
    const made = composed([password], { password: 'planted-7f3a' });
    const [first, second] = [await made.make(), await made.make()];
    expect(first).toMatch(/^\$2[aby]\$10\$/);
    expect(first).not.toBe(second);
    expect(await compare('planted-7f3a', first)).toBe(true);
    expect(await made.isMadeFrom(first)).toBe(true);
    // Other tools choose another prefix and another cost.
    expect(await made.isMadeFrom((await hash('planted-7f3a', 4)).replace('$2b$', '$2y$'))).toBe(true);
    for (const other of [await hash('other', 4), `${first} `, first.slice(0, -1), 'x'.repeat(60), '', 'planted-7f3a'])
      expect(await made.isMadeFrom(other), other).toBe(false);
  });

  test('is recognised beside text and other values, as in a password file', async () => {
    const parts = [{ key: 'user', encode: 'none' }, { text: ':' }, password, { text: '\n' }] as const;
    const made = composed(parts, { user: 'a$2b$', password: 'secret' });
    const line = await made.make();
    expect(await made.isMadeFrom(line)).toBe(true);
    expect(await composed(parts, { user: 'b', password: 'secret' }).isMadeFrom(line)).toBe(false);
    expect(await composed(parts, { user: 'a$2b$', password: 'other' }).isMadeFrom(line)).toBe(false);
    expect(await made.isMadeFrom(`${line}x`)).toBe(false);
  });

  test.each([
    ['a'.repeat(72), undefined],
    ['a'.repeat(73), 'password'],
    ['ü'.repeat(36), undefined],
    ['ü'.repeat(37), 'password'],
  ])('takes 72 bytes and not one more (%#)', (text, tooLong) => {
    const result = composeValue({ type: 'compose', parts: [password] }, () => text);
    expect('tooLong' in result ? result.tooLong : undefined).toBe(tooLong);
  });
});

test('what is not there is named, each key once, and nothing is composed from it', () => {
  const parts: FixturePart[] = [
    { key: 'b', encode: 'none' },
    { basicAuth: ['a', 'there'] },
    { key: 'b', encode: 'bcrypt' },
  ];
  const result = composeValue({ type: 'compose', parts }, (path) => (path === 'there' ? '' : undefined));
  expect(result).toEqual({ missing: ['a', 'b'] });
});

describe('the credentials document of a registry', () => {
  const partsOf = async (): Promise<readonly FixturePart[]> => {
    const platform = smallPlatform();
    const { vault, secret } = platform;
    const username = vault.literal('registry-user', 'puller');
    const word = vault.generated('registry-password');
    const registry = ({ host }: { readonly host: string }) => `registry.${host}`;
    const document = vault.dockerConfigJson('registry-pull', { registry, username, password: word });
    const pull = secret('registry-pull', {
      purpose: 'Pulls images',
      type: 'kubernetes.io/dockerconfigjson',
      keys: { '.dockerconfigjson': document },
    });
    const { files, diagnostics } = await renderPlatform(platform, {
      components: [...foundation, placing('pull', pull)],
    });
    expect(diagnostics).toEqual([]);
    const objects = loadAll(files.get('sandbox/foundation/bootstrap/bootstrap.k8s.yaml') ?? '') as {
      readonly data?: Readonly<Record<string, string>>;
    }[];
    const text = objects.flatMap(({ data }) => data?.['fixture-map.json'] ?? []).join('');
    const { entries } = fixtureMapSchema.parse(JSON.parse(text));
    expect(Object.keys(entries).sort()).toEqual(['registry-password', 'registry-pull', 'registry-user']);
    const recipe = entries['registry-pull']?.recipe;
    return recipe?.type === 'compose' ? recipe.parts : [];
  };

  test('is what the kubelet reads, whatever user and password are', async () => {
    const parts = await partsOf();
    await fc.assert(
      fc.asyncProperty(wellFormed, wellFormed, async (user, word) => {
        const values = { 'registry-user': user, 'registry-password': word };
        const { auths } = JSON.parse(await make(parts, values));
        expect(Object.keys(auths)).toEqual(['registry.sandbox.example']);
        const { username, password: given, auth } = auths['registry.sandbox.example'];
        expect([username, given]).toEqual([user, word]);
        expect(Buffer.from(auth, 'base64').toString()).toBe(`${user}:${word}`);
      }),
    );
  });
});
