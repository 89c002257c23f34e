import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, expect, test } from 'vitest';
import { resolveConfiguration } from '../../../src/guardrails/engine/configuration.ts';
import { runGuardrails } from '../../../src/guardrails/engine/engine.ts';
import { readManifests } from '../../../src/guardrails/reading/read-manifests.ts';

let folder = '';
afterEach(() => rmSync(folder, { recursive: true, force: true }));

type Files = Readonly<Record<string, string>>;

function read(files: Files) {
  folder = mkdtempSync(join(tmpdir(), 'argo-'));
  for (const [file, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, file)), { recursive: true });
    writeFileSync(join(folder, file), text);
  }
  return readManifests({ paths: [folder], workingDirectory: folder }).manifests;
}
const findings = (files: Files): string[] =>
  runGuardrails({ manifests: read(files), configuration: resolveConfiguration(undefined) })
    .filter(({ severity }) => severity !== 'note')
    .map(({ place: { position }, rule }) => `${rule} ${position?.file}:${position?.line}`);

const metadata = (name: string, namespace?: string) =>
  `{name: ${name}${namespace === undefined ? '' : `, namespace: ${namespace}`}}`;
const sync = (name: string, namespace?: string): string =>
  `{apiVersion: external-secrets.io/v1, kind: ExternalSecret, metadata: ${metadata(name, namespace)}, spec: {data: [{secretKey: p, remoteRef: {key: a}}]}}\n`;
const pod = (secret: string, namespace?: string): string =>
  `{apiVersion: v1, kind: Pod, metadata: ${metadata('p', namespace)}, spec: {containers: [{name: c, envFrom: [{secretRef: {name: ${secret}}}]}]}}\n`;
const app = (source: string, namespace = 'shop', name = 'web'): string =>
  `{apiVersion: argoproj.io/v1alpha1, kind: Application, metadata: {name: ${name}}, spec: {destination: {namespace: ${namespace}}, source: ${source}}}\n`;
const set = (generators: string, source: string, namespace = 'shop'): string =>
  `{apiVersion: argoproj.io/v1alpha1, kind: ApplicationSet, metadata: {name: s}, spec: {generators: [${generators}], template: {metadata: {name: web}, spec: {destination: {namespace: '${namespace}'}, source: ${source}}}}}\n`;
const base = {
  'web/kustomization.yaml': '{resources: [es.yaml, pod.yaml]}',
  'web/es.yaml': sync('db'),
  'web/pod.yaml': pod('db'),
};
const secretOf = (name: string) =>
  `[{target: {kind: Pod}, patch: '[{op: replace, path: /spec/containers/0/envFrom/0/secretRef/name, value: ${name}}]'}]`;

