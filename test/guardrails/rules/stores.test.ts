import { describe, expect, test } from 'vitest';
import { linesOf } from '../findings-of.ts';

const vault = 'vault: {server: "http://vault:8200"}';
const store = (name: string, spec: string, kind = 'ClusterSecretStore'): string =>
  `{apiVersion: external-secrets.io/v1, kind: ${kind}, metadata: {name: ${name}${kind === 'SecretStore' ? ', namespace: shop' : ''}}, spec: {${spec}}}`;
const sync = (name: string, namespace = ', namespace: shop'): string =>
  `{apiVersion: external-secrets.io/v1, kind: ExternalSecret, metadata: {name: db${namespace}}, spec: {secretStoreRef: {kind: ClusterSecretStore, name: ${name}}, data: []}}`;
const push =
  '{apiVersion: external-secrets.io/v1alpha1, kind: PushSecret, metadata: {name: push, namespace: shop}, spec: {secretStoreRefs: [{kind: ClusterSecretStore, name: mirror}], selector: {secret: {name: db}}, data: []}}';

describe('store-name', () => {
  const configuration = { storeNames: ['vault', 'mirror'], mirrorStoreNames: ['mirror'] };
  test.each([
    ['an allowed name', sync('vault'), []],
    ['another name', sync('other'), ['error: Store "other" is none of: mirror, vault | a.yaml | spec.secretStoreRef']],
    [
      'a mirror that is read',
      sync('mirror'),
      [
        'error: Store "mirror" is for mirrors: an ExternalSecret must not read through it | a.yaml | spec.secretStoreRef',
      ],
    ],
    ['a mirror that is written', push, []],
    [
      'a Vault store of another name',
      store('other', `provider: {${vault}}`),
      ['error: Store "other" is none of: mirror, vault | a.yaml | metadata.name'],
    ],
    ['a Vault store of that name', store('vault', `provider: {${vault}}`), []],
    ['a store of something else', store('other', 'provider: {aws: {service: SecretsManager}}'), []],
  ])('%s', (_, text, expected) => {
    expect(linesOf('store-name', text, configuration)).toEqual(expected);
  });
  test('without configuration every name is allowed', () => {
    expect(linesOf('store-name', `${store('other', `provider: {${vault}}`)}\n---\n${sync('other')}`)).toEqual([]);
  });
});

describe('store-admits-namespace', () => {
  const refused = [
    'error: No condition of ClusterSecretStore "vault" admits namespace shop | a.yaml | spec.secretStoreRef',
  ];
  const unknown = [
    'note: Whether ClusterSecretStore "vault" admits namespace shop depends on labels that no manifest shows | a.yaml | spec.secretStoreRef',
  ];
  const namespace = '{apiVersion: v1, kind: Namespace, metadata: {name: shop, labels: {team: a}}}';
  test.each([
    ['[{namespaces: [shop]}]', '', []],
    ['[{namespaces: [other]}, {namespaces: [shop]}]', '', []],
    ['[{namespaces: [other]}]', '', refused],
    ['[]', '', []],
    ['[{namespaceSelector: {matchLabels: {team: a}}}]', '', unknown],
    ['[{namespaceSelector: {matchLabels: {team: a}}}]', namespace, []],
    ['[{namespaceSelector: {matchLabels: {team: b}}}]', namespace, refused],
  ])('conditions %s %s', (conditions, more, expected) => {
    const texts = [store('vault', `conditions: ${conditions}, provider: {${vault}}`), sync('vault'), more];
    expect(linesOf('store-admits-namespace', texts.filter(Boolean).join('\n---\n'))).toEqual(expected);
  });
  test('what has no namespace yet is not judged', () => {
    const text = `${store('vault', `conditions: [{namespaces: [other]}], provider: {${vault}}`)}\n---\n${sync('vault', '')}`;
    expect(linesOf('store-admits-namespace', text)).toEqual([]);
  });
});

