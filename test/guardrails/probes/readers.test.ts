// biome-ignore-all lint/suspicious/noTemplateCurlyInString: the probes hold variables of other languages
import { expect, test } from 'vitest';
import { checkFiles } from './check-files.ts';
import { envRef, es, object, pod } from './wiring-texts.ts';

/** A resource in namespace `shop` that names Secret `NAME`, and the keys that the Secret must have. */
type Reader = readonly [title: string, resource: string, ...keys: string[]];

const me = (apiVersion: string, kind: string, spec: string): string =>
  object(apiVersion, kind, `spec: {${spec}}`, 'name: me, namespace: shop');

const readers: readonly Reader[] = [
  ['Alertmanager', me('monitoring.coreos.com/v1', 'Alertmanager', 'configSecret: NAME'), 'alertmanager.yaml'],
  ['Secrets of a Prometheus', me('monitoring.coreos.com/v1', 'Prometheus', 'secrets: [NAME]')],
  ['Secrets of an Alertmanager', me('monitoring.coreos.com/v1', 'Alertmanager', 'secrets: [NAME]')],
  ['Keycloak TLS', me('k8s.keycloak.org/v2alpha1', 'Keycloak', 'http: {tlsSecret: NAME}'), 'tls.crt', 'tls.key'],
  [
    'Keycloak administrator',
    me('k8s.keycloak.org/v2alpha1', 'Keycloak', 'bootstrapAdmin: {user: {secret: NAME}}'),
    'username',
    'password',
  ],
  ['Keycloak realm of EDP', me('v1.edp.epam.com/v1', 'KeycloakClient', 'secret: "$NAME:client"'), 'client'],
  ['CNPG superuser', me('postgresql.cnpg.io/v1', 'Cluster', 'superuserSecret: {name: NAME}'), 'username', 'password'],
  [
    'CNPG role',
    me('postgresql.cnpg.io/v1', 'Cluster', 'managed: {roles: [{name: a, passwordSecret: {name: NAME}}]}'),
    'username',
    'password',
  ],
  ['CNPG certificate', me('postgresql.cnpg.io/v1', 'Cluster', 'certificates: {serverTLSSecret: NAME}')],
  ['RedisFailover', me('databases.spotahome.com/v1', 'RedisFailover', 'auth: {secretPath: NAME}'), 'password'],
  ['Elasticsearch', me('elasticsearch.k8s.elastic.co/v1', 'Elasticsearch', 'secureSettings: [{secretName: NAME}]')],
  ['RabbitMQ TLS', me('rabbitmq.com/v1beta1', 'RabbitmqCluster', 'tls: {secretName: NAME}'), 'tls.crt', 'tls.key'],
  [
    'Kafka Connect',
    me(
      'kafka.strimzi.io/v1beta2',
      'KafkaConnect',
      'authentication: {passwordSecret: {secretName: NAME, password: pw}}',
    ),
    'pw',
  ],
  [
    'variable of Kafka Connect',
    me('kafka.strimzi.io/v1beta2', 'KafkaConnector', 'config: {database.password: "${secrets:shop/NAME:pw}"}'),
    'pw',
  ],
  [
    'Kiali',
    me('kiali.io/v1alpha1', 'Kiali', 'external_services: {grafana: {auth: {token: "secret:NAME:api"}}}'),
    'api',
  ],
  ['Camel K', me('camel.apache.org/v1', 'Integration', 'traits: {mount: {configs: ["secret:NAME/pw"]}}'), 'pw'],
  [
    'Datadog',
    me(
      'datadoghq.com/v2alpha1',
      'DatadogAgent',
      'global: {credentials: {apiSecret: {secretName: NAME, keyName: api}}}',
    ),
    'api',
  ],
  [
    'VolSync',
    me('volsync.backube/v1alpha1', 'ReplicationSource', 'restic: {repository: NAME}'),
    'RESTIC_REPOSITORY',
    'RESTIC_PASSWORD',
  ],
  ['MinIO', me('minio.min.io/v2', 'Tenant', 'configuration: {name: NAME}'), 'config.env'],
  [
    'Longhorn',
    object('longhorn.io/v1beta2', 'Setting', 'value: NAME', 'name: backup-target-credential-secret, namespace: shop'),
  ],
  [
    'ClickHouse',
    me(
      'clickhouse.altinity.com/v1',
      'ClickHouseInstallation',
      'configuration: {users: {web/k8s_secret_password: NAME/pw}}',
    ),
    'pw',
  ],
  [
    'StorageClass',
    object(
      'storage.k8s.io/v1',
      'StorageClass',
      'parameters: {csi.storage.k8s.io/node-stage-secret-name: NAME, csi.storage.k8s.io/node-stage-secret-namespace: shop}',
      'name: s3',
    ),
  ],
  ['Flux receiver', me('notification.toolkit.fluxcd.io/v1', 'Receiver', 'secretRef: {name: NAME}'), 'token'],
  ['Flux bucket', me('source.toolkit.fluxcd.io/v1', 'Bucket', 'secretRef: {name: NAME}'), 'accesskey', 'secretkey'],
  [
    'Flux release',
    me('helm.toolkit.fluxcd.io/v2', 'HelmRelease', 'valuesFrom: [{kind: Secret, name: NAME}]'),
    'values.yaml',
  ],
  ['Flux registry', me('source.toolkit.fluxcd.io/v1', 'OCIRepository', 'secretRef: {name: NAME}'), '.dockerconfigjson'],
  ['GitLab Runner', me('apps.gitlab.com/v1beta2', 'Runner', 'token: NAME'), 'runner-token'],
  ['GitHub runners', me('actions.github.com/v1alpha1', 'AutoscalingRunnerSet', 'githubConfigSecret: NAME')],
  [
    'ApplicationSet',
    me(
      'argoproj.io/v1alpha1',
      'ApplicationSet',
      'generators: [{scmProvider: {github: {tokenRef: {secretName: NAME, key: token}}}}]',
    ),
    'token',
  ],
  [
    'Argo CD',
    object('v1', 'ConfigMap', 'data: {oidc.config: "clientSecret: $NAME:client"}', 'name: argocd-cm, namespace: shop'),
    'client',
  ],
  [
    'image updater',
    object(
      'argoproj.io/v1alpha1',
      'Application',
      'spec: {}',
      'name: a, namespace: argocd, annotations: {argocd-image-updater.argoproj.io/a.pull-secret: "secret:shop/NAME#token"}',
    ),
    'token',
  ],
  ['AWX', me('awx.ansible.com/v1beta1', 'AWX', 'admin_password_secret: NAME')],
  ['Fleet', me('fleet.cattle.io/v1alpha1', 'GitRepo', 'clientSecretName: NAME')],
  ['Traefik', me('traefik.io/v1alpha1', 'TLSOption', 'clientAuth: {secretNames: [NAME]}')],
  ['Kong', object('configuration.konghq.com/v1', 'KongConsumer', 'credentials: [NAME]', 'name: a, namespace: shop')],
  [
    'Envoy Gateway',
    me('gateway.envoyproxy.io/v1alpha1', 'SecurityPolicy', 'oidc: {clientSecret: {name: NAME}}'),
    'client-secret',
  ],
  [
    'Gateway',
    me('gateway.networking.k8s.io/v1', 'Gateway', 'listeners: [{tls: {certificateRefs: [{name: NAME}]}}]'),
    'tls.crt',
    'tls.key',
  ],
  ['bare metal', me('metal3.io/v1alpha1', 'BareMetalHost', 'bmc: {credentialsName: NAME}'), 'username', 'password'],
  ['KubeVirt import', me('cdi.kubevirt.io/v1beta1', 'DataVolume', 'source: {http: {secretRef: NAME}}')],
  [
    'Tekton trigger',
    me(
      'triggers.tekton.dev/v1beta1',
      'Trigger',
      'interceptors: [{params: [{value: {secretRef: {secretName: NAME, secretKey: token}}}]}]',
    ),
    'token',
  ],
  [
    'HAProxy',
    object(
      'networking.k8s.io/v1',
      'Ingress',
      'spec: {}',
      'name: a, namespace: shop, annotations: {haproxy.org/auth-secret: NAME}',
    ),
  ],
  [
    'pull secret',
    object('v1', 'ServiceAccount', 'imagePullSecrets: [{name: NAME}]', 'name: a, namespace: shop'),
    '.dockerconfigjson',
  ],
];

