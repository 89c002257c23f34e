import { expect, test } from 'vitest';
import { resolveConfiguration } from '../../../../src/guardrails/engine/configuration.ts';
import { runGuardrails } from '../../../../src/guardrails/engine/engine.ts';
import { exampleManifests } from '../../../../src/guardrails/examples/example-manifests.ts';

test('no-random-secret reads the templates of a chart that helm rendered: what it renders shows no function', () => {
  const text = `{apiVersion: v1, kind: Secret, metadata: {name: a}, stringData: {password: '{{ randAlphaNum 32 }}'}}`;
  const chart = { folder: 'c', isInstalled: true, texts: new Set<string>() };
  const manifests = exampleManifests({ files: { 'c/templates/a.yaml': text } });
  const found = runGuardrails({
    manifests: manifests.map((manifest) => ({ ...manifest, isTemplate: true, chart })),
    configuration: resolveConfiguration({}),
  });
  expect(found.map(({ rule }) => rule)).toEqual(['no-random-secret']);
});
