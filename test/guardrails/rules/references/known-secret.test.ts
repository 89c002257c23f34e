import { describe, expect, test } from 'vitest';
import { resolveConfiguration } from '../../../../src/guardrails/engine/configuration.ts';
import { runGuardrails } from '../../../../src/guardrails/engine/engine.ts';
import { exampleManifests } from '../../../../src/guardrails/examples/example-manifests.ts';
import { linesOf } from '../../findings-of.ts';
import { checkFiles } from '../../probes/check-files.ts';

const sync =
  '{apiVersion: external-secrets.io/v1, kind: ExternalSecret, metadata: {name: db-sync, namespace: shop}, spec: {target: {name: db}, data: [{secretKey: password, remoteRef: {key: p}}]}}';
const open = sync.replace('data: [{secretKey: password, remoteRef: {key: p}}]', 'dataFrom: [{extract: {key: p}}]');
const pod = (secret: string, key = ''): string =>
  `{apiVersion: v1, kind: Pod, metadata: {name: app, namespace: shop}, spec: {containers: [{name: app, ${key === '' ? `envFrom: [{secretRef: {name: ${secret}}}]` : `env: [{name: A, valueFrom: {secretKeyRef: {name: ${secret}, key: ${key}}}}]`}}]}}`;
const flux = (kind: string, name: string, spec: string, apiVersion = 'kustomize.toolkit.fluxcd.io/v1'): string =>
  `{apiVersion: ${apiVersion}, kind: ${kind}, metadata: {name: ${name}, namespace: shop}, spec: {${spec}}}`;
const source = 'source.toolkit.fluxcd.io/v1';
const unknown = (secret: string, field: string): string[] => [
  `error: Nothing writes Secret "${secret}" in namespace shop | a.yaml | ${field}`,
];
const unsure = (secret: string, field: string): string[] => [
  `note: Secret "${secret}" cannot be checked: what writes it may be outside the checked manifests | a.yaml | ${field}`,
];
const delivered =
  '{apiVersion: v1, kind: ConfigMap, metadata: {name: delivered, labels: {vaultwright.io/document: delivered-secrets}}, data: {delivered-secrets.json: \'{"kind":"DeliveredSecrets","version":1,"environment":"dev","secrets":[]}\'}}';
const inPod = 'spec.containers[0].envFrom[0].secretRef.name';

