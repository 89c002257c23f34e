import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { resolveConfiguration } from '../../../src/guardrails/engine/configuration.ts';
import { runGuardrails } from '../../../src/guardrails/engine/engine.ts';
import { defineRule } from '../../../src/guardrails/engine/rule.ts';
import { exampleManifests } from '../../../src/guardrails/examples/example-manifests.ts';
import { siteOf } from '../../../src/guardrails/indexing/site.ts';
import { name, type ReportText } from '../../../src/guardrails/reporters/report-text.ts';
import { ConfigurationError } from '../../../src/model/diagnostics/errors.ts';
import { findingsOf } from '../findings-of.ts';

const secret = (namespace: string): string =>
  `{apiVersion: v1, kind: Secret, metadata: {name: db, namespace: ${namespace}}, stringData: {password: changeme1}}`;

const rule = (id: string, code: string, specificity: number) =>
  defineRule({
    id,
    code,
    severity: 'error',
    specificity,
    what: 'What.',
    why: 'Why.',
    fix: 'Fix.',
    options: z.strictObject({ loud: z.boolean().default(false) }),
    messages: { found: ({ object }: { object: ReportText }) => `${object}` },
    examples: { failing: [], passing: [] },
    check({ index, options, report }) {
      for (const object of index.objects)
        report('found', siteOf(object, 'metadata'), { object: name(object.name) }, options.loud ? 'error' : 'note');
    },
  });

const map = exampleManifests({ files: { 'a.yaml': '{apiVersion: v1, kind: ConfigMap, metadata: {name: a}}' } });

