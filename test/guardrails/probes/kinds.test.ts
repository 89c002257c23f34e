// biome-ignore-all lint/suspicious/noTemplateCurlyInString: the cases hold variables of other languages
import { expect, test } from 'vitest';
import { kindFindings } from './kind-findings.ts';
import { envRef, es, fetched, object, pod, store, volumes } from './wiring-texts.ts';

/**
 * Kinds of faults that reports from outside named: what must be clean, and what of the same kind must be
 * found.
 */
type Files = Readonly<Record<string, string>>;
type Kind = readonly [kind: string, clean: string | Files, found: string | Files, ...findings: string[]];

/** Of no service. */
const literal = ['Qx7', 'vK2', 'mW9', 'tR4'].join('');
const anchor = es('data: [{secretKey: a, remoteRef: {key: anchor}}]', 'name: anchor, namespace: shop');
const vault = store('ClusterSecretStore', 'name: vault');
const through = 'secretStoreRef: {kind: ClusterSecretStore, name: vault}';
const limited = store(
  'ClusterSecretStore',
  'name: vault',
  'conditions: [{namespaces: [shop]}], provider: {vault: {server: "http://vault:8200"}}',
);
const billing = es(`${through}, ${fetched}`, 'name: db, namespace: billing');
const job = (...lines: readonly string[]): string =>
  JSON.stringify({
    apiVersion: 'batch/v1',
    kind: 'Job',
    metadata: { name: 'j', namespace: 'shop' },
    spec: { template: { spec: { containers: [{ name: 'j', command: ['sh', '-c', lines.join('\n')] }] } } },
  });
const script = (text: string): string =>
  `${JSON.stringify({ apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 's', namespace: 'shop' }, data: { 's.sh': text } })}\n`;
const ingress = (name: string): string =>
  object(
    'networking.k8s.io/v1',
    'Ingress',
    'spec: {tls: [{hosts: [a.example.test], secretName: web-tls}]}',
    `name: ${name}, namespace: shop, annotations: {cert-manager.io/cluster-issuer: le}`,
  );
const root = `T=$(kubectl get secret keys -o jsonpath='{.data.root_token}' | base64 -d)`;
const seeds = (rows: string): string =>
  `${JSON.stringify({ apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'seeds', namespace: 'vault' }, data: { 'seeds.env': rows } })}\n`;
const bao = store('ClusterSecretStore', 'name: bao', 'provider: {vault: {server: "http://bao:8200", path: kv}}');
const seeded = (key: string): string =>
  es(
    `secretStoreRef: {kind: ClusterSecretStore, name: bao}, data: [{secretKey: p, remoteRef: {key: ${key}, property: value}}]`,
    'name: seeded, namespace: shop',
  );
const push = (namespace: string): string =>
  object(
    'external-secrets.io/v1alpha1',
    'PushSecret',
    `spec: {secretStoreRefs: [{kind: ClusterSecretStore, name: vault}], selector: {secret: {name: web}}, data: [{match: {secretKey: password, remoteRef: {remoteKey: apps/web, property: password}}}]}`,
    `name: push, namespace: ${namespace}`,
  );
const pull = es(
  `${through}, target: {name: web}, data: [{secretKey: password, remoteRef: {key: apps/web, property: password}}]`,
  'name: web, namespace: shop',
);
const generated = (name: string, of: string): string =>
  es(
    `target: {name: ${name}}, dataFrom: [{sourceRef: {generatorRef: {apiVersion: generators.external-secrets.io/v1alpha1, kind: Password, name: ${of}}}}]`,
    `name: ${name}, namespace: tools`,
  );
const password = object(
  'generators.external-secrets.io/v1alpha1',
  'Password',
  'spec: {length: 32}',
  'name: web, namespace: tools',
);
const login = (namespace: string): string =>
  store(
    'SecretStore',
    'name: own, namespace: shop',
    `provider: {vault: {server: "http://vault:8200", auth: {kubernetes: {role: r, serviceAccountRef: {name: shop, namespace: ${namespace}}}}}}`,
  ) + object('v1', 'ServiceAccount', 'automountServiceAccountToken: false', 'name: shop, namespace: shop');