describe('known-secret', () => {
  test.each([
    ['nothing writes a Secret at all', [pod('other')], unsure('other', inPod)],
    ['nothing writes this one', [sync, pod('other')], unknown('other', inPod)],
    [
      'the key of encrypted files, which Flux has before it reads any',
      [sync, flux('Kustomization', 'apps', 'decryption: {provider: sops, secretRef: {name: age}}')],
      unsure('age', 'spec.decryption.secretRef.name'),
    ],
    [
      'the login with which Flux reads its own repository',
      [sync, flux('GitRepository', 'cluster', 'secretRef: {name: cluster}', source)],
      unsure('cluster', 'spec.secretRef.name'),
    ],
    [
      'a key of that name of another program',
      [sync, flux('Backup', 'main', 'decryption: {secretRef: {name: age}}', 'example.org/v1')],
      unknown('age', 'spec.decryption.secretRef.name'),
    ],
    [
      'another login of Flux',
      [sync, flux('GitRepository', 'cluster', 'secretRef: {name: other}', source)],
      unknown('other', 'spec.secretRef.name'),
    ],
    [
      'a registry of the same name',
      [sync, flux('OCIRepository', 'cluster', 'secretRef: {name: cluster}', source)],
      unknown('cluster', 'spec.secretRef.name'),
    ],
    [
      'one that a resource of an unknown kind names, too: its operator may write it',
      [sync, pod('other'), flux('Database', 'main', 'secretName: other', 'example.org/v1')],
      [...unsure('other', inPod), ...unsure('other', 'spec.secretName')],
    ],
    [
      'one of another name than a resource of an unknown kind names',
      [sync, pod('other'), flux('Database', 'main', 'secretName: another', 'example.org/v1')],
      [...unknown('other', inPod), ...unsure('another', 'spec.secretName')],
    ],
  ])('%s', (_, texts, expected) => {
    expect(linesOf('known-secret', texts.join('\n---\n'))).toEqual(expected);
  });

  test.each([
    ['every namespace', 'namespaceSelectors: [{}]', []],
    ['every namespace, by the older field', 'namespaceSelector: {}', []],
    ['labels that the tree does not show', 'namespaceSelector: {matchLabels: {team: shop}}', []],
    ['its own name', 'namespaceSelector: {matchLabels: {kubernetes.io/metadata.name: shop}}', []],
    ['another name', 'namespaces: [other]', ['error']],
  ])('a ClusterExternalSecret that a kustomization places, for %s', (_, where, expected) => {
    const cluster = `{apiVersion: external-secrets.io/v1, kind: ClusterExternalSecret, metadata: {name: s}, spec: {${where}, externalSecretSpec: {target: {name: s}, data: [{secretKey: password, remoteRef: {key: p}}]}}}`;
    const files = {
      'ces.yaml': cluster,
      'kustomization.yaml': '{namespace: kube-system, resources: [ces.yaml]}',
      'app/a.yaml': [sync, pod('s')].join('\n---\n'),
    };
    const lines = linesOf('known-secret', files);
    expect(lines.map((line) => line.split(':')[0])).toEqual(expected);
  });

  test('the certificate that values name is nothing that an operator writes', () => {
    const files = { 'a.yaml': [sync, pod('other')].join('\n---\n'), 'values.yaml': '{tls: [{secretName: other}]}' };
    expect(linesOf('known-secret', files)).toEqual([
      ...unknown('other', inPod),
      'note: Secret "other" cannot be checked: what writes it may be outside the checked manifests | values.yaml | tls[0].secretName',
    ]);
  });

  test('a record of delivered Secrets speaks for its own cluster', () => {
    const environments = ['dev', 'live'].map((name) => ({ name, cluster: name, namespace: 'shop' }));
    const files = { 'dev/a.yaml': pod('other'), 'dev/b.yaml': delivered, 'live/a.yaml': pod('other') };
    const lines = linesOf('known-secret', files, { environments });
    expect(lines.map((line) => line.replace(/: .* \| (.*) \| .*/, ' $1'))).toEqual([
      'error dev/a.yaml',
      'note live/a.yaml',
    ]);
  });

  test('values that ship with a chart are checked where the chart writes Secrets itself', () => {
    const values = '{auth: {existingSecret: other}}';
    const chart = { 'c/Chart.yaml': '{apiVersion: v2, name: c, version: 0.1.0}', 'c/values.yaml': values };
    const lines = (files: Readonly<Record<string, string>>, declaredSecrets: readonly { name: string }[] = []) =>
      linesOf('known-secret', files, { declaredSecrets: [...declaredSecrets] }).map((line) => line.split(':')[0]);
    expect(lines({ 'values.yaml': values, 'es.yaml': sync })).toEqual(['error']);
    expect(lines({ ...chart, 'es.yaml': sync })).toEqual(['note']);
    expect(lines({ ...chart, 'c/es.yaml': sync })).toEqual(['error']);
    const another = sync.replace('name: db-sync', 'name: another').replace('target: {name: db}', 'target: {name: a}');
    expect(lines({ ...chart, 'c/es.yaml': sync, 'es.yaml': another })).toEqual(['error']);
    expect(lines({ ...chart, 'es.yaml': sync }, [{ name: 'declared' }])).toEqual(['note']);
  });

  test('what a chart itself renders is no default of it', () => {
    const chart = { 'es.yaml': sync, 'c/Chart.yaml': '{apiVersion: v2, name: c, version: 0.1.0}' };
    expect(linesOf('known-secret', { ...chart, 'c/a.yaml': pod('other') })).toEqual([
      `error: Nothing writes Secret "other" in namespace shop | c/a.yaml | ${inPod}`,
    ]);
    const application =
      '{apiVersion: argoproj.io/v1alpha1, kind: Application, metadata: {name: shop}, spec: {destination: {namespace: shop}, source: {helm: {valuesObject: {auth: {existingSecret: other}}}}}}';
    const findings = checkFiles({ ...chart, 'c/app.yaml': application });
    expect(findings.filter(({ rule }) => rule === 'known-secret').map(({ what }) => what)).toEqual([
      'Nothing writes Secret "other" in namespace shop',
    ]);
  });
});

test.each([
  [
    'a key beside the name of the Secret',
    { 'a.yaml': pod('db', 'pasword') },
    'a.yaml | spec.containers[0].env[0].valueFrom.secretKeyRef.key',
  ],
  [
    'a key that the name of the Secret implies',
    {
      'a.yaml':
        '{apiVersion: example.org/v1, kind: Database, metadata: {name: a, namespace: shop}, spec: {secretName: db, secretKey: pasword}}',
    },
    'a.yaml | spec.secretName',
  ],
  [
    'a key for something that is called name',
    { 'values.yaml': '{auth: {existingSecret: db, secretKeys: {name: pasword}}}' },
    'values.yaml | auth.secretKeys.name',
  ],
])('known-secret-key points at %s', (_, files: Readonly<Record<string, string>>, place) => {
  expect(linesOf('known-secret-key', { ...files, 'es.yaml': sync })).toEqual([
    `error: Secret "db" has no key "pasword"; did you mean "password"? | ${place}`,
  ]);
});

