// biome-ignore-all lint/suspicious/noTemplateCurlyInString: the probes hold variables of other languages
import { expect, test } from 'vitest';
import { checkFiles } from './check-files.ts';
import { envFrom, envRef, es, fetched, object, pod } from './wiring-texts.ts';

/**
 * A resource in namespace `shop`, and Secrets that its operator writes, each with a key where the vendor
 * names them.
 */
type Writer = readonly [title: string, resource: string, ...secrets: string[]];

const me = (apiVersion: string, kind: string, spec = '', name = 'me'): string =>
  object(apiVersion, kind, `spec: {${spec}}`, `name: ${name}, namespace: shop`);
const script = (text: string): string => JSON.stringify(text);
const job = (...command: string[]): string =>
  object(
    'batch/v1',
    'Job',
    `spec: {template: {spec: {containers: [{name: c, command: [${command.map(script).join(', ')}]}]}}}`,
    'name: me, namespace: shop',
  );

const writers: readonly Writer[] = [
  [
    'OpenShift AI',
    object(
      'kubeflow.org/v1',
      'Notebook',
      'spec: {}',
      'name: me, namespace: shop, annotations: {notebooks.opendatahub.io/inject-oauth: "true"}',
    ),
    'me-oauth-config',
    'me-tls',
  ],
  [
    'OpenShift Data Foundation',
    me('ocs.openshift.io/v1', 'StorageCluster'),
    'rook-csi-rbd-provisioner',
    'rook-csi-cephfs-node',
  ],
  [
    'OpenStack Nova',
    me('core.openstack.org/v1beta1', 'OpenStackControlPlane', 'nova: {template: {cellTemplates: {cell7: {}}}}'),
    'nova-cell7-compute-config',
    'nova-cell1-compute-config',
  ],
  [
    'Capsule',
    me('addons.projectcapsule.dev/v1alpha1', 'SopsSecret', 'secrets: [{name: web, stringData: {token: ENC}}]'),
    'web token',
  ],
  [
    'an operator that nobody knows',
    me('example.org/v1', 'KeepassSecret', 'secrets: [{name: web, data: {a: b}}]'),
    'web',
  ],
  ['Strimzi access', me('access.strimzi.io/v1alpha1', 'KafkaAccess', 'kafka: {name: main}'), 'me'],
  ['Strimzi access of another name', me('access.strimzi.io/v1', 'KafkaAccess', 'secretName: web'), 'web'],
  ['Strimzi cluster', me('kafka.strimzi.io/v1', 'Kafka'), 'me-cluster-ca-cert ca.crt', 'me-clients-ca ca.key'],
  ['Strimzi user', me('kafka.strimzi.io/v1', 'KafkaUser'), 'me sasl.jaas.config'],
  ['RabbitMQ', me('rabbitmq.com/v1beta1', 'RabbitmqCluster'), 'me-default-user connection_string', 'me-erlang-cookie'],
  ['RabbitMQ user', me('rabbitmq.com/v1beta1', 'User'), 'me-user-credentials password'],
  [
    'CNPG',
    me('postgresql.cnpg.io/v1', 'Cluster', 'enableSuperuserAccess: true'),
    'me-app jdbc-uri',
    'me-superuser pgpass',
  ],
  [
    'Zalando',
    me('acid.zalan.do/v1', 'postgresql', 'users: {my_app: []}'),
    'my-app.me.credentials.postgresql.acid.zalan.do password',
  ],
  ['Crunchy', me('postgres-operator.crunchydata.com/v1beta1', 'PostgresCluster'), 'me-pguser-me uri'],
  [
    'Crunchy with users',
    me('postgres-operator.crunchydata.com/v1beta1', 'PostgresCluster', 'users: [{name: web}]'),
    'me-pguser-web host',
  ],
  ['Percona XtraDB', me('pxc.percona.com/v1', 'PerconaXtraDBCluster', 'secretsName: db-users'), 'db-users'],
  ['Percona MongoDB', me('psmdb.percona.com/v1', 'PerconaServerMongoDB', 'secrets: {users: db-users}'), 'db-users'],
  ['Percona PostgreSQL', me('pgv2.percona.com/v2', 'PerconaPGCluster', 'users: [{name: web}]'), 'me-pguser-web'],
  [
    'MongoDB',
    me('mongodbcommunity.mongodb.com/v1', 'MongoDBCommunity', 'users: [{name: web, db: admin}]'),
    'me-admin-web connectionString.standard',
  ],
  [
    'MariaDB',
    me('k8s.mariadb.com/v1alpha1', 'MariaDB', 'rootPasswordSecretKeyRef: {name: maria, key: password, generate: true}'),
    'maria',
  ],
  ['MariaDB connection', me('k8s.mariadb.com/v1alpha1', 'Connection', 'secretName: dsn'), 'dsn dsn'],
  ['KubeDB', me('kubedb.com/v1', 'Postgres'), 'me-auth password'],
  ['Elasticsearch', me('elasticsearch.k8s.elastic.co/v1', 'Elasticsearch'), 'me-es-elastic-user elastic'],
  ['Kibana', me('kibana.k8s.elastic.co/v1', 'Kibana'), 'me-kb-http-certs-public tls.crt'],
  ['APM', me('apm.k8s.elastic.co/v1', 'ApmServer'), 'me-apm-token secret-token'],
  ['OpenSearch', me('opensearch.opster.io/v1', 'OpenSearchCluster'), 'me-admin-password username'],
  ['K8ssandra', me('k8ssandra.io/v1alpha1', 'K8ssandraCluster'), 'me-superuser username'],
  ['Redis Enterprise', me('app.redislabs.com/v1alpha1', 'RedisEnterpriseDatabase'), 'redb-me'],
  [
    'cert-manager',
    me('cert-manager.io/v1', 'Certificate', 'secretName: web, keystores: {jks: {create: true}}'),
    'web keystore.jks',
  ],
  ['ACME', me('cert-manager.io/v1', 'Issuer', 'acme: {privateKeySecretRef: {name: acme}}'), 'acme tls.key'],
  ['trust-manager', me('trust.cert-manager.io/v1alpha1', 'Bundle', 'target: {secret: {key: ca.pem}}'), 'me ca.pem'],
  [
    'Vault Secrets Operator',
    me('secrets.hashicorp.com/v1beta1', 'VaultStaticSecret', 'destination: {name: web, create: true}'),
    'web',
  ],
  ['1Password', me('onepassword.com/v1', 'OnePasswordItem'), 'me'],
  [
    'Infisical',
    me(
      'secrets.infisical.com/v1alpha1',
      'InfisicalSecret',
      'managedKubeSecretReferences: [{secretName: web, secretNamespace: shop}]',
    ),
    'web',
  ],
  ['Doppler', me('secrets.doppler.com/v1alpha1', 'DopplerSecret', 'managedSecret: {name: web}'), 'web'],
  ['Bitwarden', me('k8s.bitwarden.com/v1', 'BitwardenSecret', 'secretName: web'), 'web'],
  [
    'Bitwarden of Lerentis',
    me('lerentis.uploadfilter24.eu/v1beta8', 'BitwardenSecret', 'name: web, namespace: shop'),
    'web',
  ],
  [
    'SOPS operator',
    me('isindir.github.com/v1alpha3', 'SopsSecret', 'secretTemplates: [{name: web, stringData: {token: x}}]'),
    'web token',
  ],
  ['SOPS generator', object('goabout.com/v1beta1', 'SopsSecretGenerator', 'envs: [web.env]', 'name: me'), 'me'],
  ['Sealed Secrets', me('bitnami.com/v1alpha1', 'SealedSecret', 'encryptedData: {token: AgB}'), 'me token'],
  ['Akv2k8s', me('spv.no/v1', 'AzureKeyVaultSecret', 'output: {secret: {name: web}}'), 'web'],
  [
    'CSI driver',
    me(
      'secrets-store.csi.x-k8s.io/v1',
      'SecretProviderClass',
      'secretObjects: [{secretName: web, data: [{key: token}]}]',
    ),
    'web token',
  ],
  [
    'Kubernetes External Secrets',
    object(
      'kubernetes-client.io/v1',
      'ExternalSecret',
      'spec: {data: [{key: x, name: token}]}',
      'name: me, namespace: shop',
    ),
    'me token',
  ],
  [
    'Secret generator',
    me('secretgenerator.mittwald.de/v1alpha1', 'StringSecret', 'fields: [{fieldName: token}]'),
    'me token',
  ],
  ['secretgen', me('secretgen.k14s.io/v1alpha1', 'Password'), 'me'],
  [
    'vault-config-operator',
    me('redhatcop.redhat.io/v1alpha1', 'VaultSecret', 'output: {name: web, stringData: {token: x}}'),
    'web token',
  ],
  ['Bank-Vaults', me('vault.banzaicloud.com/v1alpha1', 'Vault'), 'me-unseal-keys'],
  [
    'Rook bucket',
    object('objectbucket.io/v1alpha1', 'ObjectBucketClaim', 'spec: {}', 'name: me, namespace: shop'),
    'me AWS_ACCESS_KEY_ID',
  ],
  ['Rook user', me('ceph.rook.io/v1', 'CephObjectStoreUser', 'store: s3'), 'rook-ceph-object-user-s3-me'],
  ['Rook cluster', me('ceph.rook.io/v1', 'CephCluster'), 'rook-ceph-dashboard-password'],
  ['COSI', me('objectstorage.k8s.io/v1alpha1', 'BucketAccess', 'credentialsSecretName: bucket'), 'bucket BucketInfo'],
  ['Velero', me('velero.io/v1', 'BackupStorageLocation'), 'velero-repo-credentials repository-password'],
  ['Crossplane', me('sql.example.org/v1', 'Instance', 'writeConnectionSecretToRef: {name: web}'), 'web'],
  ['Aiven', me('aiven.io/v1alpha1', 'PostgreSQL', 'connInfoSecretTarget: {name: web}'), 'web'],
  [
    'Azure Service Operator',
    me('dbforpostgresql.azure.com/v1', 'FlexibleServer', 'operatorSpec: {secrets: {fqdn: {name: web, key: host}}}'),
    'web',
  ],
  ['Config Connector', me('iam.cnrm.cloud.google.com/v1beta1', 'IAMServiceAccountKey'), 'me key.json'],
  ['Terraform', me('infra.contrib.fluxcd.io/v1alpha2', 'Terraform', 'writeOutputsToSecret: {name: web}'), 'web'],
  [
    'OpenShift credentials',
    me('cloudcredential.openshift.io/v1', 'CredentialsRequest', 'secretRef: {name: web, namespace: shop}'),
    'web',
  ],
  ['Cluster API', me('cluster.x-k8s.io/v1beta1', 'Cluster'), 'me-kubeconfig value'],
  ['Keycloak', me('k8s.keycloak.org/v2alpha1', 'Keycloak'), 'me-initial-admin password'],
  ['Ory', me('hydra.ory.sh/v1alpha1', 'OAuth2Client', 'secretName: web'), 'web'],
  ['Argo CD', me('argoproj.io/v1beta1', 'ArgoCD'), 'me-cluster admin.password'],
  ['Grafana', me('grafana.integreatly.org/v1beta1', 'Grafana'), 'me-admin-credentials GF_SECURITY_ADMIN_USER'],
  ['AWX', me('awx.ansible.com/v1beta1', 'AWX'), 'me-admin-password password'],
  [
    'script of a Job',
    job(
      'sh',
      '-c',
      'kubectl create secret generic web --from-literal=token=$T --dry-run=client -o yaml | kubectl apply -f -',
    ),
    'web token',
  ],
  [
    'script with a variable',
    job('bash', '-c', 'name=web-login\noc create secret generic "$name" -n shop \\\n  --from-literal "token=$T"'),
    'web-login token',
  ],
  ['words of a command', job('kubectl', 'create', 'secret', 'tls', 'web', '--cert=a', '--key=b'), 'web tls.key'],
  [
    'registry',
    job('sh', '-c', 'kubectl -n shop create secret docker-registry pull --docker-server=x'),
    'pull .dockerconfigjson',
  ],
  [
    'manifest in a script',
    job('sh', '-c', 'cat <<END | kubectl apply -f -\napiVersion: v1\nkind: Secret\nmetadata:\n  name: web\nEND'),
    'web',
  ],
  [
    'script in a ConfigMap',
    object('v1', 'ConfigMap', `data: {init.sh: ${script('kubectl create secret generic web --from-file=./token\n')}}`),
    'web token',
  ],
  [
    'serving certificate',
    object(
      'v1',
      'Service',
      'spec: {}',
      'name: me, namespace: shop, annotations: {service.beta.openshift.io/serving-cert-secret-name: web}',
    ),
    'web tls.crt',
  ],
  [
    'serving certificate in a resource',
    me(
      'grafana.integreatly.org/v1beta1',
      'Grafana',
      'service: {metadata: {annotations: {service.beta.openshift.io/serving-cert-secret-name: web}}}',
    ),
    'web tls.key',
  ],
  [
    'Kyverno, data',
    object(
      'kyverno.io/v1',
      'ClusterPolicy',
      'spec: {rules: [{generate: {kind: Secret, name: web, namespace: "{{request.object.metadata.name}}", clone: {name: a, namespace: b}}}]}',
      'name: p',
    ),
    'web',
  ],
  [
    'Kyverno, CEL',
    object(
      'policies.kyverno.io/v1alpha1',
      'GeneratingPolicy',
      `spec: {variables: [{name: s, expression: ${script('resource.Get("v1", "secrets", "base", "web")')}}]}`,
      'name: p',
    ),
    'web',
  ],
  [
    'Kyverno, list',
    object(
      'kyverno.io/v1',
      'ClusterPolicy',
      "spec: {rules: [{generate: {cloneList: {namespace: base, kinds: [v1/Secret], selector: {matchLabels: {copy: 'yes'}}}}}]}",
      'name: p',
    ) + es(`target: {template: {metadata: {labels: {copy: 'yes'}}}}, ${fetched}`, 'name: web, namespace: base'),
    'web password',
  ],
  [
    'generated password',
    es('dataFrom: [{sourceRef: {generatorRef: {kind: Password, name: pw}}}]', 'name: web, namespace: shop') +
      object('generators.external-secrets.io/v1alpha1', 'Password', 'spec: {}', 'name: pw, namespace: shop'),
    'web password',
  ],
  [
    'CreateOrMerge',
    ['user', 'password']
      .map((key) =>
        es(
          `target: {name: web, creationPolicy: CreateOrMerge}, ${fetched.replace('password', key)}`,
          `name: ${key}, namespace: shop`,
        ),
      )
      .join(''),
    'web user',
    'web password',
  ],
];