describe('store-login', () => {
  const map = (data: string): string => `{apiVersion: v1, kind: ConfigMap, metadata: {name: a}, data: {${data}}}`;
  test.each([['token_reviewer_jwt'], ['tokenReviewerJwt'], ['kubernetes_ca_cert'], ['kubernetesCaCert']])(
    '%s',
    (key) => {
      expect(linesOf('store-login', map(`${key}: /var/run/token`))).toEqual([
        `error: "${key}" must not be stored in the auth configuration | a.yaml | data.${key}`,
      ]);
      expect(linesOf('store-login', map(`${key}: ""`))).toEqual([]);
      expect(linesOf('store-login', map(`${key}: null`))).toEqual([]);
    },
  );
  test.each([
    ['kubernetes_host', 'https://kubernetes.default.svc', 1],
    ['kubernetesHost', 'https://kubernetes.default.svc:443', 1],
    ['kubernetesHost', 'https://$KUBERNETES_SERVICE_HOST', 1],
    ['kubernetes_host', 'https://10.0.0.1:6443', 0],
    ['kubernetesHost', 'https://other.example.org', 0],
  ])('a token beside %s %s', (key, host, expected) => {
    expect(linesOf('store-login', map(`token_reviewer_jwt: /var/run/token, ${key}: "${host}"`))).toHaveLength(expected);
  });
  test('a field that stands deeper is called by its own name', () => {
    const auth =
      '{apiVersion: example.org/v1, kind: VaultAuth, metadata: {name: a}, spec: {kubernetes: {kubernetesCaCert: /ca.crt}}}';
    expect(linesOf('store-login', auth)).toEqual([
      'error: "kubernetesCaCert" must not be stored in the auth configuration | a.yaml | spec.kubernetes.kubernetesCaCert',
    ]);
  });
  test('audiences may be forbidden', () => {
    const text = store(
      'vault',
      'provider: {vault: {server: "http://vault:8200", auth: {kubernetes: {serviceAccountRef: {name: a, audiences: [vault]}}}}}',
    );
    const rules = { 'store-login': { options: { allowAudiences: false } } };
    expect(linesOf('store-login', text)).toEqual([]);
    expect(linesOf('store-login', text, { rules })).toHaveLength(1);
    expect(linesOf('store-login', text.replace(', audiences: [vault]', ''), { rules })).toEqual([]);
  });
});

describe('vault-address', () => {
  const own = (server: string): string => store('vault', `provider: {vault: {server: "${server}"}}`, 'SecretStore');
  const job = (address: string): string =>
    `{apiVersion: v1, kind: Pod, metadata: {name: a, namespace: shop}, spec: {containers: [{name: a, env: [{name: VAULT_ADDR, value: "${address}"}]}]}}`;
  const other = 'error: The Vault address is not the one of the store in namespace shop';
  const inPod = [`${other} | a.yaml | spec.containers[0].env[0].value`];
  test.each([
    ['http://vault.vault.svc:8200', 'http://vault.vault.svc:8200', []],
    ['http://vault.vault.svc:8200', 'http://vault.vault.svc:8200/', []],
    ['http://vault.vault.svc:8200', ' http://vault.vault.svc:8200'.trim(), []],
    ['http://vault.vault.svc.cluster.local:8200', 'http://vault.vault.svc:8200', []],
    ['http://vault.vault.svc', 'http://vault.vault.svc.cluster.local', []],
    ['http://vault.vault.svc:8200 ', 'http://vault.vault.svc:8200', []],
    ['http://vault.vault.svc:8200', 'http://vault.vault.svc:8200 ', []],
    ['http://vault.vault.svc:8200', 'http://vault.other.svc:8200', inPod],
    ['http://vault.vault.svc:8200', 'https://vault.vault.svc:8200', inPod],
    ['http://vault.vault.svc:8200', 'http://127.0.0.1:8200', []],
    ['http://vault.vault.svc:8200', 'http://localhost:8200', []],
    ['http://vault.vault.svc:8200', 'vault.other.svc:8200', []],
    ['http://vault.vault.svc:8200', '$(VAULT_URL)', []],
    ['http://vault.vault.svc:8200', 'http://{{ .Values.vault }}:8200', []],
  ])('store %s, pod %s', (server, address, expected) => {
    expect(linesOf('vault-address', `${own(server)}\n---\n${job(address)}`)).toEqual(expected);
  });
  const values = (body: string): string =>
    `{apiVersion: helm.toolkit.fluxcd.io/v2, kind: HelmRelease, metadata: {name: a, namespace: shop}, spec: {${body}}}`;
  const elsewhere = 'http://elsewhere:8200';
  test.each([
    [`vault: {addr: "${elsewhere}"}`, 'spec.vault.addr'],
    [`login: {addr: "${elsewhere}", authRole: a}`, 'spec.login.addr'],
    [`env: {VAULT_ADDR: "${elsewhere}"}`, 'spec.env.VAULT_ADDR'],
    [`redis: {addr: "${elsewhere}"}`, undefined],
    ['vault: {addr: 7}', undefined],
    [`vault: {addr: ["${elsewhere}"]}`, undefined],
  ])('settings %s', (body, field) => {
    expect(linesOf('vault-address', `${own('http://vault:8200')}\n---\n${values(body)}`)).toEqual(
      field === undefined ? [] : [`${other} | a.yaml | ${field}`],
    );
  });
});

