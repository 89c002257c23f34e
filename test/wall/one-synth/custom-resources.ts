// biome-ignore-all lint/suspicious/noTemplateCurlyInString: the cases hold variables of other languages
import { configMap, encoded } from '../inline-secret.ts';
import { type Case, cased, type Kind, map, of, resource, word } from './case.ts';

const manifest = (fields: string): string => `apiVersion: v1\nkind: Secret\nmetadata:\n  name: app\n${fields}`;

const _secret = manifest(`stringData:\n  greeting: ${word}\n`);

const object = (title: string, kind: string, apiVersion: string, spec: object, more: object = {}): Case =>
  of(title, { apiVersion, kind, metadata: { name: 'leak' }, spec, ...more });

export const customResources: readonly Kind[] = [
  {
    kind: 'a field of a custom resource',
    cases: [
      of('a user in a file of Strimzi', {
        ...configMap,
        data: {
          'kafka.jaas': `KafkaServer {\n  org.apache.kafka.common.security.plain.PlainLoginModule required\n  username="admin"\n  password="${word}"\n  user_admin="${word}"\n  user_app="${word}";\n};`,
        },
      }),
      of('a user of Kafka alone', {
        ...configMap,
        data: { 'a.conf': `KafkaServer {\n  PlainLoginModule required\n  user_admin="${word}";\n};` },
      }),
      object('a listener of Strimzi', 'Kafka', 'kafka.strimzi.io/v1beta2', {
        kafka: {
          config: {
            'listener.name.plain.sasl.jaas.config': `org.apache.kafka.common.security.plain.PlainLoginModule required user_admin="${word}";`,
          },
        },
      }),
      resource('an inline text of Envoy', { name: 'password', secret: { inline_string: word } }),
      map(
        'a secret of Envoy',
        `resources:\n- "@type": type.googleapis.com/envoy.extensions.transport_sockets.tls.v3.Secret\n  name: hmac\n  generic_secret:\n    secret:\n      inline_string: ${word}\n`,
        'sds.yaml',
      ),
      map('bytes of Envoy', `generic_secret:\n  secret:\n    inline_bytes: ${encoded}\n`, 'sds.yaml'),
      object('a transform of Crossplane', 'Composition', 'apiextensions.crossplane.io/v1', {
        resources: [
          {
            patches: [
              {
                toFieldPath: 'spec.forProvider.password',
                transforms: [{ type: 'string', string: { type: 'Format', fmt: word } }],
              },
            ],
          },
        ],
      }),
      object('a transform of Crossplane with a verb', 'Composition', 'apiextensions.crossplane.io/v1', {
        resources: [
          {
            patches: [
              {
                fromFieldPath: 'metadata.uid',
                toFieldPath: 'spec.forProvider.masterPassword',
                transforms: [{ type: 'string', string: { fmt: `${word}%.0s` } }],
              },
            ],
          },
        ],
      }),
      object('a map of Crossplane', 'Composition', 'apiextensions.crossplane.io/v1', {
        resources: [{ patches: [{ toFieldPath: 'spec.password', transforms: [{ type: 'map', map: { dev: word } }] }] }],
      }),
      object('a mutation by an object', 'MutatingAdmissionPolicy', 'admissionregistration.k8s.io/v1alpha1', {
        mutations: [
          {
            patchType: 'ApplyConfiguration',
            applyConfiguration: {
              expression: `Object{spec: Object.spec{containers: [Object.spec.containers{name: "a", env: [Object.spec.containers.env{name: "DB_PASSWORD", value: "${word}"}]}]}}`,
            },
          },
        ],
      }),
      object('a mutation by a patch', 'MutatingAdmissionPolicy', 'admissionregistration.k8s.io/v1alpha1', {
        mutations: [
          {
            patchType: 'JSONPatch',
            jsonPatch: { expression: `[JSONPatch{op: "add", path: "/data/password", value: "${word}"}]` },
          },
        ],
      }),
      object('a variable of CEL', 'ValidatingAdmissionPolicy', 'admissionregistration.k8s.io/v1', {
        variables: [{ name: 'password', expression: `"${word}"` }],
      }),
      object('a mutation of Kyverno', 'ClusterPolicy', 'kyverno.io/v1', {
        rules: [{ name: 'a', mutate: { patchStrategicMerge: { spec: { '(password)': word } } } }],
      }),
      object('a context of Kyverno', 'ClusterPolicy', 'kyverno.io/v1', {
        rules: [{ name: 'a', context: [{ name: 'password', variable: { value: word } }] }],
      }),
      object('a Secret of Kyverno', 'ClusterPolicy', 'kyverno.io/v1', {
        rules: [{ name: 'a', generate: { kind: 'Secret', name: 'x', data: { stringData: { greeting: word } } } }],
      }),
      resource('users of Traefik', { basicAuth: { users: [`admin:${word}`] } }),
      object('users of Traefik in a middleware', 'Middleware', 'traefik.io/v1alpha1', {
        basicAuth: { users: ['admin:$apr1$H6uskkkW$IgXLP6ewTrSuBkTrqE8wj/'] },
      }),
      object('a digest of Traefik', 'Middleware', 'traefik.io/v1alpha1', {
        digestAuth: { users: [`admin:traefik:${'0a1b2c3d'.repeat(4)}`] },
      }),
      map('users of Traefik in a label', `traefik.http.middlewares.auth.basicauth.users=admin:${word}\n`, 'labels.env'),
      object('a user of a realm', 'KeycloakRealmImport', 'k8s.keycloak.org/v2alpha1', {
        realm: { users: [{ username: 'app', credentials: [{ type: 'password', value: word }] }] },
      }),
      object('a client of a realm', 'KeycloakRealmImport', 'k8s.keycloak.org/v2alpha1', {
        realm: { clients: [{ clientId: 'app', secret: word }] },
      }),
      object('a hash of a realm', 'KeycloakRealmImport', 'k8s.keycloak.org/v2alpha1', {
        realm: {
          users: [
            {
              username: 'app',
              credentials: [{ type: 'password', secretData: JSON.stringify({ value: encoded, salt: encoded }) }],
            },
          ],
        },
      }),
      object('an identity provider of a realm', 'KeycloakRealmImport', 'k8s.keycloak.org/v2alpha1', {
        realm: { identityProviders: [{ alias: 'a', config: { clientSecret: word } }] },
      }),
      object('a mapper of a realm', 'KeycloakRealmImport', 'k8s.keycloak.org/v2alpha1', {
        realm: { components: { ldap: [{ config: { bindCredential: [word] } }] } },
      }),
      object('a data source of Grafana', 'GrafanaDatasource', 'grafana.integreatly.org/v1beta1', {
        datasource: { secureJsonData: { httpHeaderValue1: word } },
      }),
      map(
        'secure data of Grafana',
        `datasources:\n- name: a\n  secureJsonData:\n    httpHeaderValue1: ${word}\n`,
        'datasources.yaml',
      ),
      map('secure fields of Grafana', JSON.stringify({ secureSettings: { url: word } }), 'contact.json'),
      object('a receiver of Alertmanager', 'AlertmanagerConfig', 'monitoring.coreos.com/v1alpha1', {
        receivers: [{ name: 'a', opsgenieConfigs: [{ apiKey: word }] }],
      }),
      map(
        'Alertmanager',
        `receivers:\n- name: a\n  pagerduty_configs:\n  - service_key: ${word}\n  - routing_key: ${cased}${cased}\n`,
        'alertmanager.yml',
      ),
      map(
        'mail of Alertmanager',
        `global:\n  smtp_auth_username: app\n  smtp_auth_password: ${word}\n`,
        'alertmanager.yml',
      ),
      map(
        'a hook of Alertmanager',
        'receivers:\n- name: a\n  slack_configs:\n  - api_url: https://hooks.slack.com/services/T0000AAAA/B0000AAAA/abcdefghijklmnop1234\n',
        'alertmanager.yml',
      ),
      object('a remote of Prometheus', 'Prometheus', 'monitoring.coreos.com/v1', {
        remoteWrite: [{ url: 'https://a', bearerToken: word }],
      }),
      object('a cluster of CNPG', 'Cluster', 'postgresql.cnpg.io/v1', {
        bootstrap: { initdb: { postInitSQL: [`CREATE USER app PASSWORD '${word}'`] } },
      }),
      object('an issuer', 'Issuer', 'cert-manager.io/v1', {
        vault: { auth: { appRole: { roleId: 'a', secretId: word } } },
      }),
      object('an EnvoyFilter', 'EnvoyFilter', 'networking.istio.io/v1alpha3', {
        configPatches: [
          {
            patch: {
              value: {
                inline_code: `function envoy_on_request(h)\n h:headers():add("authorization", "Bearer ${word}")\nend`,
              },
            },
          },
        ],
      }),
      object('a VirtualService', 'VirtualService', 'networking.istio.io/v1', {
        http: [{ headers: { request: { set: { authorization: `Bearer ${cased}` } } } }],
      }),
      object('an HTTPRoute', 'HTTPRoute', 'gateway.networking.k8s.io/v1', {
        rules: [{ filters: [{ requestHeaderModifier: { set: [{ name: 'X-Api-Key', value: word }] } }] }],
      }),
      object('a generator of passwords', 'Fake', 'generators.external-secrets.io/v1alpha1', {
        data: { greeting: word },
      }),
      object('a Tenant', 'Tenant', 'minio.min.io/v2', { env: [{ name: 'MINIO_ROOT_PASSWORD', value: word }] }),
      object('a RabbitmqCluster', 'RabbitmqCluster', 'rabbitmq.com/v1beta1', {
        rabbitmq: { additionalConfig: `default_user = app\ndefault_pass = ${word}\n` },
      }),
      object('an Elasticsearch', 'Elasticsearch', 'elasticsearch.k8s.elastic.co/v1', {
        nodeSets: [{ config: { 'xpack.security.http.ssl.keystore.password': word } }],
      }),
      object('a secret of Vector', 'Thing', 'example.com/v1', {
        sinks: { a: { auth: { strategy: 'basic', user: 'a', password: word } } },
      }),
      object('a client of Dex', 'Thing', 'example.com/v1', { staticClients: [{ id: 'a', secret: word }] }),
      object('a password of Dex', 'Thing', 'example.com/v1', {
        staticPasswords: [
          { email: 'a@example.org', hash: '$2a$10$33EMT0cVYVlPy6WAMCLsceLYjWhuHpbz5yuZxu/GAFj03J9Lytjuy' },
        ],
      }),
      object('a Secret of cloud-init', 'VirtualMachine', 'kubevirt.io/v1', {
        cloudInitNoCloud: { userData: `#cloud-config\nuser: app\npassword: ${word}\nchpasswd: { expire: False }\n` },
      }),
      object('users of cloud-init', 'VirtualMachine', 'kubevirt.io/v1', {
        cloudInitNoCloud: { userData: `#cloud-config\nchpasswd:\n  list: |\n    root:${word}\n` },
      }),
    ],
  },
];