const good = es(fetched);

test.each(writers)('%s', (_, resource, ...secrets) => {
  for (const secret of secrets) {
    const [name = '', key] = secret.split(' ');
    const read = (of: string): string => pod(key === undefined ? envFrom(of) : envRef(of, key));
    const rules = (of: string) => checkFiles({ 'a.yaml': good + resource + read(of) }).map(({ rule }) => rule);
    expect(rules(name).filter((rule) => rule?.startsWith('known-secret') || rule === 'single-owner')).toEqual([]);
    expect(rules(`${name}x`)).toContain('known-secret');
  }
});

/** Values that ask a chart's own template for ExternalSecrets. */
test.each([
  ['a section of one', 'externalSecret: {targetSecret: web, data: [{secretKey: a, remoteRef: {key: b}}]}'],
  ['a map by name', 'externalSecrets: {web: {data: [{secretKey: a, remoteRef: {key: b}}]}}'],
  ['a list', 'extraExternalSecrets: [{name: web, data: []}]'],
  ['a target', 'externalSecrets: {login: {target: {name: web}, dataFrom: []}}'],
  ['a path in Vault', 'dbSecret: {vaultPath: teams/shop/db, secretName: web}'],
])('values with %s', (_, text) => {
  const rules = (name: string) =>
    checkFiles({ 'a.yaml': good, 'shop/values.yaml': `${text}\nenvFrom: [{secretRef: {name: ${name}}}]\n` }).map(
      ({ rule }) => rule,
    );
  expect(rules('web')).toEqual([]);
  expect(rules('webx')).toEqual(['known-secret']);
});

