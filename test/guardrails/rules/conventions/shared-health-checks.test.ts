import { expect, test } from 'vitest';
import { sharedEnvironment } from '../../../../src/guardrails/examples/example-texts.ts';
import { linesOf } from '../../findings-of.ts';

const environments = ['dev', 'live'].map(sharedEnvironment);
const check = 'resource.customizations.health.batch_CronJob';
const values = `{configs: {cm: {${check}: 'return { status = "Healthy" }'}}}`;
const object = (kind: string): string =>
  `{apiVersion: v1, kind: ${kind}, metadata: {name: argocd-cm, namespace: argocd}, data: {${check}: 'return {}'}}`;
const own = (file: string, field: string): string[] => [
  `error: "${check}" is set for environment dev alone | ${file} | ${field}["${check}"]`,
];

test.each([
  ['values of one environment', 'dev/values/argocd.yaml', values, own('dev/values/argocd.yaml', 'configs.cm')],
  ['values of all environments', 'common/values/argocd.yaml', values, []],
  ['the ConfigMap of one environment', 'dev/a.yaml', object('ConfigMap'), own('dev/a.yaml', 'data')],
  ['the ConfigMap of all environments', 'common/a.yaml', object('ConfigMap'), []],
  ['an object that Argo CD does not read', 'dev/a.yaml', object('Other'), []],
])('shared-health-checks judges %s', (_, file, text, expected) => {
  expect(linesOf('shared-health-checks', { [file]: text }, { environments })).toEqual(expected);
});
