import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, expect, it } from 'vitest';
import { resolveConfiguration } from '../../../src/guardrails/engine/configuration.ts';
import { runGuardrails } from '../../../src/guardrails/engine/engine.ts';
import { readManifests } from '../../../src/guardrails/reading/read-manifests.ts';

let folder = '';
afterEach(() => rmSync(folder, { recursive: true, force: true }));

function findingsIn(files: Readonly<Record<string, string>>): string[] {
  folder = mkdtempSync(join(tmpdir(), 'renderings-'));
  for (const [file, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, file)), { recursive: true });
    writeFileSync(join(folder, file), text);
  }
  const { manifests } = readManifests({ paths: [folder], workingDirectory: folder });
  return runGuardrails({ manifests, configuration: resolveConfiguration(undefined) })
    .filter(({ severity }) => severity !== 'note')
    .map(({ place, rule }) => `${place.position?.file} ${rule}`);
}

const metadata = (name: string, namespace?: string): string =>
  `{name: ${name}${namespace === undefined ? '' : `, namespace: ${namespace}`}}`;
const sync = (name: string, target: string, namespace?: string): string =>
  `{apiVersion: external-secrets.io/v1, kind: ExternalSecret, metadata: ${metadata(name, namespace)}, spec: {target: {name: ${target}}, data: [{secretKey: p, remoteRef: {key: a}}]}}`;
const pod = (namespace?: string): string =>
  `{apiVersion: v1, kind: Pod, metadata: ${metadata('p', namespace)}, spec: {containers: [{name: c, envFrom: [{secretRef: {name: db}}]}]}}`;
const kustomization = (resources: string, namespace?: string): string =>
  `{apiVersion: kustomize.config.k8s.io/v1beta1, kind: Kustomization, ${namespace === undefined ? '' : `namespace: ${namespace}, `}resources: [${resources}]}`;
const flux = (path: string, namespace: string): string =>
  `{apiVersion: kustomize.toolkit.fluxcd.io/v1, kind: Kustomization, metadata: {name: f, namespace: flux-system}, spec: {path: ${path}, targetNamespace: ${namespace}}}`;
/** A Secret `db` in namespace `a`. */
const written = { 'a/kustomization.yaml': kustomization('es.yaml', 'a'), 'a/es.yaml': sync('db', 'db') };