describe('runGuardrails', () => {
  test('gives each finding its place, and the code, why and fix of its rule', () => {
    const [finding] = findingsOf({ files: { 'dev/a.yaml': secret('shop') } });
    expect(finding).toMatchObject({
      code: 'VW3001',
      rule: 'no-inline-secret',
      severity: 'error',
      place: {
        object: { apiVersion: 'v1', kind: 'Secret', namespace: 'shop', name: 'db' },
        field: 'stringData.password',
        output: 'dev/a.yaml',
      },
    });
    expect(finding?.why.length).toBeGreaterThan(20);
  });

  test('prefers the line of the manifest, then the declaration', () => {
    const manifests = exampleManifests({ files: { 'a.yaml': secret('shop') } }).map((manifest) => ({
      ...manifest,
      declaredAt: { file: 'src/a.ts', line: 3 },
    }));
    const located = manifests.map((manifest) => ({
      ...manifest,
      locate: () => ({ file: 'a.yaml', line: 9, column: 2 }),
    }));
    const positions = [manifests, located].map(
      (each) => runGuardrails({ manifests: each, configuration: resolveConfiguration() })[0]?.place.position,
    );
    expect(positions).toEqual([
      { file: 'src/a.ts', line: 3 },
      { file: 'a.yaml', line: 9, column: 2 },
    ]);
  });

  test('reports one finding a place, that of the more specific rule, whatever the order of rules', () => {
    const rules = [rule('first-rule', 'VW3997', 1), rule('second-rule', 'VW3998', 2)];
    const run = (ordered: typeof rules) =>
      runGuardrails({ manifests: map, configuration: resolveConfiguration(), rules: ordered }).map(
        (finding) => finding.rule,
      );
    expect([run(rules), run([...rules].reverse())]).toEqual([['second-rule'], ['second-rule']]);
  });

  test.each([
    ['first-rule', 1, 2],
    ['first-rule', 1, 1],
    ['first-rule', 2, 1],
    ['second-rule', 1, 2],
    ['second-rule', 1, 1],
    ['second-rule', 2, 1],
  ])('never lets a note hide the error of %s, with specificities %i and %i', (loud, first, second) => {
    const rules = [rule('first-rule', 'VW3997', first), rule('second-rule', 'VW3998', second)];
    const configuration = resolveConfiguration({ rules: { [loud]: { options: { loud: true } } } });
    expect(
      runGuardrails({ manifests: map, configuration, rules }).map((finding) => [finding.rule, finding.severity]),
    ).toEqual([[loud, 'error']]);
  });

  test.each([
    ['off', undefined],
    ['warning', 'warning'],
    ['note', 'note'],
  ] as const)('follows a severity of %s', (severity, expected) => {
    const findings = findingsOf({
      files: { 'a.yaml': secret('shop') },
      configuration: { rules: { 'no-inline-secret': severity } },
    });
    expect(findings[0]?.severity).toBe(expected);
  });

  test('makes notes errors under strict', () => {
    const files = {
      'a.yaml':
        '{apiVersion: v1, kind: Pod, metadata: {name: a, namespace: b}, spec: {containers: [{envFrom: [{secretRef: {name: x}}]}]}}',
    };
    expect(findingsOf({ files }).map(({ severity }) => severity)).toEqual(['note']);
    expect(findingsOf({ files, configuration: { presets: ['strict'] } }).map(({ severity }) => severity)).toEqual([
      'error',
    ]);
  });

  test.each([
    [{ rules: { 'no-such-rule': 'off' as const } }, /no-such-rule/],
    [{ rules: { 'no-inline-secret': { options: { literals: 'all' } } } }, /no-inline-secret/],
    [{ rules: { 'no-inline-secret': { options: { more: true } } } }, /no-inline-secret/],
  ])('refuses a setting that it does not understand: %o', (configuration, message) => {
    const run = () => runGuardrails({ manifests: [], configuration: resolveConfiguration(configuration) });
    expect(run).toThrow(ConfigurationError);
    expect(run).toThrow(message);
    expect(run).toThrow(/VW3999/);
  });

  test('knows the environment of a file by its glob', () => {
    const files = {
      'overlays/live/a.yaml': '{apiVersion: v1, kind: ConfigMap, metadata: {name: a}, data: {X: fixture-value}}',
    };
    const environments = [{ name: 'live', cluster: 'live', namespace: 'shop', regulated: true, files: ['**/live/**'] }];
    const configuration = { environments, denylist: { exact: ['fixture-value'] } };
    expect(findingsOf({ files, configuration }).map(({ rule: id, place }) => [id, place.environment])).toEqual([
      ['denylisted-value', 'live'],
    ]);
    expect(findingsOf({ files: { 'overlays/dev/a.yaml': files['overlays/live/a.yaml'] }, configuration })).toEqual([]);
  });

  test('some rules alone forbid what they forbid, and allow the rest', () => {
    const configuration = {
      onlyRules: ['no-inline-secret', 'no-sealed-secret'],
      rules: { 'no-inline-secret': { options: { literals: 'named' } } },
    };
    const data = (value: string): string =>
      `{apiVersion: v1, kind: Secret, metadata: {name: a}, stringData: {clientSecret: '${value}'}}`;
    const rules = (text: string): (string | undefined)[] =>
      findingsOf({ files: { 'a.yaml': text }, configuration }).map((finding) => finding.rule);
    expect(rules(data('x'))).toEqual(['no-inline-secret']);
    expect(rules(data('{{ .Values.x }}'))).toEqual([]);
    expect(rules(data('$' + '{X}'))).toEqual([]);
    expect(rules('{apiVersion: v1, kind: SealedSecret, metadata: {name: a}}')).toEqual(['no-sealed-secret']);
    expect(rules('{apiVersion: v1, kind: ConfigMap, metadata: {name: a}, data: {password: changeme1}}')).toEqual([]);
  });
});

describe('names in messages', () => {
  test.each([
    ['db-credentials', 'db-credentials'],
    ['', '(none)'],
    ['a\nb', '(a text of 3 characters)'],
    ['p@$$', '(a text of 4 characters)'],
  ])('%j shows as %s', (text, shown) => {
    expect(name(text)).toBe(shown);
  });
});
