import { expect, test } from 'vitest';
import { preflightBeforeReader } from '../../../../src/guardrails/rules/rollout/preflight-before-reader.ts';
import { findingsOf, linesOf } from '../../findings-of.ts';

const [beside] = preflightBeforeReader.examples.failing;
const [guarded] = preflightBeforeReader.examples.passing;
const plan = (guarded?.files['a.yaml'] ?? '').split('\n---\n')[0] ?? '';
const shop = 'metadata: {name: thing, namespace: shop}';
const env = 'env: [{name: A, valueFrom: {secretKeyRef: {name: mail, key: url}}}]';
const pod = (more = ''): string => `spec: {restartPolicy: Never, ${more}containers: [{name: a, image: a, ${env}}]}`;

const found = (object: string, options: Record<string, boolean | string[]> = {}, before = plan): string[] =>
  findingsOf({
    files: { 'a.yaml': before === '' ? object : `${before}\n---\n${object}` },
    configuration: {
      onlyRules: ['preflight-before-reader'],
      rules: { 'preflight-before-reader': { severity: 'error', options } },
    },
  }).map(({ what }) => what);

test('preflight-before-reader points at the reference', () => {
  expect(findingsOf(beside as NonNullable<typeof beside>).map(({ rule, place }) => [rule, place.field])).toContainEqual(
    ['preflight-before-reader', 'spec.template.spec.containers[0].envFrom[0].secretRef.name'],
  );
});

test.each<[string, string, number]>([
  ['a Job', `{apiVersion: batch/v1, kind: Job, ${shop}, spec: {template: {${pod()}}}}`, 1],
  [
    'a CronJob',
    `{apiVersion: batch/v1, kind: CronJob, ${shop}, spec: {schedule: "* * * * *", jobTemplate: {spec: {template: {${pod()}}}}}}`,
    1,
  ],
  [
    'a hook of a Pod',
    `{apiVersion: v1, kind: Pod, metadata: {name: thing, namespace: shop, annotations: {argocd.argoproj.io/hook: PostSync}}, ${pod()}}`,
    1,
  ],
  ...['PreSync', 'Sync'].map((hook): [string, string, number] => [
    `a Pod of ${hook}`,
    `{apiVersion: v1, kind: Pod, metadata: {name: thing, namespace: shop, annotations: {argocd.argoproj.io/hook: ${hook}}}, ${pod()}}`,
    1,
  ]),
  [
    'two Jobs',
    ['one', 'two']
      .map(
        (name) =>
          `{apiVersion: batch/v1, kind: Job, metadata: {name: ${name}, namespace: shop}, spec: {template: {${pod()}}}}`,
      )
      .join('\n---\n'),
    2,
  ],
  [
    'a resource whose kind nobody knows',
    `{apiVersion: example.org/v1, kind: Thing, ${shop}, spec: {secretName: mail}}`,
    0,
  ],
  [
    'one Secret that is read twice',
    `{apiVersion: batch/v1, kind: Job, ${shop}, spec: {template: {${pod(`initContainers: [{name: b, image: a, ${env}}], `)}}}}`,
    1,
  ],
  [
    'a Deployment',
    `{apiVersion: apps/v1, kind: Deployment, ${shop}, spec: {selector: {matchLabels: {a: b}}, template: {metadata: {labels: {a: b}}, ${pod().replace('restartPolicy: Never, ', '')}}}}`,
    0,
  ],
  [
    'a pull Secret',
    `{apiVersion: batch/v1, kind: Job, ${shop}, spec: {template: {spec: {imagePullSecrets: [{name: mail}], containers: []}}}}`,
    0,
  ],
  [
    'an optional Secret',
    `{apiVersion: batch/v1, kind: Job, ${shop}, spec: {template: {spec: {containers: [{name: a, envFrom: [{secretRef: {name: mail, optional: true}}]}]}}}}`,
    0,
  ],
  [
    'a custom resource',
    `{apiVersion: postgresql.cnpg.io/v1, kind: Cluster, ${shop}, spec: {superuserSecret: {name: mail}}}`,
    1,
  ],
  [
    'an Ingress',
    `{apiVersion: networking.k8s.io/v1, kind: Ingress, ${shop}, spec: {tls: [{secretName: mail, hosts: [a]}]}}`,
    0,
  ],
  ['a Certificate', `{apiVersion: cert-manager.io/v1, kind: Certificate, ${shop}, spec: {secretName: mail}}`, 0],
])('preflight-before-reader judges %s', (_, object, findings) => {
  expect(found(object)).toHaveLength(findings);
});

test('preflight-before-reader says nothing where nothing has preflights, unless it is asked to', () => {
  const object = `{apiVersion: batch/v1, kind: Job, ${shop}, spec: {template: {${pod()}}}}`;
  expect(found(object, {}, '')).toEqual([]);
  expect(found(object, { everywhere: true }, '')).toEqual([expect.stringContaining('"mail"')]);
});

test('preflight-before-reader judges the kinds of custom resources that are named', () => {
  const object = `{apiVersion: postgresql.cnpg.io/v1, kind: Cluster, ${shop}, spec: {superuserSecret: {name: mail}}}`;
  expect(found(object, { kinds: ['Redis'] })).toEqual([]);
  expect(found(object, { kinds: ['Cluster'] })).toHaveLength(1);
});

test('preflight-before-reader leaves out what only values name', () => {
  const files = { 'a.yaml': plan, 'values.yaml': 'envFrom: [{secretRef: {name: mail}}]' };
  expect(linesOf('preflight-before-reader', files)).toEqual([]);
});
