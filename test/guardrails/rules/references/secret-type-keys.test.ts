import { expect, test } from 'vitest';
import { resolveConfiguration } from '../../../../src/guardrails/engine/configuration.ts';
import { runGuardrails } from '../../../../src/guardrails/engine/engine.ts';
import { exampleManifests } from '../../../../src/guardrails/examples/example-manifests.ts';
import { linesOf } from '../../findings-of.ts';

const es = (spec: string): string =>
  `{apiVersion: external-secrets.io/v1, kind: ExternalSecret, metadata: {name: db, namespace: shop}, spec: {${spec}}}`;
const fetched = (type: string, key: string, rest = ''): string =>
  es(`target: {template: {type: ${type}${rest}}}, data: [{secretKey: ${key}, remoteRef: {key: a}}]`);

test.each<readonly [string, string, string | undefined]>([
  ['a certificate of other names', fetched('kubernetes.io/tls', 'crt'), 'no tls.crt, tls.key'],
  [
    'the template gives the names',
    fetched('kubernetes.io/tls', 'crt', ", data: {tls.crt: '{{ .crt }}', tls.key: '{{ .crt }}'}"),
    undefined,
  ],
  [
    'a pull secret without the dot',
    fetched('kubernetes.io/dockerconfigjson', 'dockerconfigjson', ', mergePolicy: Merge'),
    'no .dockerconfigjson',
  ],
  [
    'keys that the store knows',
    es('target: {template: {type: kubernetes.io/tls}}, dataFrom: [{extract: {key: a}}]'),
    undefined,
  ],
  [
    'what is merged into has them',
    es(
      'target: {creationPolicy: Merge, template: {type: kubernetes.io/tls}}, data: [{secretKey: ca.crt, remoteRef: {key: a}}]',
    ),
    undefined,
  ],
  ['one of a login will do', fetched('kubernetes.io/basic-auth', 'password'), undefined],
  ['neither of a login', fetched('kubernetes.io/basic-auth', 'pass'), 'no username or password'],
  [
    'a Secret',
    '{apiVersion: v1, kind: Secret, metadata: {name: a}, type: kubernetes.io/ssh-auth, stringData: {id_rsa: ""}}',
    'no ssh-privatekey',
  ],
  [
    'a Secret that has them',
    '{apiVersion: v1, kind: Secret, metadata: {name: a}, type: kubernetes.io/ssh-auth, stringData: {ssh-privatekey: ""}}',
    undefined,
  ],
  [
    'a sealed one',
    '{apiVersion: bitnami.com/v1alpha1, kind: SealedSecret, metadata: {name: a}, spec: {encryptedData: {config: AgB}, template: {type: kubernetes.io/dockerconfigjson}}}',
    'no .dockerconfigjson',
  ],
  ...['encryptedData: {.dockerconfigjson: AgB}, template: {', 'template: {data: {.dockerconfigjson: a}, '].map(
    (keys): readonly [string, string, undefined] => [
      `a sealed one with ${keys}`,
      `{apiVersion: bitnami.com/v1alpha1, kind: SealedSecret, metadata: {name: a}, spec: {${keys}type: kubernetes.io/dockerconfigjson}}}`,
      undefined,
    ],
  ),
  [
    'what is written is no Secret',
    es(
      'target: {manifest: {apiVersion: v1, kind: ConfigMap}, template: {type: kubernetes.io/tls}}, data: [{secretKey: a, remoteRef: {key: a}}]',
    ),
    undefined,
  ],
  ['a type of its own', fetched('example.org/x', 'a'), undefined],
])('%s', (_, text, end) => {
  const found = linesOf('secret-type-keys', text).map((line) => line.split(' | ')[0] ?? '');
  expect(found).toHaveLength(end === undefined ? 0 : 1);
  if (end !== undefined) expect(found[0]?.endsWith(` has ${end}`)).toBe(true);
});

test.each([
  ['a template, which may render a key under a condition', { isTemplate: true }, []],
  ['a patch, which shows a part', { isPatch: true }, []],
  ['what could only be read line by line', { isDegraded: true }, []],
  ['what has keys that no file shows', { hasUnknownKeys: true }, []],
  ['a whole Secret', {}, ['secret-type-keys']],
])('%s', (_, traits, expected) => {
  const text = '{apiVersion: v1, kind: Secret, metadata: {name: a}, type: kubernetes.io/ssh-auth, data: {}}';
  const manifests = exampleManifests({ files: { 'a.yaml': text } }).map((manifest) => ({ ...manifest, ...traits }));
  const found = runGuardrails({ manifests, configuration: resolveConfiguration({}) });
  expect(found.map(({ rule }) => rule)).toEqual(expected);
});
