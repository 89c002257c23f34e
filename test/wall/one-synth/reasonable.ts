// biome-ignore-all lint/suspicious/noTemplateCurlyInString: the cases hold variables of other languages
import { ServiceSecrets } from '../../../src/index.ts';
import { configMap } from '../inline-secret.ts';
import { metadata, workload } from '../route.ts';
import { type Case, container, map, of, resource, valuesOf } from './case.ts';

const fromSecret = (key: string): object => ({ valueFrom: { secretKeyRef: { name: 'sound', key } } });
const annotated = (annotations: object): object => ({ ...configMap, metadata: { ...metadata, annotations } });
const pod = (spec: object): object => ({
  apiVersion: 'v1',
  kind: 'Pod',
  metadata,
  spec: { containers: [{ name: 'app', image: 'app' }], ...spec },
});
const script =
  '#!/bin/sh\nset -eu\npassword="$(cat /run/secrets/db/password)"\nexport PGPASSWORD="$password"\nexec psql "postgresql://app@db/app"\n';
const nginx =
  'server {\n  listen 8080;\n  location / {\n    proxy_set_header Authorization $http_authorization;\n    proxy_pass http://app:8080;\n  }\n}\n';

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
  of('a NetworkPolicy', {
    apiVersion: 'networking.k8s.io/v1',
    kind: 'NetworkPolicy',
    metadata,
    spec: {
      podSelector: { matchLabels: { app: 'app' } },
      ingress: [
        { from: [{ namespaceSelector: { matchExpressions: [{ key: 'token', operator: 'In', values: ['a'] }] } }] },
      ],
    },
  }),
  of('a HorizontalPodAutoscaler', {
    apiVersion: 'autoscaling/v2',
    kind: 'HorizontalPodAutoscaler',
    metadata,
    spec: {
      scaleTargetRef: { apiVersion: 'apps/v1', kind: 'Deployment', name: 'leak' },
      minReplicas: 2,
      maxReplicas: 4,
    },
  }),
  of('a webhook', {
    apiVersion: 'admissionregistration.k8s.io/v1',
    kind: 'ValidatingWebhookConfiguration',
    metadata,
    webhooks: [
      {
        name: 'tokens.example.org',
        admissionReviewVersions: ['v1'],
        sideEffects: 'None',
        clientConfig: { service: { name: 'app', namespace: 'small-live', path: '/validate/token' } },
      },
    ],
  }),
  of('a task of Tekton', {
    apiVersion: 'tekton.dev/v1',
    kind: 'Task',
    metadata,
    spec: {
      params: [{ name: 'url', type: 'string', default: 'https://git.example.org/app' }],
      steps: [
        {
          name: 'clone',
          image: 'git',
          env: [{ name: 'TOKEN', ...fromSecret('password') }],
          script: '#!/bin/sh\ngit clone "$(params.url)"\n',
        },
      ],
    },
  }),
  of('a client of Keycloak', {
    apiVersion: 'k8s.keycloak.org/v2alpha1',
    kind: 'Keycloak',
    metadata,
    spec: {
      instances: 2,
      db: {
        vendor: 'postgres',
        host: 'db',
        usernameSecret: { name: 'sound', key: 'user' },
        passwordSecret: { name: 'sound', key: 'password' },
      },
    },
  }),
  of('a Gateway', {
    apiVersion: 'gateway.networking.k8s.io/v1',
    kind: 'Gateway',
    metadata,
    spec: {
      gatewayClassName: 'x',
      listeners: [
        {
          name: 'https',
          port: 443,
          protocol: 'HTTPS',
          tls: { certificateRefs: [{ kind: 'Secret', name: 'leak-tls' }] },
        },
      ],
    },
  }),
  map(
    'variables in a settings file',
    'db.user=app\ndb.password=${DB_PASSWORD}\ntoken.ttl=24h\npassword.minLength=12\n',
    'app.properties',
  ),
  map(
    'variables in YAML',
    'db:\n  user: app\n  password: ${env:DB_PASSWORD}\nauth:\n  tokenUrl: https://issuer.example.org/token\n',
    'app.yaml',
  ),
  map('files in TOML', '[db]\nuser = "app"\npassword_file = "/run/secrets/db/password"\n', 'app.toml'),
  map(
    'a file reference of Grafana',
    '[security]\nadmin_user = admin\nadmin_password = $__file{/run/secrets/grafana/password}\n',
    'grafana.ini',
  ),
  map('a script', script, 'entrypoint.sh'),
  map('a server of nginx', nginx, 'default.conf'),
  map(
    'a program',
    "import { readFileSync } from 'node:fs';\nconst password = readFileSync('/run/secrets/db/password', 'utf8');\nconnect({ user: 'app', password });\n",
    'main.mjs',
  ),
  map(
    'a query',
    'SELECT id, token_hash FROM tokens WHERE expires_at > now();\nALTER ROLE app SET search_path = app;\n',
    'init.sql',
  ),
  map(
    'a public key',
    '-----BEGIN PUBLIC KEY-----\nMFkwEwYHKoZIzj0CAQYIKoZIzj0DAQcDQgAE\n-----END PUBLIC KEY-----\n',
    'jwt.pub',
  ),
  map(
    'a certificate',
    '-----BEGIN CERTIFICATE-----\nMIIBszCCAVmgAwIBAgIUQ0FERQ==\n-----END CERTIFICATE-----\n',
    'ca.crt',
  ),
  map(
    'a policy of Vault',
    'path "secret/data/app/*" {\n  capabilities = ["read"]\n}\npath "auth/token/renew-self" {\n  capabilities = ["update"]\n}\n',
    'app.hcl',
  ),
  map(
    'prose',
    '# How to log in\n\nAsk for a token at https://issuer.example.org and put it into your keychain.\n',
    'README.md',
  ),
  map(
    'a dashboard',
    JSON.stringify({
      title: 'Tokens',
      panels: [{ title: 'Tokens by issuer', targets: [{ expr: 'sum(tokens_total{secret="sound"}) by (issuer)' }] }],
    }),
    'dashboard.json',
  ),
  map(
    'a picture',
    `data:image/png;base64,${Buffer.from('89504e470d0a1a0a0000000d49484452000000010000000108060000001f15c489', 'hex').toString('base64')}`,
    'logo',
  ),
  map('a message', 'Your password was changed. If it was not you, tell us.', 'greeting'),
  valuesOf('an existing Secret of Helm values', {
    auth: { existingSecret: 'sound', secretKeys: { adminPasswordKey: 'password' }, createSecret: false },
  }),
  valuesOf('empty passwords of Helm values', { auth: { password: '', postgresPassword: null, username: 'app' } }),
  valuesOf('variables of Helm values', {
    extraEnv: [
      { name: 'DB_PASSWORD', valueFrom: { secretKeyRef: { name: 'sound', key: 'password' } } },
      { name: 'MODE', value: 'production' },
    ],
  }),
  valuesOf('a switch of Helm values', {
    token: { enabled: true, ttl: '24h' },
    passwordPolicy: 'strict',
    serviceAccount: { automountServiceAccountToken: false },
  }),
  valuesOf('files of Helm values', { config: 'server:\n  port: 8080\n  token_file: /run/secrets/token\n' }),
  resource('a custom resource with references', {
    auth: { passwordSecretRef: { name: 'sound', key: 'password' }, username: 'app' },
    tokenTtl: '30m',
  }),
  resource('a login by a service account', {
    auth: { kubernetes: { role: 'app', serviceAccountRef: { name: 'app' }, tokenAudience: 'vault' } },
  }),
  resource('digests and identities', {
    digest: `sha256:${'0a1b2c3d'.repeat(8)}`,
    commit: '3d0bde1f7170aa'.repeat(2),
    uid: '7f9c2ba4-e88f-4b27-a1cb-0e1f2a3b4c5d',
    checksum: '1f2e3d4c5b6a'.repeat(4),
  }),
  of(
    'annotations of tools',
    annotated({
      'argocd.argoproj.io/sync-wave': '10',
      'checksum/secret': '9f86d081884c7d65'.repeat(4),
      'reloader.stakater.com/auto': 'true',
      'example.org/token-ttl': '24h',
    }),
  ),
  of(
    'an agent of Vault',
    annotated({
      'vault.hashicorp.com/agent-inject': 'true',
      'vault.hashicorp.com/role': 'app',
      'vault.hashicorp.com/agent-inject-template-db':
        '{{ with secret "secret/data/db" }}password={{ .Data.data.password }}{{ end }}',
    }),
  ),
  of('a schedule and its image', {
    apiVersion: 'batch/v1',
    kind: 'Job',
    metadata,
    spec: {
      ttlSecondsAfterFinished: 300,
      template: {
        spec: {
          restartPolicy: 'Never',
          containers: [
            {
              name: 'rotate-tokens',
              image: `registry.example.org/tools/rotate-tokens:v1.2.3@sha256:${'ab12'.repeat(16)}`,
              args: ['rotate', '--secret-name=sound'],
            },
          ],
        },
      },
    },
  }),
  {
    title: 'a contract whose template reads all that it prints',
    add: (component, platform) => {
      const { vault } = platform;
      const user = vault.literal('reasonable-user', 'app');
      const password = vault.generated('reasonable-password');
      const ini = platform.template`[db]\nuser = ${user}\npassword = ${password}\n`;
      const url = vault.url('reasonable-url')`postgresql://${user}:${password}@db:5432/app`;
      new ServiceSecrets(
        component,
        platform.secret('reasonable', { purpose: 'Wall', keys: { user, password, url, 'app.ini': ini } }),
      );
    },
  },
];