const writes = (name: string, keys: readonly string[]): string =>
  es(
    `data: [${keys.map((key) => `{secretKey: ${key}, remoteRef: {key: a}}`).join(', ')}]`,
    `name: ${name}, namespace: shop`,
  );

test.each(readers)('%s', (_, resource, ...keys) => {
  const rules = (name: string, ...given: string[]) =>
    checkFiles({ 'a.yaml': writes('login', given) + resource.replaceAll('NAME', name) }).map(({ rule }) => rule);
  expect(rules('login', ...keys, 'other')).toEqual([]);
  expect(rules('logins', ...keys, 'other')).toContain('known-secret');
  for (const missing of keys)
    expect(rules('login', ...keys.filter((key) => key !== missing), 'other')).toEqual(['known-secret-key']);
});

test('a Secret that people make by hand is worth a note, its keys a finding', () => {
  const read = (name: string) => me('dynatrace.com/v1beta5', 'DynaKube', `tokens: ${name}`);
  const rules = (name: string, ...keys: string[]) =>
    checkFiles({ 'a.yaml': writes('login', keys) + read(name) }).map(({ rule }) => rule);
  expect(rules('login', 'apiToken')).toEqual([]);
  expect(rules('login', 'other')).toEqual(['known-secret-key']);
  expect(rules('logins', 'apiToken')).toEqual([]);
});

