import type { JsonObject } from '../../../src/guardrails/manifest/manifest.ts';
import type { Chance } from './overlay-objects.ts';

export const deployment = (rest: JsonObject, metadata: JsonObject = { name: 'web' }): JsonObject => ({
  apiVersion: 'apps/v1',
  kind: 'Deployment',
  metadata,
  ...rest,
});
const inPod = (spec: JsonObject): JsonObject => deployment({ spec: { template: { spec } } });
export const byName = (kind: string, name: string): JsonObject => ({ kind, name });

/** Strategic merge patches, by what they change. */
export const strategic: readonly ((chance: Chance) => JsonObject)[] = [
  () =>
    inPod({
      containers: [
        {
          name: 'web',
          env: [
            { name: 'MODE', value: 'slow', valueFrom: null },
            { name: 'NEW', value: 'n' },
          ],
        },
        { name: 'third', image: 'c:1' },
      ],
    }),
  () => inPod({ containers: [{ name: 'side', $patch: 'delete' }] }),
  () => inPod({ containers: [{ $patch: 'replace' }, { name: 'only', image: 'o:1' }] }),
  () =>
    inPod({
      volumes: [
        { name: 'keys', $patch: 'delete' },
        { name: 'tmp', emptyDir: {} },
      ],
    }),
  () =>
    inPod({
      containers: [
        { name: 'web', ports: [{ containerPort: 53, protocol: 'UDP', name: 'dns' }, { containerPort: 9090 }] },
      ],
    }),
  () => inPod({ containers: [{ name: 'web', ports: [{ containerPort: 8080, protocol: 'TCP', name: 'main' }] }] }),
  () =>
    inPod({
      containers: [{ name: 'web', volumeMounts: [{ mountPath: '/keys', $patch: 'delete' }], args: ['a', 'b'] }],
    }),
  () => inPod({ imagePullSecrets: [{ name: 'more' }], nodeSelector: { disk: 'ssd' }, serviceAccountName: null }),
  () =>
    deployment({
      metadata: {
        name: 'web',
        labels: { tier: null, added: 'yes' },
        annotations: { $patch: 'replace', fresh: 'a' },
        finalizers: ['example.org/a'],
      },
    }),
  () => deployment({ spec: { $patch: 'replace', selector: { matchLabels: { app: 'shop' } }, template: {} } }),
  () => deployment({ spec: { $patch: 'merge', replicas: 4 } }),
  () => ({
    apiVersion: 'v1',
    kind: 'Service',
    metadata: { name: 'web' },
    spec: {
      ports: [
        { port: 53, protocol: 'UDP', targetPort: 5353 },
        { port: 443, name: 'https' },
      ],
    },
  }),
  () => ({ apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'settings' }, data: { mode: null, more: 'm' } }),
  () => ({ $patch: 'delete', apiVersion: 'v1', kind: 'Secret', metadata: { name: 'db' } }),
  () => ({
    apiVersion: 'v1',
    kind: 'ServiceAccount',
    metadata: { name: 'runner' },
    secrets: [{ name: 'second' }],
    imagePullSecrets: [{ name: 'third' }],
  }),
  () => ({
    apiVersion: 'example.org/v1',
    kind: 'Thing',
    metadata: { name: 'thing' },
    spec: { items: [{ name: 'a', size: 9 }] },
  }),
];