describe('vault-readiness', () => {
  const environments = [
    { name: 'dev', cluster: 'dev', namespace: 'shop' },
    { name: 'live', cluster: 'live', namespace: 'shop', regulated: true },
  ];
  const probe = (path: string): string => `{server: {readinessProbe: {enabled: true, path: "${path}"}}}`;
  const health = '/v1/sys/health?standbyok=true';
  const strict = [
    'error: A sealed Vault is not ready in environment dev, so that what unseals it never starts | dev/values.yaml | server.readinessProbe.path',
  ];
  const relaxed = [
    'error: A sealed Vault counts as ready in environment live, which is regulated | live/values.yaml | server.readinessProbe.path',
  ];
  test.each([
    ['dev', probe(health), strict],
    ['dev', probe(`${health}&sealedcode=200`), strict],
    ['dev', probe(`${health}&uninitcode=200`), strict],
    ['dev', probe(`${health}&sealedcode=200&uninitcode=200`), []],
    ['live', probe(`${health}&sealedcode=200&uninitcode=200`), relaxed],
    ['live', probe(`${health}&sealedcode=200`), relaxed],
    ['live', probe(health), []],
    ['live', probe('/v1/sys/health?standbycode=200'), []],
    ['dev', probe('/ready'), []],
    ['dev', '{server: {readinessProbe: {enabled: true}}}', []],
    ['other', probe(health), []],
  ])('%s %s', (environment, text, expected) => {
    expect(linesOf('vault-readiness', { [`${environment}/values.yaml`]: text }, { environments })).toEqual(expected);
  });
  test('the probe of a container is judged by its request', () => {
    const pod = `{apiVersion: v1, kind: Pod, metadata: {name: vault, namespace: shop}, spec: {containers: [{name: vault, readinessProbe: {httpGet: {path: "${health}"}}}]}}`;
    expect(linesOf('vault-readiness', { 'dev/a.yaml': pod }, { environments })).toHaveLength(1);
  });
});

describe('store-exists names a generator', () => {
  const sync = (reference: string): string =>
    `{apiVersion: external-secrets.io/v1, kind: ExternalSecret, metadata: {name: db, namespace: shop}, spec: {dataFrom: [{sourceRef: {generatorRef: {${reference}}}}]}}`;
  const release = (namespace: string): string =>
    `{apiVersion: helm.toolkit.fluxcd.io/v2, kind: HelmRelease, metadata: {name: app, namespace: ${namespace}}, spec: {}}`;
  const place = ' | a.yaml | spec.dataFrom[0].sourceRef.generatorRef.name';
  test.each([
    ['that is not there', [sync('kind: Password, name: pw')], 'error: No Password "pw" generates in namespace shop'],
    [
      'that a release may bring',
      [sync('kind: Password, name: pw'), release('shop')],
      'note: No Password "pw" generates in namespace shop',
    ],
    [
      'beside a release elsewhere',
      [sync('kind: Password, name: pw'), release('other')],
      'error: No Password "pw" generates in namespace shop',
    ],
    ['without its kind', [sync('name: pw')], 'error: No (none) "pw" generates in namespace shop'],
    ['without its name', [sync('kind: Password')], 'error: No Password "(none)" generates in namespace shop'],
  ])('%s', (_, texts, expected) => {
    expect(linesOf('store-exists', texts.join('\n---\n'))).toEqual([expected + place]);
  });
});