const release = (reference: string): string =>
  object('helm.toolkit.fluxcd.io/v2', 'HelmRelease', `spec: {valuesFrom: [{kind: Secret, ${reference}}]}`);

test.each<readonly [string, string, ...string[]]>([
  [
    'optional does not excuse a key of Flux',
    release('name: login, valuesKey: pass, optional: true'),
    'known-secret-key',
  ],
  ['optional excuses the Secret', release('name: logins, valuesKey: pass, optional: true')],
  ['optional as kubectl reads it', pod(envRef('logins', 'a', ', optional: yes'))],
  ['optional of a variable excuses the key', pod(envRef('login', 'a', ', optional: true'))],
])('%s', (_, text, ...rules) => {
  expect(checkFiles({ 'a.yaml': writes('login', ['password']) + text }).map(({ rule }) => rule)).toEqual(rules);
});

test.each([
  'existingAuthSecret',
  'authExistingSecret',
  'existingCredentialsSecretName',
  'existingSecretName',
  'githubConfigSecret',
])('%s of values names a Secret', (field) => {
  const rules = (name: string) =>
    checkFiles({ 'a.yaml': writes('login', ['password']), 'values.yaml': `redis: {${field}: ${name}}\n` }).map(
      ({ rule }) => rule,
    );
  expect(rules('login')).toEqual([]);
  expect(rules('login-auth-x7')).toEqual(['known-secret']);
});

test('a row of the configuration needs no code', () => {
  const configuration = {
    readerKinds: [{ kind: 'Login', group: 'example.org', name: 'spec.users[].secret', key: '^field' }],
  };
  const rules = (secret: string, key: string) =>
    checkFiles(
      {
        'a.yaml':
          writes('login', ['password']) + me('example.org/v1', 'Login', `users: [{secret: ${secret}, field: ${key}}]`),
      },
      configuration,
    ).map(({ rule }) => rule);
  expect(rules('login', 'password')).toEqual([]);
  expect(rules('login', 'pass')).toEqual(['known-secret-key']);
  expect(rules('logins', 'password')).toEqual(['known-secret']);
});

test('a key is shown at the field that names it', () => {
  const text = object(
    'helm.fluxcd.io/v1',
    'HelmRelease',
    'spec: {valuesFrom: [{secretKeyRef: {name: login, key: values.yml}}]}',
  );
  const [finding] = checkFiles({ 'a.yaml': writes('login', ['values.yaml']) + text });
  expect(finding?.place.field).toBe('spec.valuesFrom[0].secretKeyRef.key');
});