test.each<[string, Files, ...string[]]>([
  ['a folder as it is', { ...base, 'app.yaml': app('{path: web}') }],
  [
    'a patch that names another Secret',
    { ...base, 'app.yaml': app(`{path: web, kustomize: {patches: ${secretOf('gone')}}}`) },
    'known-secret app.yaml:1',
  ],
  [
    'a patch of a source among several',
    {
      ...base,
      'app.yaml': app('x').replace(
        'source: x',
        `sources: [{chart: redis}, {path: ./web/, kustomize: {patches: ${secretOf('gone')}}}]`,
      ),
    },
    'known-secret app.yaml:1',
  ],
  [
    'a prefix, which kustomize follows to a Secret',
    {
      ...base,
      'web/es.yaml': '{apiVersion: v1, kind: Secret, metadata: {name: db}, data: {}}',
      'app.yaml': app('{path: web, kustomize: {namePrefix: prod-}}'),
    },
  ],
  [
    'a prefix, which it does not follow to an ExternalSecret, and another reader does not know',
    {
      ...base,
      'app.yaml': app('{path: web, kustomize: {namePrefix: prod-}}'),
      'other.yaml': pod('db', 'shop'),
    },
    'known-secret other.yaml:1',
    'known-secret web/pod.yaml:1',
  ],
  [
    'a component',
    {
      ...base,
      'app.yaml': app('{path: web, kustomize: {components: [../parts]}}'),
      'parts/kustomization.yaml': `{kind: Component, patches: ${secretOf('gone')}}`,
    },
    'known-secret parts/kustomization.yaml:1',
  ],
  [
    'a namespace of the options over that of the destination',
    { ...base, 'app.yaml': app('{path: web, kustomize: {namespace: other}}'), 'reader.yaml': pod('db', 'other') },
  ],
  [
    'the namespace of the destination',
    { ...base, 'app.yaml': app('{path: web}'), 'reader.yaml': pod('db', 'other') },
    'known-secret reader.yaml:1',
  ],
  [
    'two Applications of one folder',
    {
      ...base,
      'app.yaml': `${app('{path: web}')}---\n${app('{path: web}', 'other', 'web2')}`,
      'reader.yaml': `${pod('db', 'other')}---\n${pod('db', 'shop')}---\n${pod('db', 'third')}`,
    },
    'known-secret reader.yaml:5',
  ],
  [
    'a plain folder',
    {
      'plain/es.yaml': sync('db'),
      'app.yaml': app('{path: plain}'),
      'reader.yaml': `${pod('db', 'shop')}---\n${pod('db', 'other')}`,
    },
    'known-secret reader.yaml:3',
  ],
  [
    'a plain folder of two namespaces, which has none',
    {
      'plain/es.yaml': sync('db'),
      'app.yaml': `${app('{path: plain}')}---\n${app('{path: plain}', 'other', 'web2')}`,
      'reader.yaml': pod('db', 'third'),
    },
  ],
  [
    'a path that two folders end with, and that may be of another repository',
    {
      'a/plain/es.yaml': sync('db'),
      'b/plain/x.yaml': sync('x'),
      'app.yaml': app('{path: plain}'),
      'reader.yaml': pod('db', 'other'),
    },
  ],
  [
    'folders of Git, each in a namespace of its name',
    {
      'apps/one/es.yaml': sync('db'),
      'apps/two/pod.yaml': pod('db'),
      'apps/three/pod.yaml': pod('db'),
      'set.yaml': set(
        "{git: {directories: [{path: 'apps/*'}, {path: apps/three, exclude: true}]}}",
        "{path: '{{path}}'}",
        '{{path.basename}}',
      ),
    },
    'known-secret apps/two/pod.yaml:1',
  ],
  [
    'folders of Git, with Go templates',
    {
      'apps/one/es.yaml': sync('db'),
      'apps/two/pod.yaml': pod('db'),
      'set.yaml': set("{git: {directories: [{path: 'apps/*'}]}}", "{path: '{{ .path.path }}'}", '{{ .path.basename }}'),
    },
    'known-secret apps/two/pod.yaml:1',
  ],
  [
    'a list of elements',
    {
      ...base,
      'set.yaml': set('{list: {elements: [{ns: a, dir: web}, {ns: b, dir: web}]}}', "{path: '{{dir}}'}", '{{ns}}'),
      'reader.yaml': `${pod('db', 'a')}---\n${pod('db', 'b')}---\n${pod('db', 'c')}`,
    },
    'known-secret reader.yaml:5',
  ],
  [
    'what only a cluster tells, which stays open',
    { ...base, 'set.yaml': set('{clusters: {}}', '{path: web}', '{{name}}'), 'reader.yaml': pod('db', 'c') },
  ],
])('%s', (_, files, ...wanted) => {
  expect(findings(files)).toEqual(wanted);
});

test.each([
  ['registry.example.org/web:2', 'registry.example.org/web:1', 'registry.example.org/web:2'],
  ['web=registry.example.org:5000/other:2', 'web:1', 'registry.example.org:5000/other:2'],
  ['web@sha256:abc', 'web:1', 'web@sha256:abc'],
])('image %s', (image, before, after) => {
  const manifests = read({
    'web/kustomization.yaml': '{resources: [pod.yaml]}',
    'web/pod.yaml': `{apiVersion: v1, kind: Pod, metadata: {name: p}, spec: {containers: [{name: c, image: '${before}'}]}}`,
    'app.yaml': app(`{path: web, kustomize: {images: ['${image}']}}`),
  });
  const built = manifests.find(({ rendering }) => rendering !== undefined);
  expect(JSON.stringify(built?.value.spec)).toContain(`"image":"${after}"`);
});
