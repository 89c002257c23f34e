import { expect, test } from 'vitest';
import { unknownFields } from './honoured-fields.ts';
import type { Pod } from './pod.ts';
import { nodeImages, substitute } from './substitutions.ts';

const container = (name: string, image: string) => ({
  name,
  image,
  command: ['node', '/opt/program/main.mjs'],
  args: ['--environment', 'local'],
  env: [{ name: 'NAMESPACE', valueFrom: { fieldRef: { fieldPath: 'metadata.namespace' } } }],
  volumeMounts: [{ name: 'program', mountPath: '/opt/program', readOnly: true }],
  resources: { limits: { memory: '128Mi' } },
  securityContext: { runAsNonRoot: true, capabilities: { drop: ['ALL'] } },
});

const digest = `sha256:${'0'.repeat(64)}`;
const pod: Pod = {
  apiVersion: 'v1',
  kind: 'Pod',
  metadata: { name: 'example', namespace: 'ameide-local', uid: '1', labels: { app: 'example' } },
  spec: {
    restartPolicy: 'Never',
    serviceAccountName: 'example',
    initContainers: [container('first', 'node:24')],
    containers: [container('main', `docker.io/library/node:24-alpine@${digest}`)],
    volumes: [
      { name: 'program', configMap: { name: 'program' } },
      { name: 'empty', emptyDir: {} },
      { name: 'kept', persistentVolumeClaim: { claimName: 'archive' } },
    ],
  },
};

const folders = { volumes: '/volumes', claims: '/claims' };

/** Paths at which two values differ. */
function differences(before: unknown, after: unknown, path = ''): string[] {
  if (JSON.stringify(before) === JSON.stringify(after)) return [];
  const isTree = (value: unknown): value is object => typeof value === 'object' && value !== null;
  if (!isTree(before) || !isTree(after)) return [path];
  const keys = new Set([...Object.keys(before), ...Object.keys(after)]);
  return [...keys].flatMap((key) =>
    differences(before[key as keyof typeof before], after[key as keyof typeof after], path ? `${path}.${key}` : key),
  );
}

test('images and volumes are all that is substituted in a Pod', () => {
  const local = substitute(pod, nodeImages, folders);
  expect(differences(pod, local).sort()).toEqual([
    'spec.containers.0.image',
    'spec.initContainers.0.image',
    'spec.volumes.0.configMap',
    'spec.volumes.0.folder',
    'spec.volumes.1.emptyDir',
    'spec.volumes.1.folder',
    'spec.volumes.2.folder',
    'spec.volumes.2.persistentVolumeClaim',
  ]);
  // Pods that name the same claim find the same files.
  expect(local).toMatchObject({
    spec: { volumes: [{ folder: '/volumes/program' }, { folder: '/volumes/empty' }, { folder: '/claims/archive' }] },
  });
});

test.each([
  ['node', true],
  ['node:24', true],
  ['docker.io/library/node:24.1-slim', true],
  [`public.ecr.aws/docker/library/node:24@${digest}`, true],
  [`node@${digest}`, true],
  ['example/node-exporter:1', false],
  ['example/mynode', false],
  ['node/other:24', false],
])('whether Node.js stands in for the image %s: %s', (image, expected) => {
  expect(nodeImages(image) !== undefined).toBe(expected);
});

test('an image for which nothing stands in is named', () => {
  const other = { ...pod, spec: { ...pod.spec, containers: [container('main', 'example/other:1')] } };
  expect(substitute(other, nodeImages, folders)).toEqual({ unknownImage: 'example/other:1' });
});

test('every field that the runner would leave out is named', () => {
  // A Pod has more fields than the runner's own type of it knows; here they are the point.
  const withMore = JSON.parse(
    JSON.stringify({
      ...pod,
      spec: {
        ...pod.spec,
        hostNetwork: true,
        containers: [
          {
            ...pod.spec.containers[0],
            lifecycle: {},
            securityContext: { privileged: true, capabilities: { add: ['SYS_ADMIN'] } },
          },
        ],
        volumes: [{ name: 'host', hostPath: { path: '/' } }],
      },
    }),
  ) as Pod;
  expect(unknownFields(pod)).toEqual([]);
  expect(unknownFields(withMore)).toEqual([
    'spec.hostNetwork',
    'spec.containers[0].lifecycle',
    'spec.containers[0].securityContext.privileged',
    'spec.containers[0].securityContext.capabilities.add',
    'spec.volumes[0].hostPath',
  ]);
});