it.each([
  [
    'a generator below a kustomization of another namespace',
    {
      'kustomization.yaml': kustomization('base', 'b'),
      'base/kustomization.yaml':
        '{namespace: a, resources: [pod.yaml], secretGenerator: [{name: db, namespace: a, literals: [user=app]}]}',
      'base/pod.yaml': `${pod()}\n---\n${pod('a').replace('name: db', 'name: other')}`,
    },
    'base/pod.yaml known-secret',
  ],
  [
    'a reader in another namespace',
    { 'b/kustomization.yaml': kustomization('pod.yaml', 'b'), 'b/pod.yaml': pod() },
    'b/pod.yaml known-secret',
  ],
  ['a reader in the same namespace', { 'b/kustomization.yaml': kustomization('pod.yaml', 'a'), 'b/pod.yaml': pod() }],
  [
    'a namespace of its own, which kustomize replaces',
    { 'b/kustomization.yaml': kustomization('pod.yaml', 'a'), 'b/pod.yaml': pod('default') },
  ],
  [
    'the outermost kustomization',
    {
      'b/kustomization.yaml': kustomization('in', 'a'),
      'b/in/kustomization.yaml': kustomization('pod.yaml', 'z'),
      'b/in/pod.yaml': pod(),
    },
  ],
  [
    'a base of two overlays, neither of which has the Secret',
    {
      'c/kustomization.yaml': kustomization('../base', 'c'),
      'd/kustomization.yaml': kustomization('../base', 'd'),
      'base/kustomization.yaml': kustomization('pod.yaml'),
      'base/pod.yaml': pod(),
    },
    'base/pod.yaml known-secret',
  ],
  [
    'the namespace of Flux',
    {
      'f/app/kustomization.yaml': kustomization('pod.yaml'),
      'f/app/pod.yaml': pod(),
      'f/ks.yaml': flux('./f/app', 'other'),
    },
    'f/app/pod.yaml known-secret',
  ],
  [
    'a second owner',
    { 'b/kustomization.yaml': kustomization('es.yaml', 'a'), 'b/es.yaml': sync('other', 'db') },
    'b/es.yaml single-owner',
  ],
  [
    'a second owner that no kustomization lists',
    {
      'b/kustomization.yaml': kustomization('pod.yaml', 'a'),
      'b/pod.yaml': pod(),
      'b/es.yaml': sync('other', 'db', 'a'),
    },
  ],
  [
    'a Secret that an overlay deletes, and its reader',
    {
      'o/kustomization.yaml':
        '{resources: [../base], patches: [{path: drop.yaml}, {target: {kind: Nothing}, patch: "[{op: remove, path: /a}]"}]}',
      'o/drop.yaml': `{$patch: delete, apiVersion: external-secrets.io/v1, kind: ExternalSecret, metadata: ${metadata('q', 'q')}}`,
      'base/kustomization.yaml': kustomization('es.yaml, pod.yaml'),
      'base/es.yaml': sync('q', 'db', 'q'),
      'base/pod.yaml': pod('q'),
    },
    'base/pod.yaml known-secret',
  ],
  [
    'the samples of an operator in its bundle',
    {
      'config/manifests/kustomization.yaml': kustomization('../samples', 'c'),
      'config/samples/kustomization.yaml': kustomization('pod.yaml'),
      'config/samples/pod.yaml': pod(),
    },
  ],
  [
    'a patch that no kustomization lists',
    {
      'c/kustomization.yaml': kustomization('pod.yaml', 'c'),
      'c/pod.yaml': '{apiVersion: v1, kind: ConfigMap, metadata: {name: a}}',
      'c/es_patch.yaml':
        '{apiVersion: external-secrets.io/v1, kind: ExternalSecret, metadata: {name: a}, spec: {refreshInterval: 1h}}',
    },
  ],
  [
    'a whole object that no kustomization lists',
    {
      'c/kustomization.yaml': kustomization('pod.yaml', 'c'),
      'c/pod.yaml': '{apiVersion: v1, kind: ConfigMap, metadata: {name: a}}',
      'c/es.yaml':
        '{apiVersion: external-secrets.io/v1, kind: ExternalSecret, metadata: {name: a}, spec: {refreshInterval: 1h}}',
    },
    'c/es.yaml operator-admits',
  ],
  [
    'a base that only an archive takes',
    {
      '_archive/kustomization.yaml': kustomization('../base', 'c'),
      'base/kustomization.yaml': kustomization('pod.yaml'),
      'base/pod.yaml': pod(),
    },
  ],
  [
    'a literal of a base that only an example takes',
    {
      'example/kustomization.yaml': kustomization('../base', 'c'),
      'base/kustomization.yaml': kustomization('secret.yaml'),
      'base/secret.yaml': '{apiVersion: v1, kind: Secret, metadata: {name: s}, stringData: {password: changeme1}}',
    },
    'base/secret.yaml no-inline-secret',
  ],
  [
    'a Secret that one overlay has, and its reader in another',
    {
      'x/kustomization.yaml': kustomization('../base, es.yaml', 'q'),
      'x/es.yaml': sync('q', 'db'),
      'y/kustomization.yaml': kustomization('../base', 'q'),
      'base/kustomization.yaml': kustomization('pod.yaml'),
      'base/pod.yaml': pod(),
    },
    'base/pod.yaml known-secret',
  ],
  [
    'one object of two overlays',
    {
      'x/kustomization.yaml': kustomization('../base', 'q'),
      'y/kustomization.yaml': kustomization('../base', 'q'),
      'base/kustomization.yaml': kustomization('es.yaml'),
      'base/es.yaml': sync('db', 'db'),
    },
  ],
  [
    'a name that a prefix changes, followed where kustomize follows it',
    {
      'b/kustomization.yaml':
        '{namePrefix: dev-, namespace: q, resources: [pod.yaml], secretGenerator: [{name: db, files: [absent.txt]}]}',
      'b/pod.yaml': pod(),
    },
  ],
  [
    'a name that a hash changes, in a field that kustomize does not follow',
    {
      'b/kustomization.yaml': '{namespace: q, resources: [cr.yaml], secretGenerator: [{name: db, envs: [absent.env]}]}',
      'b/cr.yaml':
        '{apiVersion: cloud.example.com/v1, kind: BackendConfig, metadata: {name: c}, spec: {iap: {oauth: {secretName: db}}}}',
    },
    'b/cr.yaml known-secret',
  ],
  [
    'the same field where configurations name it',
    {
      'b/kustomization.yaml':
        '{namespace: q, resources: [cr.yaml], configurations: [names.yaml], secretGenerator: [{name: db, envs: [absent.env]}]}',
      'b/names.yaml':
        '{nameReference: [{kind: Secret, version: v1, fieldSpecs: [{kind: BackendConfig, path: spec/iap/oauth/secretName}]}]}',
      'b/cr.yaml':
        '{apiVersion: cloud.example.com/v1, kind: BackendConfig, metadata: {name: c}, spec: {iap: {oauth: {secretName: db}}}}',
    },
  ],
  [
    'a remote base, which may bring the Secret',
    {
      'b/kustomization.yaml': kustomization("'https://github.com/example/operator/config?ref=v1', pod.yaml", 'q'),
      'b/pod.yaml': pod(),
    },
  ],
  [
    'a reference that a patch adds, told at the line of the patch',
    {
      'o/kustomization.yaml': '{namespace: a, resources: [../base], patches: [{path: more.yaml, target: {kind: Pod}}]}',
      'o/more.yaml': '- {op: add, path: /spec/containers/0/envFrom/-, value: {secretRef: {name: nowhere}}}',
      'base/kustomization.yaml': kustomization('pod.yaml'),
      'base/pod.yaml': pod(),
    },
    'o/more.yaml known-secret',
  ],
  [
    'a Flux Kustomization that patches the reference away',
    {
      'f/app/kustomization.yaml': kustomization('pod.yaml', 'q'),
      'f/app/pod.yaml': pod(),
      'f/ks.yaml': `{apiVersion: kustomize.toolkit.fluxcd.io/v1, kind: Kustomization, metadata: {name: f, namespace: flux-system}, spec: {path: ./f/app, patches: [{target: {kind: Pod}, patch: '[{"op": "remove", "path": "/spec/containers/0/envFrom"}]'}]}}`,
    },
  ],
  [
    'a cycle of kustomizations',
    {
      'b/kustomization.yaml': kustomization('../c, pod.yaml', 'a'),
      'c/kustomization.yaml': kustomization('../b', 'a'),
      'b/pod.yaml': pod(),
    },
  ],
] as [string, Record<string, string>, ...string[]][])('%s', (_, files, ...expected) => {
  expect(findingsIn({ ...written, ...files })).toEqual(expected);
});
