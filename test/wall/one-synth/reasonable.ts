import { metadata, workload } from '../route.ts';
import { type Case, container, of } from './case.ts';
import { reasonableCustomObjects } from './reasonable-custom-objects.ts';
import { fromSecret, pod } from './reasonable-parts.ts';
import { reasonablePrograms } from './reasonable-programs.ts';
import { reasonableResources } from './reasonable-resources.ts';
import { reasonableSchemas } from './reasonable-schemas.ts';
import { reasonableSettings } from './reasonable-settings.ts';

/** What a team writes on any day: nothing of it is a credential, and nothing of it is reported. */
export const reasonable: readonly Case[] = [
  container('a variable from a Secret', [{ name: 'DB_PASSWORD', ...fromSecret('password') }]),
  container('a variable of a variable from a Secret', [
    { name: 'PASSWORD', ...fromSecret('password') },
    { name: 'DB_PASSWORD', value: '$(PASSWORD)' },
  ]),
  container('a URL of variables', [
    { name: 'DB_USER', ...fromSecret('user') },
    { name: 'DB_PASSWORD', ...fromSecret('password') },
    { name: 'DATABASE_URL', value: 'postgresql://$(DB_USER):$(DB_PASSWORD)@db:5432/app' },
  ]),
  container('a login of a variable', [
    { name: 'PASSWORD', ...fromSecret('password') },
    { name: 'NEO4J_AUTH', value: 'neo4j/$(PASSWORD)' },
  ]),
  container('all of a Secret', [{ name: 'TOKEN', value: '$(API_TOKEN)' }], {
    envFrom: [{ secretRef: { name: 'sound' } }],
  }),
  container('an argument from a variable', [{ name: 'DB_PASSWORD', ...fromSecret('password') }], {
    args: ['--db-password=$(DB_PASSWORD)', '--token-ttl', '24h'],
  }),
  container('a file of a password', [{ name: 'DB_PASSWORD_FILE', value: '/run/secrets/db/password' }], {
    args: ['--password-file', '/run/secrets/db/password'],
  }),
  container('a script of a container', [{ name: 'DB_PASSWORD', ...fromSecret('password') }], {
    command: ['sh', '-c', 'PGPASSWORD="$DB_PASSWORD" psql -h db'],
  }),
  container('tools with the password of a Secret', [{ name: 'DB_PASSWORD', ...fromSecret('password') }], {
    command: [
      'sh',
      '-c',
      'PGPASSWORD="$DB_PASSWORD" pg_dump -Fc app && REDISCLI_AUTH="$DB_PASSWORD" redis-cli -h r ping',
    ],
  }),
  container('tools with passwords of variables and files', [{ name: 'DB_PASSWORD', ...fromSecret('password') }], {
    command: ['sh', '-c'],
    args: [
      [
        'kubectl create configmap app --from-literal=mode=fast',
        'vault kv put secret/app value="$DB_PASSWORD" owner=team',
        'htpasswd -nbB admin "$DB_PASSWORD"',
        'keytool -list -keystore a.jks -storepass "$DB_PASSWORD"',
        'openssl enc -aes-256-cbc -pass env:DB_PASSWORD',
        'sqlcmd -S db -U sa -P "$DB_PASSWORD"',
        'docker run -p 8080:80 app',
        'rabbitmqctl add_user app "$DB_PASSWORD"',
        'smbclient -U "app%$DB_PASSWORD" //files/share',
        'mkdir -p /tmp/login && cp -p a b',
      ].join('\n'),
    ],
  }),
  container('a command that reads a secret by its field', [], {
    command: ['sh', '-c', 'vault kv get -field=password secret/app > /run/secrets/db && app'],
  }),
  of('what Argo CD resolves by itself', {
    apiVersion: 'v1',
    kind: 'ConfigMap',
    metadata,
    data: { 'oidc.config': 'name: sso\nclientID: app\nclientSecret: $oidc.keycloak.clientSecret\n' },
  }),
  container('keys that find and sort', [
    { name: 'SORT_KEY', value: 'createdAt2Id' },
    { name: 'IDEMPOTENCY_KEY', value: 'aB3dE5fG7hI9' },
    { name: 'AUTH', value: 'oauth2' },
  ]),
  container('a token of the service account', [{ name: 'VAULT_TOKEN', value: '/var/run/secrets/tokens/vault-token' }]),
  container('settings about tokens', [
    { name: 'TOKEN_ISSUER', value: 'https://issuer.example.org' },
    { name: 'PASSWORD_MIN_LENGTH', value: '12' },
    { name: 'ENABLE_TOKEN', value: 'true' },
    { name: 'MAX_TOKENS', value: '4096' },
  ]),
  container('a name of the node', [
    { name: 'NODE', valueFrom: { fieldRef: { fieldPath: 'spec.nodeName' } } },
    { name: 'ID', value: 'app-$(NODE)' },
  ]),
  container('a flag of the log', [
    { name: 'LOG_LEVEL', valueFrom: { configMapKeyRef: { name: 'settings', key: 'level' } } },
  ]),
  of(
    'a volume of a Secret',
    pod({ volumes: [{ name: 'v', secret: { secretName: 'sound', items: [{ key: 'password', path: 'password' }] } }] }),
  ),
  of(
    'a projected token',
    pod({
      volumes: [
        {
          name: 'v',
          projected: {
            sources: [{ serviceAccountToken: { path: 'token', audience: 'vault', expirationSeconds: 600 } }],
          },
        },
      ],
    }),
  ),
  of(
    'a projected Secret',
    pod({
      volumes: [
        { name: 'v', projected: { sources: [{ secret: { name: 'sound', items: [{ key: 'user', path: 'user' }] } }] } },
      ],
    }),
  ),
  of('no token of the service account', pod({ automountServiceAccountToken: false })),
  of(
    'a StatefulSet',
    workload('StatefulSet', {
      env: [{ name: 'POSTGRES_PASSWORD', ...fromSecret('password') }],
      ports: [{ containerPort: 5432 }],
    }),
  ),
  of(
    'a CronJob',
    workload('CronJob', { env: [{ name: 'TOKEN', ...fromSecret('password') }], args: ['backup', '--keep=7'] }),
  ),
  of('a Role for Secrets', {
    apiVersion: 'rbac.authorization.k8s.io/v1',
    kind: 'Role',
    metadata,
    rules: [
      {
        apiGroups: [''],
        resources: ['secrets', 'serviceaccounts/token'],
        resourceNames: ['sound'],
        verbs: ['get', 'create'],
      },
    ],
  }),
  of('a ServiceAccount', {
    apiVersion: 'v1',
    kind: 'ServiceAccount',
    metadata,
    secrets: [{ name: 'sound' }],
    automountServiceAccountToken: true,
  }),
  of('an Ingress with TLS', {
    apiVersion: 'networking.k8s.io/v1',
    kind: 'Ingress',
    metadata: {
      ...metadata,
      annotations: {
        'nginx.ingress.kubernetes.io/auth-type': 'basic',
        'nginx.ingress.kubernetes.io/auth-realm': 'Authentication required',
      },
    },
    spec: {
      rules: [
        {
          host: 'app.example.org',
          http: {
            paths: [{ path: '/', pathType: 'Prefix', backend: { service: { name: 'app', port: { number: 80 } } } }],
          },
        },
      ],
    },
  }),
  of('a Certificate', {
    apiVersion: 'cert-manager.io/v1',
    kind: 'Certificate',
    metadata,
    spec: {
      secretName: 'leak-tls',
      dnsNames: ['app.example.org'],
      privateKey: { algorithm: 'ECDSA', size: 256, rotationPolicy: 'Always' },
      issuerRef: { name: 'issuer', kind: 'ClusterIssuer' },
    },
  }),
  of('an issuer of certificates', {
    apiVersion: 'cert-manager.io/v1',
    kind: 'Issuer',
    metadata,
    spec: {
      acme: {
        server: 'https://acme.example.org/directory',
        privateKeySecretRef: { name: 'acme-account-key' },
        solvers: [{ http01: { ingress: { ingressClassName: 'nginx' } } }],
      },
    },
  }),
  of('a ServiceMonitor', {
    apiVersion: 'monitoring.coreos.com/v1',
    kind: 'ServiceMonitor',
    metadata,
    spec: {
      endpoints: [
        {
          port: 'http',
          basicAuth: { username: { name: 'sound', key: 'user' }, password: { name: 'sound', key: 'password' } },
        },
      ],
      selector: { matchLabels: { app: 'app' } },
    },
  }),
  of('rules of alerts', {
    apiVersion: 'monitoring.coreos.com/v1',
    kind: 'PrometheusRule',
    metadata,
    spec: {
      groups: [
        {
          name: 'vault',
          rules: [
            {
              alert: 'TokenExpires',
              expr: 'vault_token_ttl{token="root",secret="sound"} < 3600',
              annotations: {
                summary: 'The token of {{ $labels.instance }} expires soon',
                description: 'Token: rotate it before it expires at the end of the hour.',
              },
            },
          ],
        },
      ],
    },
  }),
  of('a cluster of PostgreSQL', {
    apiVersion: 'postgresql.cnpg.io/v1',
    kind: 'Cluster',
    metadata,
    spec: { instances: 3, storage: { size: '10Gi' }, enableSuperuserAccess: false },
  }),
  of('a CustomResourceDefinition', {
    apiVersion: 'apiextensions.k8s.io/v1',
    kind: 'CustomResourceDefinition',
    metadata: { name: 'things.example.com' },
    spec: {
      group: 'example.com',
      names: { kind: 'Thing', plural: 'things' },
      scope: 'Namespaced',
      versions: [
        {
          name: 'v1',
          served: true,
          storage: true,
          schema: {
            openAPIV3Schema: {
              type: 'object',
              properties: {
                password: {
                  type: 'string',
                  format: 'password',
                  minLength: 12,
                  pattern: '^[A-Za-z0-9]{12,}$',
                  description: 'Password of the administrator, e.g. from a Secret.',
                },
                tokenType: { type: 'string', enum: ['bearer', 'opaque'], default: 'bearer' },
                clientSecret: {
                  type: 'object',
                  required: ['name'],
                  properties: { name: { type: 'string' }, key: { type: 'string', default: '' } },
                },
              },
            },
          },
        },
      ],
    },
  }),
  ...reasonableCustomObjects,
  ...reasonablePrograms,
  ...reasonableResources,
  ...reasonableSchemas,
  ...reasonableSettings,
];
