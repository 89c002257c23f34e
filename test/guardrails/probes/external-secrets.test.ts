import { expect, test } from 'vitest';
import { checkFiles } from './check-files.ts';
import { envFrom, envRef, es, fetched, object, pod, store } from './wiring-texts.ts';

/**
 * What the operator does with a manifest, as its source says; each case stands for a public report of the
 * same kind.
 */
type Case = readonly [title: string, text: string, ...rules: string[]];

const named = (name: string, body: string, namespace = 'shop'): string =>
  es(body, `name: ${name}, namespace: ${namespace}`);
const target = (name: string, policy: string, key = 'password'): string =>
  `target: {name: ${name}, creationPolicy: ${policy}}, ${fetched.replace('secretKey: password', `secretKey: ${key}`)}`;
const everywhere = (body: string, namespace: string): string =>
  object(
    'external-secrets.io/v1',
    'ClusterExternalSecret',
    `spec: {externalSecretName: login, namespaceSelectors: [{matchLabels: {kubernetes.io/metadata.name: ${namespace}}}], externalSecretSpec: {${body}}}`,
    'name: login',
  );
const cluster = (spec: string): string => store('ClusterSecretStore', 'name: vault', spec);
const generator = (name: string): string =>
  object('generators.external-secrets.io/v1alpha1', 'Password', 'spec: {length: 42}', `name: ${name}, namespace: shop`);
const generated = (name: string): string =>
  named(
    'web',
    `dataFrom: [{sourceRef: {generatorRef: {apiVersion: generators.external-secrets.io/v1alpha1, kind: Password, name: ${name}}}}]`,
  );
const templated = (template: string, key: string): string =>
  es(`target: {template: {data: {a: '${template}'}}}, data: [{secretKey: ${key}, remoteRef: {key: db}}]`);

