// biome-ignore-all lint/suspicious/noTemplateCurlyInString: the cases hold variables of other languages
import { configMap } from '../inline-secret.ts';
import { metadata } from '../route.ts';
import { type Case, container, of, resource, valuesOf } from './case.ts';
import { annotated, file, fromSecret } from './reasonable-parts.ts';

/** Settings of programs, and what names, tables and annotations say of credentials. */
export const reasonableSettings: readonly Case[] = [
  file(
    'settings of Alertmanager',
    'alertmanager.yml',
    'global:',
    '  smtp_from: alerts@example.org',
    '  smtp_auth_password_file: /run/secrets/smtp/password',
    'receivers:',
    '- name: team',
    '  webhook_configs:',
    '  - url_file: /run/secrets/hook/url',
    '    http_config:',
    '      authorization: { type: Bearer, credentials_file: /run/secrets/hook/token }',
  ),
  of('a NetworkPolicy between operators', {
    apiVersion: 'networking.k8s.io/v1',
    kind: 'NetworkPolicy',
    metadata,
    spec: {
      podSelector: { matchLabels: { 'app.kubernetes.io/name': 'token-service' } },
      policyTypes: ['Egress'],
      egress: [
        {
          to: [{ ipBlock: { cidr: '10.0.0.0/8', except: ['10.1.0.0/16'] } }],
          ports: [{ protocol: 'TCP', port: 8200 }],
        },
      ],
    },
  }),
  of('a schema of a user', {
    apiVersion: 'apiextensions.k8s.io/v1',
    kind: 'CustomResourceDefinition',
    metadata: { name: 'users.example.com' },
    spec: {
      group: 'example.com',
      names: { kind: 'User', plural: 'users' },
      scope: 'Namespaced',
      versions: [
        {
          name: 'v1',
          served: true,
          storage: true,
          additionalPrinterColumns: [{ name: 'Secret', type: 'string', jsonPath: '.spec.passwordSecret.name' }],
          schema: {
            openAPIV3Schema: {
              type: 'object',
              required: ['password'],
              properties: {
                password: { type: 'string' },
                token: { type: 'string', maxLength: 512, description: 'The token that the service gives.' },
                passwordSecret: {
                  type: 'object',
                  properties: {
                    name: { type: 'string', default: '' },
                    key: { type: 'string', enum: ['password', 'token'] },
                  },
                  'x-kubernetes-validations': [{ rule: "self.name != ''", message: 'name is required: give one' }],
                },
              },
            },
          },
        },
      ],
    },
  }),
  file(
    'settings of Redis',
    'redis.conf',
    'port 6379',
    'aclfile /run/secrets/users.acl',
    '# requirepass comes from the environment',
    'masteruser app',
    'rename-command CONFIG ""',
  ),
  file(
    'settings of Postgres',
    'pg_hba.conf',
    '# TYPE DATABASE USER ADDRESS METHOD',
    'local all all peer',
    'host all all 10.0.0.0/8 scram-sha-256',
    'host replication app 10.0.0.0/8 password',
  ),
  file(
    'settings of Spring',
    'application.yaml',
    'spring:',
    '  datasource:',
    '    url: jdbc:postgresql://db:5432/app',
    '    username: app',
    '    password: ${DB_PASSWORD}',
    '  config:',
    '    import: optional:configtree:/run/secrets/',
    'server:',
    '  ssl:',
    '    key-store: file:/run/secrets/keystore.p12',
    '    key-store-password: ${KEYSTORE_PASSWORD}',
  ),
  file(
    'settings of log4j',
    'web.xml',
    '<web-app>',
    '  <context-param>',
    '    <param-name>passwordEncoder</param-name>',
    '    <param-value>org.example.BCryptEncoder</param-value>',
    '  </context-param>',
    '  <login-config><auth-method>FORM</auth-method></login-config>',
    '  <password>${db.password}</password>',
    '  <add key="Password" value="${DB_PASSWORD}"/>',
    '</web-app>',
  ),
  resource('names and hints', {
    passwordHint: 'The name of your first pet',
    secretName: 'sound',
    tokenName: 'ci-deploy-token-2',
    passwordKey: 'adminPassword',
    tokenUrl: 'https://issuer.example.org/oauth2/token',
    keyName: 'projects/app/locations/global/keyRings/ring/cryptoKeys/key1',
    credentialType: 'usernamePassword',
    passwordEncoder: 'org.springframework.security.crypto.bcrypt.BCryptPasswordEncoder',
    secretPath: 'secret/data/orders/db',
    apiKeyHeader: 'X-Api-Key',
    tokenAudience: 'https://kubernetes.default.svc.cluster.local',
    passwordFile: '/run/secrets/db/password',
    tokenReviewerServiceAccount: 'vault-reviewer',
    authMethod: 'client_secret_basic',
  }),
  resource('tables and lists', {
    columns: ['user', 'password_hash', 'created'],
    rows: [['app', 'argon2id', '2026-01-01']],
    headers: [{ name: 'X-Frame-Options', value: 'DENY' }],
    users: ['admin', 'reader'],
    roles: { admin: ['secrets', 'tokens'] },
  }),
  of('compressed pictures and programs', {
    ...configMap,
    binaryData: {
      'icon.png': Buffer.from('89504e470d0a1a0a0000000d4948445200000010000000100806000000', 'hex').toString('base64'),
      'app.wasm': Buffer.from('0061736d0100000001070160027f7f017f030201000707010361646400', 'hex').toString('base64'),
    },
  }),
  of(
    'annotations with queries and versions',
    annotated({
      'kubernetes.io/change-cause': 'kubectl set image deployment/app app=registry.example.org/app:v1.2.3',
      'meta.helm.sh/release-name': 'token-service',
      'argocd-image-updater.argoproj.io/image-list': 'app=registry.example.org/app:~1.2',
      'nginx.ingress.kubernetes.io/configuration-snippet': 'proxy_set_header X-Forwarded-Proto https;',
    }),
  ),
  container('settings that percent and numbers fill', [
    { name: 'REDIRECT', value: 'https://app.example.org/login?next=%2Fhome%3Ftab%3D1' },
    { name: 'FORMAT', value: '%d{HH:mm:ss.SSS} [%thread] %-5level %logger{36} - %msg%n' },
    { name: 'JAVA_OPTS', value: '-Xmx512m -Djavax.net.ssl.trustStore=/etc/ssl/truststore.jks -Dlogin.ttl=300' },
    { name: 'OTEL_RESOURCE_ATTRIBUTES', value: 'service.name=app,service.version=1.2.3' },
    { name: 'TZ', value: 'Europe/Berlin' },
  ]),
  container('a ConfigMap as variables and files', [{ name: 'DB_PASSWORD', ...fromSecret('password') }], {
    envFrom: [{ configMapRef: { name: 'settings-of-app' } }, { secretRef: { name: 'sound' } }],
    args: ['--config=/cfg/app.yaml', '--password-file=/run/secrets/db/password', '--level=$(LEVEL)'],
    volumeMounts: [{ name: 'cfg', mountPath: '/cfg' }],
  }),
  valuesOf('values that read other values', {
    global: { domain: 'example.org', secretName: 'sound' },
    ingress: { host: 'app.{{ .Values.global.domain }}' },
    auth: { existingSecret: '{{ .Values.global.secretName }}' },
  }),
];
