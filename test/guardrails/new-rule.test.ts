import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { expect, test } from 'vitest';
import { newRuleTexts } from '../../scripts/rule-docs/new-rule-texts.ts';
import { ruleRegistry } from '../../scripts/rule-docs/rule-registry.ts';
import { resolveConfiguration } from '../../src/guardrails/configuration.ts';
import { runGuardrails } from '../../src/guardrails/engine.ts';
import { exampleManifests } from '../../src/guardrails/example-manifests.ts';
import type { Rule } from '../../src/guardrails/rule.ts';

const files = newRuleTexts('no-such-thing', 'VW3998');

test('a new rule works as it is written', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'rule-'));
  try {
    const text = (files.get('src/guardrails/rules/no-such-thing.ts') ?? '')
      .replaceAll("from '../", `from '${pathToFileURL('src/guardrails').href}/`)
      .replace("from 'zod'", `from '${import.meta.resolve('zod')}'`);
    writeFileSync(join(folder, 'rule.ts'), text);
    const { noSuchThing } = (await import(join(folder, 'rule.ts'))) as { noSuchThing: Rule };
    const findings = [...noSuchThing.examples.failing, ...noSuchThing.examples.passing].map(
      (example) =>
        runGuardrails({
          manifests: exampleManifests(example),
          configuration: resolveConfiguration(),
          rules: [noSuchThing],
        }).length,
    );
    expect(findings).toEqual([1, 1, 0, 0]);
  } finally {
    rmSync(folder, { recursive: true });
  }
});

test('a new rule comes with a test of its own, and the registry takes it in by its code', () => {
  expect(files.get('test/guardrails/rules/no-such-thing.test.ts')).toContain("toContainEqual([\n    'no-such-thing'");
  const rule = files.get('src/guardrails/rules/no-such-thing.ts') ?? '';
  const earlier = rule.replace('VW3998', 'VW3000').replaceAll('noSuchThing', 'allSuchThings');
  const registry = ruleRegistry(
    new Map([
      ['no-such-thing.ts', rule],
      ['all-such-things.ts', earlier],
    ]),
  );
  expect(registry).toContain('  allSuchThings,\n  noSuchThing,\n');
});