const cases: readonly Case[] = [
  [
    'Merge onto what another owns',
    named('one', target('login', 'Owner')) + named('two', target('login', 'Merge', 'ca.crt')),
    'single-owner',
  ],
  [
    'Orphan beside an owner',
    named('one', target('login', 'Owner')) + named('two', target('login', 'Orphan', 'ca.crt')),
    'single-owner',
  ],
  [
    'CreateOrMerge onto what another owns',
    named('one', target('login', 'Owner')) + named('two', target('login', 'CreateOrMerge', 'ca.crt')),
    'single-owner',
  ],
  [
    'Merge onto what another only creates',
    named('one', target('login', 'CreateOrMerge')) +
      named('two', target('login', 'Merge', 'ca.crt')) +
      pod(envRef('login', 'ca.crt')),
  ],
  [
    'Merge onto an orphan',
    named('one', target('login', 'Orphan')) +
      named('two', target('login', 'Merge', 'ca.crt')) +
      pod(envRef('login', 'ca.crt')),
  ],
  ['a lone Merge', named('one', target('login', 'Merge')) + pod(envFrom('login')), 'known-secret'],
  [
    'two of them',
    named('one', target('login', 'Merge')) + named('two', target('login', 'Merge', 'b')) + pod(envFrom('login')),
    'known-secret',
  ],
  [
    'a lone Merge into what a chart may write',
    named('one', target('login', 'Merge')) +
      object('helm.toolkit.fluxcd.io/v2', 'HelmRelease', 'spec: {}', 'name: a, namespace: shop') +
      pod(envFrom('login')),
  ],
  [
    'two that create or merge',
    named('one', target('login', 'CreateOrMerge')) +
      named('two', target('login', 'CreateOrMerge', 'user')) +
      pod(envRef('login', 'user')),
  ],
  [
    'another kind than a Secret',
    es(`target: {manifest: {apiVersion: v1, kind: ConfigMap}}, ${fetched}`) +
      named('other', fetched) +
      pod(envFrom('db')),
    'known-secret',
  ],
  [
    'a Secret spelled as a manifest',
    es(`target: {manifest: {apiVersion: v1, kind: Secret}}, ${fetched}`) + pod(envFrom('db')),
  ],
  ['a selector of another namespace', everywhere(fetched, 'test') + pod(envRef('login', 'password')), 'known-secret'],
  ['a selector of the namespace', everywhere(fetched, 'shop') + pod(envRef('login', 'password'))],
  [
    'an ExternalSecret of that name already there',
    everywhere(fetched, 'shop') + named('login', fetched),
    'single-owner',
  ],
  [
    'a store that does not admit the selected namespace',
    everywhere(`secretStoreRef: {kind: ClusterSecretStore, name: vault}, ${fetched}`, 'test') +
      cluster('conditions: [{namespaces: [live]}], provider: {}'),
    'store-admits-namespace',
  ],
  [
    'a ClusterPushSecret through a store that does not admit',
    object(
      'external-secrets.io/v1alpha1',
      'ClusterPushSecret',
      'spec: {namespaceSelectors: [{matchLabels: {kubernetes.io/metadata.name: test}}], pushSecretSpec: {secretStoreRefs: [{kind: ClusterSecretStore, name: vault}], selector: {generatorRef: {kind: Password, name: pw}}, data: [{match: {remoteRef: {remoteKey: x}}}]}}',
      'name: p',
    ) +
      generator('pw') +
      cluster('conditions: [{namespaces: [live]}], provider: {}'),
    'store-admits-namespace',
  ],
  ['a variable with a dash', templated('{{ .access-key }}', 'access-key'), 'template-variable-fetched'],
  ['a variable with a dot', templated('{{ .gradle.properties }}', 'gradle.properties'), 'template-variable-fetched'],
  [
    'a dash beside dataFrom',
    es("target: {template: {data: {a: '{{ .access-key }}'}}}, dataFrom: [{extract: {key: db}}]"),
    'template-variable-fetched',
  ],
  ['a dash that trims', templated('{{- .key -}}', 'key')],
  ['a dash in quotes', templated('{{ index . "access-key" }}', 'access-key')],
  [
    'a variable that a generator does not give',
    es(
      "target: {template: {data: {a: '{{ .pasword }}'}}}, dataFrom: [{sourceRef: {generatorRef: {kind: Password, name: pw}}}]",
    ) + generator('pw'),
    'template-variable-fetched',
  ],
  [
    'a foreign namespace of a CA',
    store(
      'SecretStore',
      'name: vault, namespace: shop',
      'provider: {vault: {server: "https://v", caProvider: {type: ConfigMap, name: ca, key: ca.crt, namespace: vault}}}',
    ),
    'store-login',
  ],
  [
    'a foreign namespace of an AppRole',
    store(
      'SecretStore',
      'name: vault, namespace: shop',
      'provider: {vault: {server: "https://v", auth: {appRole: {secretRef: {name: a, key: id, namespace: vault}}}}}',
    ),
    'store-login',
  ],
  [
    'a foreign namespace of another cloud',
    store(
      'SecretStore',
      'name: aws, namespace: shop',
      'provider: {aws: {auth: {secretRef: {accessKeyIDSecretRef: {name: a, key: id, namespace: vault}}}}}',
    ),
    'store-login',
  ],
  [
    'its own namespace',
    named('a', fetched) +
      store(
        'SecretStore',
        'name: vault, namespace: shop',
        'provider: {vault: {server: "https://v", auth: {appRole: {secretRef: {name: a, key: password, namespace: shop}}}}}',
      ),
  ],
  [
    'no namespace of a CA in a cluster store',
    cluster('provider: {vault: {server: "https://v", caProvider: {type: ConfigMap, name: ca, key: ca.crt}}}'),
    'store-login',
  ],
  [
    'no namespace of a login that needs one',
    cluster('provider: {oracle: {auth: {secretRef: {privatekey: {name: oci, key: a}}}}}'),
    'store-login',
  ],
  [
    'no namespace of a login that takes that of the reader',
    cluster('provider: {aws: {auth: {secretRef: {accessKeyIDSecretRef: {name: a, key: id}}}}}'),
  ],
  ['a generator that nothing defines', generated('pw'), 'store-exists'],
  ['a slip in the name of a generator', generated('pw-gne') + generator('pw-gen'), 'store-exists'],
  [
    'a key that a generator does not give',
    generated('pw') + generator('pw') + pod(envRef('web', 'passwd')),
    'known-secret-key',
  ],
  [
    'a type without its key',
    es('target: {template: {type: kubernetes.io/tls}}, data: [{secretKey: crt, remoteRef: {key: a}}]'),
    'secret-type-keys',
  ],
  ['nothing fetched', es('target: {name: db}'), 'operator-admits'],
  [
    'a key that the template of a push adds',
    es(fetched) +
      object(
        'external-secrets.io/v1alpha1',
        'PushSecret',
        "spec: {secretStoreRefs: [{name: vault}], selector: {secret: {name: db}}, template: {data: {url: 'https://{{ .password | urlquery }}@db'}}, data: [{match: {secretKey: url, remoteRef: {remoteKey: mirror}}}]}",
      ) +
      store(),
  ],
  [
    'a variable that the pushed Secret does not hold',
    es(fetched) +
      object(
        'external-secrets.io/v1alpha1',
        'PushSecret',
        "spec: {secretStoreRefs: [{name: vault}], selector: {secret: {name: db}}, template: {data: {url: '{{ .pasword }}'}}, data: [{match: {secretKey: url, remoteRef: {remoteKey: mirror}}}]}",
      ) +
      store(),
    'template-variable-fetched',
  ],
  [
    'an operator that does not create',
    object('secrets.hashicorp.com/v1beta1', 'VaultStaticSecret', 'spec: {destination: {name: web, create: false}}') +
      pod(envFrom('web')),
    'known-secret',
  ],
  [
    'a writer that is a hook',
    object(
      'secrets.hashicorp.com/v1beta1',
      'VaultStaticSecret',
      'spec: {destination: {name: web, create: true}}',
      'name: a, namespace: shop, annotations: {argocd.argoproj.io/hook: PreSync}',
    ),
    'no-external-secret-hook',
  ],
];