/** JSON patches, each with its target. */
export const operations: readonly (readonly [JsonObject, JsonObject[]])[] = [
  [
    byName('Deployment', 'web'),
    [{ op: 'add', path: '/spec/template/spec/containers/0/env/-', value: { name: 'LAST', value: 'l' } }],
  ],
  [
    byName('Deployment', 'web'),
    [{ op: 'add', path: '/spec/template/spec/containers/1', value: { name: 'between', image: 'b:1' } }],
  ],
  [
    byName('Deployment', 'web'),
    [
      { op: 'remove', path: '/spec/template/spec/volumes/0' },
      { op: 'replace', path: '/spec/replicas', value: 7 },
    ],
  ],
  [
    byName('Service', 'web'),
    [
      { op: 'add', path: '/metadata/annotations', value: { 'a.b/c~d': 'v' } },
      { op: 'add', path: '/metadata/annotations/example.org~1x~0y', value: 'z' },
    ],
  ],
  [
    byName('Service', 'web'),
    [
      { op: 'test', path: '/spec/ports/0/port', value: 80 },
      { op: 'move', from: '/spec/ports/0/name', path: '/spec/ports/1/other' },
    ],
  ],
  [byName('Service', 'web'), [{ op: 'copy', from: '/spec/ports/0', path: '/spec/ports/-' }]],
  [byName('ConfigMap', 'settings'), [{ op: 'remove', path: '/data/absent' }]],
  [byName('ConfigMap', 'settings'), [{ op: 'replace', path: '/data/mode', value: 'json' }]],
  [{ kind: 'Deploy.*|Stateful.*' }, [{ op: 'add', path: '/metadata/labels', value: { all: 'y' } }]],
  [{ name: '.*e.*', kind: 'ConfigMap' }, [{ op: 'add', path: '/data/e', value: 'e' }]],
  [{ labelSelector: 'tier in (front, back),!gone' }, [{ op: 'add', path: '/spec/paused', value: true }]],
  [{ annotationSelector: 'note=x' }, [{ op: 'replace', path: '/metadata/annotations/note', value: 'y' }]],
  [
    { group: 'apps', version: 'v1', namespace: 'own|default' },
    [{ op: 'add', path: '/metadata/annotations', value: {} }],
  ],
  [byName('Deployment', 'web'), [{ op: 'add', path: '/spec/missing/deep', value: 1 }]],
  [byName('Deployment', 'nowhere'), [{ op: 'remove', path: '/spec' }]],
  [byName('ServiceAccount', 'runner'), [{ op: 'add', path: '/metadata/annotations/example.org~1added', value: 'a' }]],
  [byName('ServiceAccount', 'runner'), [{ op: 'replace', path: '/automountServiceAccountToken', value: false }]],
  [byName('Service', 'web'), [{ op: 'replace', path: '/spec/ports/9', value: {} }]],
];

/** Replacements of every form. */
export const replacements: readonly ((chance: Chance) => JsonObject)[] = [
  () => ({
    source: { kind: 'ConfigMap', name: 'settings', fieldPath: 'data.mode' },
    targets: [
      {
        select: { kind: 'Deployment' },
        fieldPaths: ['spec.template.spec.containers.[name=web].env.[name=HOST].value'],
      },
    ],
  }),
  () => ({
    source: { kind: 'ConfigMap', name: 'settings', fieldPath: 'data.host', options: { delimiter: ':', index: 1 } },
    targets: [{ select: { kind: 'Service', name: 'web' }, fieldPaths: ['spec.ports.0.port'] }],
  }),
  () => ({
    source: { kind: 'Service', name: 'web', fieldPath: 'metadata.name' },
    targets: [
      {
        select: { kind: 'ConfigMap', name: 'settings' },
        fieldPaths: ['data.host'],
        options: { delimiter: ':', index: 0 },
      },
    ],
  }),
  () => ({
    source: { kind: 'Deployment', name: 'web' },
    targets: [
      { select: { kind: 'Service' }, fieldPaths: ['metadata.annotations.[example.org/of]'], options: { create: true } },
    ],
  }),
  () => ({
    source: { kind: 'Deployment', name: 'web', fieldPath: 'spec.template.spec.containers.[name=side].image' },
    targets: [
      {
        select: { kind: 'Deployment' },
        reject: [{ name: 'nothing' }],
        fieldPaths: ['spec.template.spec.containers.*.image'],
      },
    ],
  }),
  () => ({
    source: { kind: 'Service', fieldPath: 'spec.ports.1' },
    targets: [{ select: { kind: 'Service' }, fieldPaths: ['spec.ports.0'] }],
  }),
  () => ({
    sourceValue: 'given',
    targets: [{ select: { name: 'settings' }, fieldPaths: ['data.mode', 'data.fresh'], options: { create: true } }],
  }),
  () => ({ source: { kind: 'ConfigMap', name: 'absent' }, targets: [{ select: { kind: 'Service' } }] }),
  () => ({
    source: { kind: 'Service', name: 'web' },
    targets: [{ select: { kind: 'ConfigMap', name: 'settings' }, fieldPaths: ['data.absent'] }],
  }),
];
