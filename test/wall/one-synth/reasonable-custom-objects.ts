// biome-ignore-all lint/suspicious/noTemplateCurlyInString: the cases hold variables of other languages
import { ServiceSecrets } from '../../../src/index.ts';
import { metadata } from '../route.ts';
import { type Case, map, of, resource, valuesOf } from './case.ts';
import { annotated, fromSecret, nginx, script } from './reasonable-parts.ts';

/**
 * The same about objects of programs beside Kubernetes, such as Tekton, Keycloak and Grafana, and about
 * files.
 */
export const reasonableCustomObjects: readonly Case[] = [
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
