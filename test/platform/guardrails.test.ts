import { cpSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, test } from 'vitest';
import { guardrailsFile, phase0File } from '../../src/platform/guardrails.ts';
import { folderWith, runCli } from '../cli/run-cli.ts';

let folder = '';
afterEach(() => rmSync(folder, { recursive: true, force: true }));

/** The ids of the rules that find something in one file, and the exit status. */
async function check(configuration: string, text: string): Promise<[number, readonly (string | undefined)[]]> {
  folder = folderWith({ 'a.yaml': text });
  const { status, out } = await runCli(['check', '--config', configuration, '--format', 'json'], folder);
  const { findings } = JSON.parse(out) as { findings: readonly { rule?: string }[] };
  return [status, findings.map(({ rule }) => rule)];
}

const secret = (value: string): string =>
  `{apiVersion: v1, kind: Secret, metadata: {name: a}, stringData: {clientSecret: '${value}'}}`;

describe('phase 0', () => {
  test.each([
    ['a literal of a Secret', secret('x'), 1, ['no-inline-secret']],
    [
      'a SealedSecret',
      '{apiVersion: bitnami.com/v1alpha1, kind: SealedSecret, metadata: {name: a}}',
      1,
      ['no-sealed-secret'],
    ],
    ['a template', secret('{{ .Values.x }}'), 0, []],
    ['a variable', secret('$' + '{X}'), 0, []],
    [
      'what other rules forbid',
      '{apiVersion: v1, kind: ConfigMap, metadata: {name: a}, data: {password: changeme1}}',
      0,
      [],
    ],
  ])('exits on %s as it does in `ameide test`', async (_title, text, status, rules) => {
    expect(await check(phase0File, text)).toEqual([status, rules]);
  });
});

test('the platform allows no value in a Secret, whatever its key', async () => {
  const text = '{apiVersion: v1, kind: Secret, metadata: {name: a, namespace: n}, stringData: {hostname: db}}';
  expect(await check(guardrailsFile, text)).toEqual([1, ['no-inline-secret']]);
});

test('what is rendered of regulated environments passes with the strict preset, and fails with a bootstrap in it', async () => {
  const golden = join(import.meta.dirname, '..', 'golden');
  folder = folderWith({});
  for (const name of ['production', 'staging']) cpSync(join(golden, name), join(folder, name), { recursive: true });
  const strict = async () => {
    const args = [
      'check',
      'production',
      'staging',
      '--config',
      guardrailsFile,
      '--preset',
      'strict',
      '--format',
      'json',
    ];
    const { status, out } = await runCli(args, folder);
    const { findings } = JSON.parse(out) as { findings: readonly { rule?: string; file?: string }[] };
    return [status, findings.map(({ rule }) => rule)];
  };
  expect(await strict()).toEqual([0, []]);
  const values = join(folder, 'production', 'values', 'foundation-vault-bootstrap.yaml');
  const off = readFileSync(values, 'utf8');
  writeFileSync(values, `${off}\nbootstrap:\n  init:\n    enabled: true\n`);
  expect(await strict()).toEqual([1, ['regulated-no-init']]);
}, 60_000);