const chart = (template: string): Files => ({
  'c/Chart.yaml': 'name: c\nversion: 1.0.0\n',
  'c/templates/es.yaml': template,
});
const templated = (template: string): string =>
  `apiVersion: external-secrets.io/v1\nkind: ExternalSecret\nmetadata: {name: c}\nspec:\n  target:\n    template:\n      mergePolicy: Merge\n      data:\n        hook: ${template}\n  data:\n    - secretKey: HOOK\n      remoteRef: {key: c}\n`;
const vendored = '{apiVersion: v1, kind: Secret, metadata: {name: db, namespace: upstream}, data: {}}\n';
const synced = es(`${through}, ${fetched}`, 'name: db, namespace: shop');

const kinds: readonly Kind[] = [
  [
    'a YAML tag that looks a value up',
    {
      'x.yaml':
        'entries:\n  - attrs:\n      signing_key: !Find [keys.pair, [name, "Made here"]]\n      client_secret: !Env WIKI\n      cookie_secret: !File /run/cookie\n',
    },
    { 'x.yaml': `entries:\n  - attrs:\n      client_secret: ${literal}\n` },
    'no-field-credential x.yaml:3',
  ],
  [
    'a Secret that KafkaAccess writes',
    object(
      'access.strimzi.io/v1alpha1',
      'KafkaAccess',
      'spec: {kafka: {name: k}}',
      'name: web-kafka, namespace: shop',
    ) + pod(envRef('web-kafka', 'bootstrapServers')),
    object(
      'access.strimzi.io/v1alpha1',
      'KafkaAccess',
      'spec: {kafka: {name: k}}',
      'name: web-kafka, namespace: shop',
    ) +
      pod(envRef('web-kafkas', 'bootstrapServers')) +
      anchor,
    'known-secret a.yaml:4',
  ],
  [
    'an expression of code',
    job(
      'const next = { ...old, accessToken: body.access_token, refreshToken: body.refresh_token || old.refreshToken };',
      'let token = await login(newPassword);',
      'r = Request(url, headers={"X-Vault-Token": vault_token})',
      `sed -E 's/(password=")[^"]*(")/\\1***\\2/' client.properties`,
      'vault write -field=token auth/kubernetes/login role=backup jwt=@/var/run/token',
    ),
    job(`await login({ username: 'admin', password: '${literal}' });`),
    'no-argument-credential a.yaml:1',
  ],
  [
    'values that name keys of a Secret',
    { 'values.yaml': 'envSecrets:\n  DB_PASS: db-pass\n  ADMIN_USER_PASS: admin-user-pass\n' },
    { 'values.yaml': `env:\n  DB_PASS: ${literal}\n` },
    'no-values-credential values.yaml:2',
  ],
  [
    'a key of a Secret that an operator names beside it',
    object(
      'kafka.strimzi.io/v1beta2',
      'KafkaMirrorMaker2',
      'spec: {clusters: [{alias: a, authentication: {type: scram-sha-512, username: m, passwordSecret: {secretName: db, password: password}}}]}',
    ) + es(fetched),
    object(
      'kafka.strimzi.io/v1beta2',
      'KafkaMirrorMaker2',
      'spec: {clusters: [{alias: a, authentication: {type: scram-sha-512, username: m, passwordSecret: {secretName: db, password: passwort}}}]}',
    ) + es(fetched),
    'known-secret-key a.yaml:2',
  ],
  [
    'a Secret that a script in a ConfigMap makes',
    `${script('kubectl create secret generic keys -n shop \\\n  --from-literal=k="$KEY" --dry-run=client -o yaml | kubectl apply -f -\n')}${pod(envRef('keys', 'k'))}`,
    pod(envRef('keys', 'k')) + anchor,
    'known-secret a.yaml:2',
  ],
  [
    'a JSON patch that adds a namespace to a store',
    {
      'app/es.yaml': billing,
      'base/store.yaml': limited,
      'base/kustomization.yaml': 'resources: [store.yaml]',
      'prod/kustomization.yaml': 'resources: [../base]\npatches: [{path: ns.yaml, target: {kind: ClusterSecretStore}}]',
      'prod/ns.yaml': '- {op: add, path: /spec/conditions/0/namespaces/-, value: billing}',
    },
    { 'app/es.yaml': billing, 'base/store.yaml': limited },
    'store-admits-namespace app/es.yaml:2',
  ],
  [
    'a patch that deletes a Secret of a base',
    {
      'op.yaml': vendored,
      'es.yaml': synced,
      'store.yaml': vault,
      'kustomization.yaml':
        'namespace: shop\nresources: [op.yaml, es.yaml]\npatches:\n  - patch: |-\n      $patch: delete\n      apiVersion: v1\n      kind: Secret\n      metadata: {name: db, namespace: upstream}\n',
    },
    {
      'op.yaml': vendored,
      'es.yaml': synced,
      'store.yaml': vault,
      'kustomization.yaml': 'namespace: shop\nresources: [op.yaml, es.yaml]\n',
    },
    'single-owner op.yaml:1',
  ],
  [
    'a JSON patch that asks for a serving certificate',
    {
      'svc.yaml': object('v1', 'Service', 'spec: {}', 'name: proxy, namespace: shop, annotations: {a: b}'),
      'dep.yaml': pod('', { more: volumes('secret: {secretName: proxy-cert}') }),
      'x.yaml': anchor,
      'kustomization.yaml': 'resources: [svc.yaml, dep.yaml]\npatches: [{path: p.yaml, target: {kind: Service}}]',
      'p.yaml':
        '- {op: add, path: /metadata/annotations/service.beta.openshift.io~1serving-cert-secret-name, value: proxy-cert}',
    },
    {
      'svc.yaml': object('v1', 'Service', 'spec: {}', 'name: proxy, namespace: shop'),
      'dep.yaml': pod('', { more: volumes('secret: {secretName: proxy-cert}') }),
      'x.yaml': anchor,
    },
    'known-secret dep.yaml:2',
  ],
  [
    'what a remote base may bring',
    {
      'kustomization.yaml':
        'namespace: shop\nresources: ["https://github.com/example-org/operator/config/default?ref=v1", pod.yaml]',
      'pod.yaml': pod(envRef('from-there', 'a')),
      'x.yaml': anchor,
    },
    {
      'kustomization.yaml': 'namespace: shop\nresources: [pod.yaml]',
      'pod.yaml': pod(envRef('from-there', 'a')),
      'x.yaml': anchor,
    },
    'known-secret pod.yaml:2',
  ],
  [
    'what is pushed from one Secret and read into another',
    `${generated('web', 'web')}${password}${push('tools')}${pull}${vault}`,
    `${push('shop')}${pull}${vault}`,
    'push-secret-conflict a.yaml:2',
  ],
  [
    'a certificate that two Ingresses share',
    ingress('a') + ingress('b'),
    `${ingress('a')}${es(`${through}, target: {name: web-tls}, data: [{secretKey: tls.crt, remoteRef: {key: x}}]`, 'name: web-tls, namespace: shop')}${vault}`,
    'single-owner a.yaml:2',
  ],
  [
    'an escaped action of Helm over several lines',
    chart(templated('"{{\n          "{{ .HOOK | toString }}"\n        }}"')),
    chart(templated('"{{`{{ .HOOKS | toString }}`}}"')),
    'template-variable-fetched c/templates/es.yaml:9',
  ],
  [
    'a value of Helm in the template of an ExternalSecret',
    chart(templated('{{ .Values.hook | quote }}')),
    chart(templated('"{{`{{ .hook }}`}}"')),
    'template-variable-fetched c/templates/es.yaml:9',
  ],
  ['a store that names its own namespace', login('shop'), login('other'), 'store-login a.yaml:2'],
  [
    'a Secret that is only made once',
    object(
      'v1',
      'Secret',
      'data: {}',
      'name: db, namespace: shop, annotations: {kustomize.toolkit.fluxcd.io/ssa: IfNotPresent}',
    ) + es(fetched),
    object('v1', 'Secret', 'data: {}', 'name: db, namespace: shop') + es(fetched),
    'single-owner a.yaml:2',
  ],
  [
    'a Secret in a text of a test',
    {
      'values.yaml': 'env:\n  - valueFrom: {secretKeyRef: {name: login, key: TTL}}\n',
      'tests/calls.json': JSON.stringify({
        stdin: 'apiVersion: v1\nkind: Secret\nmetadata:\n  name: login\ndata:\n  ROLE: eA==\n',
      }),
    },
    { 'values.yaml': 'env:\n  - valueFrom: {secretKeyRef: {name: login, key: TTL}}\n', 'x.yaml': anchor },
    'known-secret values.yaml:2',
  ],
  [
    'YAML as kubectl reads it',
    `${'apiVersion: v1\nkind: Secret\nmetadata: {name: a}\nstringData:\n  note: "one/\\\n  two"\n  text: "a long one that is\n  continued at the indentation of its key"\n'}`,
    `apiVersion: v1\nkind: Secret\nmetadata: {name: a}\nstringData:\n  password: "${literal}\\\n  x"\n`,
    'no-inline-secret a.yaml:5',
  ],
  [
    'a picture in a generator',
    {
      'kustomization.yaml': 'configMapGenerator: [{name: logo, files: [logo.png]}]',
      'logo.png': '\u0089PNG\u0000\u0001\u0002',
    },
    { 'kustomization.yaml': 'secretGenerator: [{name: s, files: [password]}]', password: literal },
    'no-generator-credential password:1',
  ],
  [
    'the root token in an entry',
    script('T=$(vault token create -policy=apps -field=token)\nvault kv put secret/t value="$T"\n'),
    script(`${root}\nbao kv put secret/t value="\${T}"\n`),
    'no-root-token-use a.yaml:1',
  ],
  [
    'a list of seeds with bars',
    `${seeds('kv/db|random||16\n')}${seeded('kv/db')}${bao}`,
    `${seeds(`kv/orphan|random||32\nkv/db|static|${literal}|0\n`)}${seeded('kv/db')}${seeded('kv/gone').replace('name: seeded', 'name: other')}${bao}`,
    'fixture-reader a.yaml:1',
    'no-configmap-credential a.yaml:1',
    'fixture-coverage a.yaml:5',
  ],
  [
    'the id of an access key of a cloud',
    { 'values-prod.yaml': 'aws:\n  accessKeyId: AKIAIOSFODNN7EXAMPLE\n' },
    { 'values-prod.yaml': `aws:\n  accessKeyId: ${'AKIA'}ZZ2XQ7PLM4N5RTVW\n` },
    'no-values-credential values-prod.yaml:2',
  ],
  [
    'a generator that is not defined',
    generated('web', 'web') + password,
    generated('web', 'nowhere') + password,
    'store-exists a.yaml:2',
  ],
  [
    'a name of a Secret with a digit',
    object('traefik.io/v1alpha1', 'Middleware', 'spec: {basicAuth: {secret: r27-users}}') +
      es(fetched, 'name: r27-users, namespace: shop'),
    object('traefik.io/v1alpha1', 'Middleware', 'spec: {basicAuth: {secret: users-a}}') + anchor,
    'known-secret a.yaml:2',
  ],
];

test.each(kinds)('%s', async (_, clean, found, ...wanted) => {
  expect(await kindFindings(clean)).toEqual([]);
  expect(await kindFindings(found)).toEqual([...wanted].sort());
});
