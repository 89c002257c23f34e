import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js';
import { beforeAll, describe, expect, test } from 'vitest';
import { runCli } from './run-cli.ts';

const root = join(import.meta.dirname, '../..');
const text = (...path: string[]): string => readFileSync(join(root, ...path), 'utf8');
const codesIn = (source: string): string[] => [...source.matchAll(/\bVW[245]\d{3}\b/g)].map(([code]) => code);

describe('the documents of the check command', () => {
  test('list every code of usage, configuration, reading and servers, and no other', () => {
    const sources = [
      'src/cli',
      'src/guardrails/adoption',
      'src/guardrails/reading',
      'src/lifecycle',
      'src/exports',
    ].flatMap((folder) =>
      readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
        .filter((file) => file.endsWith('.ts'))
        .map((file) => text(folder, file)),
    );
    const used = new Set(sources.flatMap(codesIn));
    expect(used.size).toBeGreaterThan(20);
    expect([...new Set(codesIn(text('docs/errors.md')))].sort()).toEqual([...used].sort());
  });

  test('name the options that the commands for environments have', async () => {
    const commands = [
      ['bootstrap'],
      ['fixtures', 'list'],
      ['fixtures', 'diff'],
      ['fixtures', 'value'],
      ['drift'],
      ['rotate'],
      ['preview'],
    ];
    const helps = await Promise.all(commands.map(async (command) => (await runCli([...command, '--help'], root)).out));
    const options = [...text('docs/lifecycle.md').matchAll(/(?<![\w-])--[a-z][a-z-]+/g)].map(([option]) => option);
    expect(options.filter((option) => option !== '--help' && !helps.join().includes(option))).toEqual([]);
    expect(new Set(options).size).toBeGreaterThan(12);
  });

  test('name the options that the steps of a ceremony and the evidence have', async () => {
    const steps = ['plan', 'init', 'receipt', 'handover', 'renew-bootstrap', 'unwrap', 'revoke-root', 'verify'];
    const quorum = ['generate-root', 'rotate-recovery', 'verify-transcript'];
    const commands = [...[...steps, ...quorum].map((step) => ['ceremony', step]), ['evidence']];
    const helps = await Promise.all(commands.map(async (command) => (await runCli([...command, '--help'], root)).out));
    const documents = `${text('docs/ceremony.md')}${text('docs/evidence.md')}`;
    const options = [...documents.matchAll(/(?<![\w-])--[a-z][a-z-]+/g)].map(([option]) => option);
    // Those of gpg and kubectl.
    const others = ['--armor', '--export', '--tail'];
    expect(options.filter((option) => !others.includes(option) && !helps.join().includes(option))).toEqual([]);
    expect(new Set(options).size).toBeGreaterThan(15);
  });

  test('hold the current schema of the configuration', async () => {
    const { out } = await runCli(['schema'], root);
    expect(JSON.parse(text('docs/vaultwright.config.schema.json'))).toEqual(JSON.parse(out));
  });

  const ajv = new Ajv2020({ strict: false, formats: { date: true } });
  let validate: ValidateFunction;
  beforeAll(() => {
    validate = ajv.compile(JSON.parse(text('docs/vaultwright.config.schema.json')));
  });
  test.each([
    [{ presets: ['strict'], rules: { 'no-password-hash': 'off' } }, true],
    [{ rules: { 'known-secret': { severity: 'warning', options: { ignore: ['a'] } } } }, true],
    [{ onlyRules: ['known-secret'], baseline: 'b.jsonl' }, true],
    [{ suppressions: [{ rule: 'known-secret', file: 'a.yaml', reason: 'known', until: '2027-01-31' }] }, true],
    [{ rules: { 'no-such-rule': 'off' } }, false],
    [{ rules: { 'known-secret': 'loud' } }, false],
    [{ rules: { 'known-secret': { options: { ignored: ['a'] } } } }, false],
    [{ rules: { 'known-secret': { options: { ignore: 'a' } } } }, false],
    [{ onlyRules: ['no-such-rule'] }, false],
    [{ suppressions: [{ rule: 'known-secret', file: 'a.yaml' }] }, false],
    [{ preset: ['strict'] }, false],
  ])('let editors take %j for right: %s', (configuration, isRight) => {
    expect(validate(configuration)).toBe(isRight);
  });

  test('say what each field of the configuration is for', () => {
    const { properties } = JSON.parse(text('docs/vaultwright.config.schema.json'));
    const named = Object.entries<{ description?: string }>({ ...properties, ...properties.rules.properties });
    expect(named.filter(([, { description = '' }]) => description === '').map(([name]) => name)).toEqual([]);
    expect(named.length).toBeGreaterThan(70);
  });

  test('name the options that the command has', async () => {
    const { out } = await runCli(['check', '--help'], root);
    const options = [...text('docs/check.md').matchAll(/(?<![\w-])--[a-z][a-z-]+/g)].map(([option]) => option);
    const others = ['--count', '--seed', '--folder'];
    expect(options.filter((option) => !others.includes(option) && !out.includes(option))).toEqual([]);
    expect(options.length).toBeGreaterThan(8);
  });

  test('give the hook and the action commands that exist', async () => {
    const { out } = await runCli(['check', '--help'], root);
    for (const file of ['.pre-commit-hooks.yaml', 'action.yml']) {
      const options = [
        // Lines that talk to GitHub have options of its own program.
        ...text(file)
          .replace(/^.*\b(?:gh api|comment) .*$/gm, '')
          .matchAll(/(?<![\w-])--(?!ignore-scripts|no-audit|no-fund|no-package-lock)[a-z][a-z-]+/g),
      ].map(([option]) => option);
      expect(options.length, file).toBeGreaterThan(1);
      for (const option of options) expect(out).toContain(option);
    }
  });
});