test.each(cases)('%s', (_, text, ...rules) => {
  expect([...new Set(checkFiles({ 'a.yaml': text }).map(({ rule }) => rule))]).toEqual(rules);
});

test('what Helm renders before is no variable of the operator', () => {
  const text = (value: string): string =>
    `apiVersion: external-secrets.io/v1\nkind: ExternalSecret\nmetadata: {name: {{ .Values.name }}}\nspec:\n  target:\n    template:\n      mergePolicy: Merge\n      data:\n        user: ${value}\n  data:\n    - {secretKey: password, remoteRef: {key: db}}\n`;
  const rules = (value: string) => checkFiles({ 'templates/a.yaml': text(value) }).map(({ rule }) => rule);
  expect(rules('{{ .Values.user | quote }}')).toEqual([]);
  expect(rules('{{ .user | quote }}')).toEqual(['template-variable-fetched']);
});

test.each([
  ['each brace apart', '{{ "{{" }} .user {{ "}}" }}', '{{ "{{" }}.password{{ "}}"}}'],
  ['as a block', '{{ `{{ .user }}` }}', '{{`{{ .password }}`}}'],
])('what Helm passes on, %s', (_, missing, present) => {
  const text = (value: string): string =>
    `apiVersion: external-secrets.io/v1\nkind: ExternalSecret\nmetadata: {name: {{ .Values.name }}}\nspec:\n  target:\n    template:\n      data:\n        url: |\n          a ${value} b\n  data:\n    - {secretKey: password, remoteRef: {key: a}}\n`;
  const rules = (value: string) => checkFiles({ 'templates/a.yaml': text(value) }).map(({ rule }) => rule);
  expect(rules(present)).toEqual([]);
  expect(rules(missing)).toEqual(['template-variable-fetched']);
  expect(rules(`postgres://a:${present}@db`)).toEqual(['url-encoding']);
  expect(rules('nothing')).toEqual(['fetched-key-kept']);
  expect(rules('{{- with .Values.buckets }}{{ .video }}{{ end }}')).toEqual([]);
});
