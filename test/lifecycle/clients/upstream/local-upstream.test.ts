import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { localUpstream } from '../../../../src/lifecycle/clients/upstream/local-upstream.ts';
import { Deadline } from '../../../../src/lifecycle/run/deadline.ts';
import { FindingsError } from '../../../../src/model/diagnostics/errors.ts';

const label = 'Secret vault-bootstrap-local-secrets';
const read = (text: string, names: string[]) => localUpstream(text, label).read(names, new Deadline(1_000));

/** What shells, YAML and JSON trip over. */
const oddCharacter = fc.constantFrom(...'aZ0 \t\r\n\0"\'`\\|$@{}%&#-_.:é😀\u2028\ud800');

function refusalOf(text: string): FindingsError {
  try {
    localUpstream(text, label);
  } catch (error) {
    if (error instanceof FindingsError) return error;
    throw error;
  }
  throw new Error('was accepted');
}

describe('the local upstream', () => {
  test('finds values whatever the spelling of their names', async () => {
    const text = JSON.stringify({ GHCR_TOKEN: 'one', 'ghcr.username': 'two', 'ghcr-mail': 'three' });
    const found = await read(text, ['ghcr-token', 'GHCR-Username', 'ghcr_mail', 'absent']);
    expect([...found]).toEqual([
      ['ghcr-token', { value: 'one' }],
      ['GHCR-Username', { value: 'two' }],
      ['ghcr_mail', { value: 'three' }],
    ]);
  });

  test('keeps every character of a value', () =>
    fc.assert(
      fc.asyncProperty(
        fc.string({ unit: oddCharacter, minLength: 1 }).filter((value) => value.trim() !== ''),
        async (value) => {
          const found = await read(JSON.stringify({ NAME: value }), ['name']);
          if (found.get('name')?.value !== value) throw new Error('is another value');
        },
      ),
    ));

  test('does not take names of every object for names of values', async () => {
    const found = await read('{"a":"b"}', ['constructor', '__proto__', 'tostring']);
    expect(found.size).toBe(0);
  });

  test('takes the same value under two spellings', async () =>
    expect(await read('{"A_B":"x","a-b":"x"}', ['a-b'])).toEqual(new Map([['a-b', { value: 'x' }]])));

  test.each([
    ['', /does not hold a JSON object/],
    ['{"GHCR_TOKEN":"s3cret-1"', /does not hold a JSON object/],
    ['s3cret-1', /does not hold a JSON object/],
    ['["s3cret-1"]', /does not hold a JSON object/],
    ['"s3cret-1"', /does not hold a JSON object/],
    ['null', /does not hold a JSON object/],
    ['{"GHCR_TOKEN":""}', /holds an empty value under "GHCR_TOKEN"/],
    ['{"GHCR_TOKEN":" \\n"}', /holds an empty value under "GHCR_TOKEN"/],
    ['{"GHCR_TOKEN":12345678}', /holds something else than text under "GHCR_TOKEN"/],
    ['{"GHCR_TOKEN":null}', /holds something else than text under "GHCR_TOKEN"/],
    ['{"GHCR_TOKEN":{"a":"s3cret-1"}}', /holds something else than text under "GHCR_TOKEN"/],
    ['{"A_B":"s3cret-1","a.b":"s3cret-2"}', /two values for one name, under "A_B" and "a\.b"/],
    ['{"x":"y","s3cret-1: a name that is none":""}', /an empty value under its entry number 2/],
  ])('refuses %j', (text, message) => {
    const { message: shown, diagnostics } = refusalOf(text);
    expect(diagnostics.map(({ code }) => code)).toEqual(['VW5013']);
    expect(shown).toMatch(message);
    expect(shown).toContain(label);
    expect(shown).not.toMatch(/s3cret|12345678/);
  });

  test('names all that it refuses at once', () =>
    expect(refusalOf('{"B":"","A":1,"C":"fine","D_D":"1","D.D":"2"}').diagnostics.map(({ what }) => what)).toEqual([
      `${label} holds an empty value under "B"`,
      `${label} holds something else than text under "A"`,
      `${label} holds two values for one name, under "D_D" and "D.D"`,
    ]));
});
