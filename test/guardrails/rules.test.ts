import { describe, expect, test } from 'vitest';
import { resolveConfiguration } from '../../src/guardrails/engine/configuration.ts';
import { runGuardrails } from '../../src/guardrails/engine/engine.ts';
import { allRules } from '../../src/guardrails/engine/registry.ts';
import type { Example } from '../../src/guardrails/engine/rule.ts';
import { exampleManifests } from '../../src/guardrails/examples/example-manifests.ts';

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
