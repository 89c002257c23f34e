import { describe, expect, test } from 'vitest';
import { resolveConfiguration } from '../../src/guardrails/configuration.ts';
import { runGuardrails } from '../../src/guardrails/engine.ts';
import { exampleManifests } from '../../src/guardrails/example-manifests.ts';
import { allRules } from '../../src/guardrails/registry.ts';
import type { Example } from '../../src/guardrails/rule.ts';

const findingsOf = (example: Example) =>
  runGuardrails({
    manifests: exampleManifests(example),
    configuration: resolveConfiguration(example.configuration),
  });

describe.each(allRules.map((rule) => [rule.id, rule] as const))('%s', (id, rule) => {
  test('has at least two failing and two passing examples', () => {
    expect(rule.examples.failing.length).toBeGreaterThanOrEqual(2);
    expect(rule.examples.passing.length).toBeGreaterThanOrEqual(2);
  });

  test.each(rule.examples.failing.map((example) => [example.title, example] as const))('finds: %s', (_, example) => {
    expect(findingsOf(example).map((finding) => finding.rule)).toContain(id);
  });

  test.each(rule.examples.passing.map((example) => [example.title, example] as const))('accepts: %s', (_, example) => {
    expect(findingsOf(example).filter((finding) => finding.rule === id)).toEqual([]);
  });
});