test('a chart names its Secret by the usual helper', () => {
  const template = (name: string): string =>
    es(fetched).replace('name: db', `name: '{{ include "shop.fullname" . }}'`) + pod(envFrom(name));
  const rules = (name: string) =>
    checkFiles({ 'b.yaml': es(fetched, 'name: other, namespace: shop'), 'shop/templates/a.yaml': template(name) }).map(
      ({ rule }) => rule,
    );
  expect(rules('shop')).toEqual([]);
  expect(rules('live-shop')).toEqual([]);
  expect(rules('web')).toEqual(['known-secret']);
});

test('what was applied last is no second object', () => {
  const applied = JSON.stringify(
    JSON.stringify({ apiVersion: 'v1', kind: 'Secret', metadata: { name: 'db', namespace: 'shop' }, data: {} }),
  );
  const copy = object(
    'v1',
    'ConfigMap',
    'data: {}',
    `name: a, namespace: shop, annotations: {kubectl.kubernetes.io/last-applied-configuration: ${applied}}`,
  );
  expect(checkFiles({ 'a.yaml': good + copy })).toEqual([]);
});

test('a serving certificate that two objects ask for is made once', () => {
  const asks = (kind: string): string =>
    object(
      kind === 'Service' ? 'v1' : 'route.openshift.io/v1',
      kind,
      'spec: {}',
      'name: me, namespace: shop, annotations: {service.beta.openshift.io/serving-cert-secret-name: web}',
    );
  expect(checkFiles({ 'a.yaml': good + asks('Service') + asks('Route') })).toEqual([]);
});

test('a row of the configuration needs no code', () => {
  const configuration = {
    producerKinds: [
      {
        kind: 'Login',
        group: 'example.org',
        each: 'spec.users',
        name: '{metadata.name}-{.id}',
        keys: ['{.key}'],
        when: ['!.off'],
      },
    ],
  };
  const login = me('example.org/v1', 'Login', 'users: [{id: web, key: token}, {id: api, key: token, off: true}]');
  const read = (name: string, key: string) =>
    checkFiles({ 'a.yaml': good + login + pod(envRef(name, key)) }, configuration).map(({ rule }) => rule);
  expect(read('me-web', 'token')).toEqual([]);
  expect(read('me-web', 'tokens')).toEqual(['known-secret-key']);
  expect(read('me-api', 'token')).toEqual(['known-secret']);
});
