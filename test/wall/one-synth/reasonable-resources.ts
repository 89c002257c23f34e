// biome-ignore-all lint/suspicious/noTemplateCurlyInString: the cases hold variables of other languages
import { type Case, map } from './case.ts';
import { fromSecret, object, sound } from './reasonable-parts.ts';

/** Resources of workflows, of delivery, of operators and of policies. */
export const reasonableResources: readonly Case[] = [
  object('a workflow with the parameters of a Secret', 'Workflow', 'argoproj.io/v1alpha1', {
    entrypoint: 'main',
    arguments: {
      parameters: [
        { name: 'revision', value: 'main' },
        { name: 'password-secret', value: 'sound' },
      ],
    },
    templates: [
      {
        name: 'main',
        inputs: { parameters: [{ name: 'revision' }, { name: 'token', valueFrom: { supplied: {} } }] },
        container: {
          image: 'app',
          args: ['--revision={{inputs.parameters.revision}}', '--token={{inputs.parameters.token}}'],
          env: [{ name: 'PASSWORD', ...fromSecret('password') }],
        },
      },
    ],
  }),
  object('a retry of a workflow', 'WorkflowTemplate', 'argoproj.io/v1alpha1', {
    templates: [
      {
        name: 'a',
        retryStrategy: { limit: 3, expression: "asInt(lastRetry.exitCode) > 1 && lastRetry.status != 'Error'" },
        script: { image: 'python', source: 'import os\ntoken = os.environ["TOKEN"]\nprint(len(token))\n' },
      },
    ],
  }),
  object('a pipeline of Tekton', 'Pipeline', 'tekton.dev/v1', {
    params: [
      { name: 'revision', default: 'main' },
      { name: 'token-secret', default: 'sound' },
    ],
    workspaces: [{ name: 'basic-auth' }],
    tasks: [
      {
        name: 'clone',
        taskRef: { name: 'git-clone' },
        params: [
          { name: 'revision', value: '$(params.revision)' },
          { name: 'tokenSecret', value: '$(params.token-secret)' },
        ],
      },
    ],
  }),
  object('a task whose variable is from a Secret', 'Task', 'tekton.dev/v1', {
    params: [{ name: 'host', default: 'db' }],
    steps: [
      {
        name: 'a',
        image: 'app',
        env: [{ name: 'PGPASSWORD', ...fromSecret('password') }],
        script: '#!/bin/sh\npsql -h "$(params.host)" -c "SELECT 1"\n',
      },
    ],
  }),
  object('a substitution of Flux', 'Kustomization', 'kustomize.toolkit.fluxcd.io/v1', {
    interval: '10m',
    path: './apps',
    postBuild: {
      substitute: { cluster_name: 'farm', region: 'eu-central-1' },
      substituteFrom: [{ kind: 'Secret', name: 'sound' }],
    },
    patches: [{ patch: 'kind: Thing\nspec:\n  host: ${cluster_name}.example.org\n  password: ${db_password}\n' }],
  }),
  object('a release of Flux', 'HelmRelease', 'helm.toolkit.fluxcd.io/v2', {
    interval: '10m',
    valuesFrom: [{ kind: 'Secret', name: 'sound', valuesKey: 'password', targetPath: 'auth.password' }],
    values: { auth: { existingSecret: 'sound', username: 'app' }, ingress: { host: 'app.example.org' } },
  }),
  object('a source of Flux', 'GitRepository', 'source.toolkit.fluxcd.io/v1', {
    url: 'https://git.example.org/app',
    secretRef: { name: 'sound' },
    ref: { branch: 'main' },
  }),
  object('Prometheus', 'Prometheus', 'monitoring.coreos.com/v1', {
    replicas: 2,
    additionalScrapeConfigs: sound('password'),
    remoteWrite: [
      { url: 'https://metrics.example.org/push', basicAuth: { username: sound('user'), password: sound('password') } },
    ],
  }),
  object('receivers of alerts', 'AlertmanagerConfig', 'monitoring.coreos.com/v1alpha1', {
    route: { receiver: 'team', groupBy: ['alertname', 'token'] },
    receivers: [
      {
        name: 'team',
        pagerdutyConfigs: [{ routingKey: sound('password'), description: 'Token: {{ .CommonLabels.alertname }}' }],
        slackConfigs: [{ apiURL: sound('password'), channel: '#alerts' }],
      },
    ],
  }),
  object('a user of Strimzi', 'KafkaUser', 'kafka.strimzi.io/v1beta2', {
    authentication: { type: 'scram-sha-512', password: { valueFrom: { secretKeyRef: sound('password') } } },
    authorization: {
      type: 'simple',
      acls: [{ resource: { type: 'topic', name: 'orders', patternType: 'literal' }, operations: ['Read'] }],
    },
  }),
  object('a cluster of Strimzi', 'Kafka', 'kafka.strimzi.io/v1beta2', {
    kafka: {
      listeners: [{ name: 'tls', port: 9093, type: 'internal', tls: true, authentication: { type: 'scram-sha-512' } }],
      config: { 'offsets.topic.replication.factor': 3 },
    },
    entityOperator: { userOperator: { secretPrefix: 'kafka-' } },
  }),
  object('a cluster of CNPG with a role', 'Cluster', 'postgresql.cnpg.io/v1', {
    instances: 3,
    bootstrap: {
      initdb: {
        database: 'app',
        owner: 'app',
        postInitSQL: ['CREATE EXTENSION pgcrypto', 'ALTER ROLE app SET search_path = app'],
      },
    },
    postgresql: {
      parameters: { password_encryption: 'scram-sha-256' },
      pg_hba: ['hostssl app app 10.0.0.0/8 scram-sha-256'],
    },
  }),
  object('an import of a realm', 'KeycloakRealmImport', 'k8s.keycloak.org/v2alpha1', {
    keycloakCRName: 'keycloak',
    placeholders: { CLIENT_SECRET: { secret: sound('password') } },
    realm: {
      realm: 'app',
      enabled: true,
      passwordPolicy: 'length(12) and digits(1) and notUsername',
      accessTokenLifespan: 300,
      resetPasswordAllowed: true,
      clients: [
        {
          clientId: 'app',
          secret: '${CLIENT_SECRET}',
          publicClient: false,
          redirectUris: ['https://app.example.org/*'],
          attributes: {
            'pkce.code.challenge.method': 'S256',
            'access.token.lifespan': '300',
            'client.secret.creation.time': '1700000000',
          },
        },
      ],
      requiredActions: [
        { alias: 'UPDATE_PASSWORD', name: 'Update Password', providerId: 'UPDATE_PASSWORD', enabled: true },
      ],
      browserFlow: 'browser',
      authenticatorConfig: [
        { alias: 'create unique user config', config: { 'require.password.update.after.registration': 'false' } },
      ],
    },
  }),
  map(
    'a dashboard of Grafana',
    JSON.stringify({
      uid: 'aB3dE5fG7',
      title: 'Logins',
      templating: { list: [{ name: 'token', type: 'query', query: 'label_values(login_total, token)' }] },
      panels: [
        {
          id: 1,
          type: 'table',
          title: 'Tokens',
          targets: [
            {
              expr: 'sum by (token) (rate(login_total{result="failed",password="wrong"}[5m]))',
              legendFormat: '{{token}}',
              refId: 'A',
            },
          ],
          transformations: [{ id: 'organize', options: { renameByName: { token: 'Token', password: 'Password' } } }],
        },
        {
          id: 2,
          type: 'text',
          options: { mode: 'markdown', content: '# Passwords\n\nRotate every password after 90 days.\n' },
        },
      ],
    }),
    'logins.json',
  ),
  object('a policy of Kyverno', 'ClusterPolicy', 'kyverno.io/v1', {
    rules: [
      {
        name: 'sync',
        match: { any: [{ resources: { kinds: ['Namespace'] } }] },
        generate: {
          apiVersion: 'v1',
          kind: 'Secret',
          name: 'regcred',
          namespace: '{{request.object.metadata.name}}',
          synchronize: true,
          clone: { namespace: 'small-live', name: 'sound' },
        },
      },
    ],
  }),
  object('a policy of admission', 'ValidatingAdmissionPolicy', 'admissionregistration.k8s.io/v1', {
    validations: [
      {
        expression: "!has(object.data) || !object.data.exists(k, k.contains('password'))",
        message: 'A password belongs into a Secret',
      },
      {
        expression:
          'object.spec.containers.all(c, !has(c.env) || c.env.all(e, !e.name.endsWith("_TOKEN") || has(e.valueFrom)))',
      },
    ],
  }),
  object('a Composition', 'Composition', 'apiextensions.crossplane.io/v1', {
    resources: [
      {
        name: 'db',
        base: { spec: { writeConnectionSecretToRef: { namespace: 'small-live' } } },
        connectionDetails: [{ name: 'password', fromConnectionSecretKey: 'attribute.password' }],
        patches: [
          {
            fromFieldPath: 'metadata.uid',
            toFieldPath: 'spec.writeConnectionSecretToRef.name',
            transforms: [{ type: 'string', string: { fmt: '%s-password' } }],
          },
        ],
      },
    ],
  }),
  object('a middleware of Traefik', 'Middleware', 'traefik.io/v1alpha1', {
    basicAuth: { secret: 'sound', realm: 'app', removeHeader: true },
  }),
  object('a route that sets headers', 'HTTPRoute', 'gateway.networking.k8s.io/v1', {
    rules: [
      {
        filters: [
          {
            type: 'RequestHeaderModifier',
            requestHeaderModifier: { set: [{ name: 'X-Env', value: 'live' }], remove: ['Authorization', 'X-Token'] },
          },
        ],
        backendRefs: [{ name: 'app', port: 80 }],
      },
    ],
  }),
];