test('known-secret-key says where keys cannot be checked', () => {
  expect(linesOf('known-secret-key', `${open}\n---\n${pod('db', 'password')}`)).toEqual([
    'note: Key "password" of Secret "db" cannot be checked: its writer takes all keys that it finds | a.yaml | spec.containers[0].env[0].valueFrom.secretKeyRef.key',
  ]);
});

test('store-exists says where stores cannot be checked', () => {
  const used = sync.replace('spec: {', 'spec: {secretStoreRef: {kind: ClusterSecretStore, name: vault}, ');
  expect(linesOf('store-exists', used)).toEqual([
    'note: ClusterSecretStore "vault" cannot be checked: the checked manifests hold no store | a.yaml | spec.secretStoreRef',
  ]);
});

describe('known-secret of a Secret that ExternalSecrets only add to', () => {
  const merged = (name: string): string => sync.replace('{name: db}', `{name: ${name}, creationPolicy: Merge}`);
  const uncreated = (severity: string, name: string, place: string): string[] => [
    `${severity}: Nothing creates Secret "${name}" in namespace shop: ExternalSecret db-sync only adds keys to one that is there | ${place}`,
  ];
  const release = '{apiVersion: helm.toolkit.fluxcd.io/v2, kind: HelmRelease, metadata: {name: app, namespace: shop}}';
  test.each<[string, Record<string, string>, string[]]>([
    ['a pod', { 'a.yaml': `${merged('db')}\n---\n${pod('db')}` }, uncreated('error', 'db', `a.yaml | ${inPod}`)],
    [
      'a pod beside a release that may create it',
      { 'a.yaml': [merged('db'), pod('db'), release].join('\n---\n') },
      uncreated('note', 'db', `a.yaml | ${inPod}`),
    ],
    [
      'a pod, where its name is one that an operator gives',
      { 'a.yaml': `${merged('db-pguser-app')}\n---\n${pod('db-pguser-app')}` },
      uncreated('note', 'db-pguser-app', `a.yaml | ${inPod}`),
    ],
    [
      'values, which may not be of this installation',
      {
        'a.yaml': merged('db'),
        'values.yaml': 'auth: {existingSecret: db}',
      },
      uncreated('note', 'db', 'values.yaml | auth.existingSecret').map((line) =>
        line.replace(' in namespace shop', ''),
      ),
    ],
  ])('%s', (_, files, expected) => {
    expect(linesOf('known-secret', files)).toEqual(expected);
  });
});

test('known-secret says where kustomize renames a Secret and does not follow its reader', () => {
  const written = '{apiVersion: v1, kind: Secret, metadata: {name: dev-db, namespace: shop}, stringData: {a: b}}';
  const rendering = { folder: 'dev' };
  const judged = (text: string, formerName: string): string[] =>
    runGuardrails({
      manifests: exampleManifests({ files: { 'a.yaml': text } }).map((manifest) => ({
        ...manifest,
        rendering,
        ...(manifest.value.kind === 'Secret' && { formerName }),
      })),
      configuration: resolveConfiguration({ onlyRules: ['known-secret'] }),
    }).map(({ severity, what }) => `${severity}: ${what}`);
  const texts = [written, pod('db')].join('\n---\n');
  expect(judged(texts, 'db')).toEqual([
    'error: Nothing writes Secret "db" in namespace shop: kustomize renames it to "dev-db" and does not follow this field',
  ]);
  expect(judged(texts, 'other')).toEqual(['error: Nothing writes Secret "db" in namespace shop']);
});

test.each([
  ['nowhere', sync, ['note']],
  ['elsewhere', sync.replace('namespace: shop', 'namespace: other').replace('{name: db}', '{name: made}'), ['error']],
])('known-secret of what a script may make, and which is written %s', (_, writer, expected) => {
  const found = runGuardrails({
    manifests: exampleManifests({ files: { 'a.yaml': [writer, pod('made')].join('\n---\n') } }),
    configuration: {
      ...resolveConfiguration({ onlyRules: ['known-secret'] }),
      mayBeMade: (secret) => secret === 'made',
    },
  });
  expect(found.map(({ severity }) => severity)).toEqual(expected);
});
