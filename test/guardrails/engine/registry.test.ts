import { globSync, readdirSync, readFileSync } from 'node:fs';
import { basename } from 'node:path';
import { describe, expect, test } from 'vitest';
import { errorCodes, ruleDocuments } from '../../../scripts/rule-docs/rule-documents.ts';
import { ruleRegistry } from '../../../scripts/rule-docs/rule-registry.ts';
import { presetInputs } from '../../../src/guardrails/engine/configuration.ts';
import { allRules } from '../../../src/guardrails/engine/registry.ts';

const folder = 'src/guardrails/rules';
const files = globSync('*/*.ts', { cwd: folder }).sort();
const ids = allRules.map(({ id }) => id).sort();

describe('the registry of rules', () => {
  test('holds the rule of every file, and no other', () => {
    expect(files.map((file) => basename(file, '.ts')).sort()).toEqual(ids);
  });

  test('is what the generator of rules would write', () => {
    const texts = new Map(files.map((file) => [file, readFileSync(`${folder}/${file}`, 'utf8')]));
    expect(readFileSync('src/guardrails/engine/registry.ts', 'utf8')).toBe(ruleRegistry(texts));
  });

  test('gives every rule a code of its own between VW3000 and VW3998', () => {
    const codes = allRules.map(({ code }) => code);
    expect(new Set(codes).size).toBe(codes.length);
    expect(codes.filter((code) => !/^VW3(?!999)\d{3}$/.test(code))).toEqual([]);
  });

  test.each(allRules.map((rule) => [rule.id, rule] as const))(
    '%s says what, why and how in whole sentences',
    (_, rule) => {
      for (const text of [rule.what, rule.why, rule.fix]) expect(text).toMatch(/^[A-Z].*[.]$/);
      expect(rule.id).toMatch(/^[a-z]+(-[a-z0-9]+)+$/);
    },
  );

  test('gives every rule a severity', () => {
    expect([...new Set(allRules.map(({ severity }) => severity))].sort()).toEqual(['error', 'warning']);
  });

  test('names in presets only rules that exist', () => {
    const named = Object.values(presetInputs).flatMap((preset) => [
      ...Object.keys(preset.rules ?? {}),
      ...(preset.onlyRules ?? []),
    ]);
    expect(named.filter((id) => !ids.includes(id))).toEqual([]);
  });

  test('keeps the names of every platform out of recommended', () => {
    expect(JSON.stringify(presetInputs)).not.toMatch(/ameide/i);
    expect(presetInputs.recommended.storeNames).toBeUndefined();
  });
});

describe('the documents of rules', () => {
  test.each([...ruleDocuments()])('%s is up to date', (path, spell) => {
    expect(readFileSync(path, 'utf8')).toBe(spell());
  });

  test('stand in a folder that holds no others', () => {
    const documents = [...ruleDocuments().keys()].filter((path) => path.startsWith('docs/rules/'));
    expect(
      readdirSync('docs/rules')
        .map((file) => `docs/rules/${file}`)
        .sort(),
    ).toEqual(documents.sort());
  });

  test('list every code in docs/errors.md', () => {
    expect(readFileSync('docs/errors.md', 'utf8')).toContain(errorCodes());
  });
});
