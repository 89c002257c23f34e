import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { encoded, literal } from '../inline-secret.ts';
import { kinds } from './kinds.ts';
import { reasonable } from './reasonable.ts';
import { synthesizeCases } from './synthesize-cases.ts';

const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'vw-one-synth-'));
afterAll(() => fs.rmSync(folder, { recursive: true }));

/** The codes of findings by the service, or the Vault key, that they are about. */
const codesOf = new Map<string, string[]>();
let output = '';
let status: number | null = null;
beforeAll(async () => {
  const write = vi.spyOn(process.stderr, 'write').mockImplementation((text) => {
    output += text;
    return true;
  });
  const error = vi.spyOn(console, 'error').mockImplementation((text) => {
    output += `${text}\n`;
  });
  status = await synthesizeCases(path.join(folder, 'dist'));
  write.mockRestore();
  error.mockRestore();
  for (const [, severity = '', code = '', where = ''] of output.matchAll(
    /^(error|warning|note) (VW\d{4})[^\n]*\n {2}where: ([^\n]*)$/gm,
  )) {
    const service = /Vault key (\S+)/.exec(where)?.[1] ?? /construct ((?:refused|reasonable)-[\d-]+)/.exec(where)?.[1];
    if (service === undefined) continue;
    // Objects of one name, which two services bring, are another rule's.
    if (code === 'VW3101') continue;
    codesOf.set(service, [...(codesOf.get(service) ?? []), severity === 'error' ? code : `${severity} ${code}`]);
  }
}, 120_000);

/** The rules against inline credentials, the recipes of fixture maps, and what a factory refuses. */
const isRefusal = (code: string): boolean => /^VW(?:30[01]\d|3154|1\d{3})$/.test(code);

test('one run refuses them all, and writes nothing', () => {
  expect(status).toBe(1);
  expect(fs.existsSync(path.join(folder, 'dist'))).toBe(false);
  expect(kinds.flatMap(({ cases }) => cases).length).toBeGreaterThanOrEqual(200);
});

test('no finding shows what it is about', () => {
  for (const secret of [literal, encoded, 'hunter2', 'Zx9', '9LmT']) expect(output).not.toContain(secret);
});

describe.each(kinds.map((one, kind) => ({ ...one, kind, title: one.kind })))('$title', ({ cases, kind }) => {
  test.each(cases.map(({ title, vaultKey }, index) => ({ title, index, vaultKey })))(
    '$title',
    ({ index, vaultKey }) => {
      expect(codesOf.get(vaultKey ?? `refused-${kind}-${index}`)?.filter(isRefusal) ?? []).not.toEqual([]);
    },
  );
});

describe('reasonable objects', () => {
  test('are sixty or more', () => {
    expect(reasonable.length).toBeGreaterThanOrEqual(60);
  });

  test.each(reasonable.map(({ title }, index) => ({ title, index })))('$title', ({ index }) => {
    expect(codesOf.get(`reasonable-${index}`) ?? []).toEqual([]);
  });
});
