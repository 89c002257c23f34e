// biome-ignore-all lint/suspicious/noTemplateCurlyInString: the cases hold variables of other languages
import { expect, test } from 'vitest';
import { checkFiles } from './check-files.ts';
import { es, fetched } from './wiring-texts.ts';

/** Of no service. */
const literal = ['Qx7', 'vK2', 'mW9', 'tR4', 'nB8'].join('');

/** Texts in which the word stands and no credential, and the same place with one. */
type Files = Readonly<Record<string, string>>;
type About = readonly [kind: string, clean: Files, found: Files, rule: string];

/** Beside it a name that nobody writes is a finding. */
const anchor: Files = { 'es.yaml': es(fetched) };
const map = (files: Files): string =>
  `${JSON.stringify({ apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'c', namespace: 'shop' }, data: files })}\n`;
const inMap = (file: string, text: string): Files => ({ 'a.yaml': map({ [file]: text }) });
const object = (apiVersion: string, kind: string, spec: unknown): Files => ({
  'a.yaml': `${JSON.stringify({ apiVersion, kind, metadata: { name: 'a', namespace: 'shop' }, spec })}\n`,
});
const job = (...lines: readonly string[]): Files => ({
  'a.yaml': `${JSON.stringify({ apiVersion: 'batch/v1', kind: 'Job', metadata: { name: 'j' }, spec: { template: { spec: { containers: [{ name: 'j', command: ['sh', '-c', lines.join('\n')] }] } } } })}\n`,
});
const both = (kind: string, file: string, clean: string, found: string): readonly About[] => [
  [`${kind} in a file`, { [file]: clean }, { [file]: found }, 'no-field-credential'],
  [`${kind} in a ConfigMap`, inMap(file, clean), inMap(file, found), 'no-configmap-credential'],
];

const about: readonly About[] = [
  ...both(
    'texts of an interface',
    'messages_de.yaml',
    'login:\n  title: Anmelden\n  username: Benutzername\n  password: Passwort\n  forgot: Passwort vergessen?\n  submit: Weiter\n',
    `login:\n  title: Anmelden\n  username: Benutzername\n  password: ${literal}\n  forgot: Passwort vergessen?\n  submit: Weiter\n`,
  ),
  ...both(
    'texts of an interface in JSON',
    'fr.json',
    JSON.stringify({
      user: 'Utilisateur',
      password: 'Mot de passe',
      token: 'Jeton',
      apiKey: "Clé d'API",
      save: 'Enregistrer',
    }),
    JSON.stringify({
      user: 'Utilisateur',
      password: literal,
      token: 'Jeton',
      apiKey: "Clé d'API",
      save: 'Enregistrer',
    }),
  ),
  ...both(
    'texts of an interface with numbers and variables',
    'zh.json',
    JSON.stringify({
      login: '登录',
      password: '密码',
      token: '令牌',
      rule: '密码 至少 8 个 字符',
      hello: '你好 {{name}}',
    }),
    JSON.stringify({ login: '登录', password: literal, token: '令牌', rule: '密码 至少 8 个 字符' }),
  ),
  ...both(
    'texts of an interface in small letters',
    'texts.yaml',
    'username: nom d’utilisateur\npassword: mot de passe\nconfirm: Répétez le mot de passe\nhint: Au moins 12 caractères, dont 1 chiffre\n',
    `username: nom d’utilisateur\npassword: ${literal}\nconfirm: Répétez le mot de passe\n`,
  ),
  ...both(
    'a password beside names',
    'login.yaml',
    'host: Db\nuser: Admin\npassword: ""\n',
    'host: Db\nuser: Admin\npassword: Sommer\n',
  ),
  [
    'a description of an interface with examples',
    inMap(
      'swagger.json',
      JSON.stringify({
        swagger: '2.0',
        paths: {
          '/login': { post: { parameters: [{ name: 'password', in: 'formData', type: 'string', default: 'secret' }] } },
        },
        definitions: {
          Login: {
            example: { user: 'jane', password: 'Pa55word' },
            properties: { token: { example: 'abc123def456' } },
          },
        },
      }),
    ),
    inMap('swagger.json', JSON.stringify({ swagger: '2.0', paths: {}, 'x-gateway': { token: literal } })),
    'no-configmap-credential',
  ],
  [
    'texts of an interface as properties',
    inMap(
      'messages_es.properties',
      'username=Usuario\npassword=Contraseña\npasswordConfirm=Confirmar contraseña\ndoLogIn=Acceder\n',
    ),
    inMap('messages_es.properties', `username=Usuario\npassword=${literal}\npasswordConfirm=Confirmar contraseña\n`),
    'no-configmap-credential',
  ],
  [
    'a message of protobuf',
    inMap(
      'login.proto',
      'syntax = "proto3";\nmessage Login {\n  string user = 1;\n  string password = 2;\n  optional string api_token = 3;\n  bytes secret_key = 4 [deprecated = true];\n}\n',
    ),
    inMap(
      'login.proto',
      `syntax = "proto3";\nmessage Login {\n  string user = 1;\n  optional string password = 2 [default = "${literal}"];\n}\n`,
    ),
    'no-configmap-credential',
  ],
  [
    'a schema of GraphQL',
    inMap(
      'schema.graphql',
      'type Mutation {\n  login(user: String!, password: String!): Token!\n}\ninput NewUser {\n  name: String!\n  password: String!\n  apiKey: ID\n  tokens: [Token!]!\n}\n',
    ),
    inMap('schema.graphql', `mutation {\n  login(user: "admin", password: "${literal}") { token }\n}\n`),
    'no-configmap-credential',
  ],
  [
    'patterns of grok',
    inMap(
      'pipeline.conf',
      'filter {\n  grok { match => { "message" => "user=%{WORD:user} password=%{DATA:password} token=%{NOTSPACE:token}" } }\n}\n',
    ),
    inMap('pipeline.conf', `output {\n  elasticsearch { user => "logstash" password => "${literal}" }\n}\n`),
    'no-configmap-credential',
  ],
  [
    'masks of logback',
    inMap(
      'logback.xml',
      "<configuration><appender name=\"a\"><encoder><pattern>%d %replace(%msg){'password=[^&amp;]+', 'password=***'} token=%X{token}%n</pattern></encoder></appender></configuration>\n",
    ),
    inMap(
      'logback.xml',
      `<configuration><appender name="db"><connectionSource><url>jdbc:postgresql://db/logs</url><user>logs</user><password>${literal}</password></connectionSource></appender></configuration>\n`,
    ),
    'no-configmap-credential',
  ],
  [
    'a layout with what a program knows of a request',
    inMap(
      'application.properties',
      'logging.pattern.console=%d{HH:mm:ss} password=%mask{password} token=%mdc{token}%n\n',
    ),
    inMap('application.properties', `spring.datasource.password=${literal}\n`),
    'no-configmap-credential',
  ],
  [
    'masks of log4j',
    inMap(
      'log4j2.properties',
      'appender.console.layout.pattern = %d %replace{%m}{(password|token)=\\S+}{$1=*****}%n\nrewrite.mask.password = (?<=password=)[^&]*\n',
    ),
    inMap('log4j2.properties', `appender.mail.type = SMTP\nappender.mail.smtpPassword = ${literal}\n`),
    'no-configmap-credential',
  ],
  [
    'a form in HTML',
    inMap(
      'index.html',
      '<form method="post"><input type="password" name="password" placeholder="Password" autocomplete="current-password"><input type="hidden" name="token" value="{{ .Token }}"><label for="password">Password</label></form>\n',
    ),
    inMap('index.html', `<form method="post"><input type="password" name="password" value="${literal}"></form>\n`),
    'no-configmap-credential',
  ],
  [
    'a request for a token',
    job(
      'curl -s -d grant_type=password -d client_id=cli -d username="$USER" -d password="$PASS" "$URL/token"',
      'curl --data "grant_type=client_credentials&client_secret=${SECRET}" "$URL"',
    ),
    job(`curl -s -d grant_type=password -d username=admin -d password=${literal} "$URL/token"`),
    'no-argument-credential',
  ],
  [
    'a script of one line that begins with a variable',
    job(
      'TOKEN=$(vault write -field=token auth/kubernetes/login role=x jwt=@/run/t); curl -H "X-Vault-Token: $TOKEN" "$URL" > /tmp/a',
    ),
    job(`TOKEN=${literal}; curl -H "X-Vault-Token: $TOKEN" "$URL"`),
    'no-argument-credential',
  ],
  [
    'a key that a service keeps, by its name',
    inMap('vault.yaml', 'seal:\n  gcpckms: {project: a, region: b, crypto_key: unseal-key}\n'),
    inMap('vault.yaml', `seal:\n  transit: {token: ${literal}, key_name: autounseal}\n`),
    'no-configmap-credential',
  ],
  [
    'a parameter of a pipeline',
    object('tekton.dev/v1', 'Task', {
      params: [
        { name: 'token-key', default: 'token' },
        { name: 'passwordKey', default: 'password' },
        { name: 'git-token-secret', default: 'gitlab' },
        { name: 'token', type: 'string', default: 'token' },
        { name: 'secret', type: 'string', description: 'Name of the Secret', default: 'git-credentials' },
      ],
    }),
    object('tekton.dev/v1', 'Task', { params: [{ name: 'token', type: 'string', default: literal }] }),
    'no-field-credential',
  ],
  [
    'Secrets of a proxy',
    inMap(
      'envoy.yaml',
      'credentials:\n  client_id: web\n  token_secret:\n    name: token\n    sds_config: {path: /etc/envoy/token-secret.yaml}\n  hmac_secret: {name: hmac, sds_config: {path: /etc/envoy/hmac.yaml}}\n',
    ),
    inMap(
      'token-secret.yaml',
      `resources:\n  - "@type": type.googleapis.com/envoy.extensions.transport_sockets.tls.v3.Secret\n    name: token\n    generic_secret: {secret: {inline_string: ${literal}}}\n`,
    ),
    'no-configmap-credential',
  ],
  [
    'a description of an interface',
    inMap(
      'openapi.yaml',
      'openapi: 3.1.0\npaths: {}\ncomponents:\n  schemas:\n    Login:\n      type: object\n      required: [password]\n      properties:\n        password: {type: string, format: password, example: secret123}\n        token: {type: string, default: none}\n      example: {password: pa55word, token: abc123def}\n',
    ),
    inMap('openapi.yaml', `openapi: 3.1.0\nservers: [{url: "https://api:${literal}@api.example.org"}]\npaths: {}\n`),
    'no-url-credential',
  ],
  [
    'a schema in JSON',
    inMap(
      'values.schema.json',
      JSON.stringify({
        $schema: 'http://json-schema.org/draft-07/schema#',
        type: 'object',
        properties: {
          password: { type: 'string' },
          token: { type: 'string', default: 'token', examples: ['abc123def456'] },
          apiKey: { const: 'x-api-key' },
        },
      }),
    ),
    inMap('settings.json', JSON.stringify({ type: 'object', password: literal })),
    'no-configmap-credential',
  ],
  [
    'a definition of a resource',
    {
      'a.yaml': `${JSON.stringify({ apiVersion: 'apiextensions.k8s.io/v1', kind: 'CustomResourceDefinition', metadata: { name: 'dbs.example.org' }, spec: { group: 'example.org', names: { kind: 'Db', plural: 'dbs' }, scope: 'Namespaced', versions: [{ name: 'v1', served: true, storage: true, schema: { openAPIV3Schema: { type: 'object', properties: { spec: { type: 'object', properties: { passwordKey: { type: 'string', default: 'password' }, token: { type: 'string', default: 'token' }, secret: { type: 'string', default: 'db-secret' } }, default: { password: 'password', token: 'token' } } } } } }] } })}\n`,
    },
    {
      'a.yaml': `${JSON.stringify({ apiVersion: 'example.org/v1', kind: 'Db', metadata: { name: 'a' }, spec: { password: literal } })}\n`,
    },
    'no-field-credential',
  ],
  [
    'a dashboard',
    inMap(
      'd.json',
      JSON.stringify({
        title: 'Tokens',
        templating: {
          list: [
            { name: 'token', type: 'query', query: 'label_values(token)', current: { text: 'abc', value: 'abc' } },
          ],
        },
        panels: [
          {
            title: 'Password resets',
            fieldConfig: { overrides: [{ matcher: { id: 'byName', options: 'token' } }] },
            targets: [
              { expr: 'sum(rate(login_total{password="wrong", token="expired"}[5m]))', legendFormat: '{{token}}' },
            ],
          },
        ],
      }),
    ),
    inMap(
      'datasources.yaml',
      `apiVersion: 1\ndatasources:\n  - name: db\n    secureJsonData: {password: ${literal}}\n`,
    ),
    'no-configmap-credential',
  ],
  [
    'rules of alerts',
    object('monitoring.coreos.com/v1', 'PrometheusRule', {
      groups: [
        {
          name: 'g',
          rules: [
            {
              alert: 'TokenExpires',
              expr: 'vault_token_expiry{token="root", secret=~"db.*"} < 3600',
              labels: { severity: 'page', token: 'root' },
              annotations: {
                summary: 'Token {{ $labels.token }} expires',
                description: 'password: {{ $labels.password }}, token="{{ $value }}"',
              },
            },
          ],
        },
      ],
    }),
    object('monitoring.coreos.com/v1', 'PrometheusRule', {
      groups: [
        {
          name: 'g',
          rules: [
            { alert: 'A', expr: 'up', annotations: { runbook_url: `https://ops:${literal}@runbooks.example.org/a` } },
          ],
        },
      ],
    }),
    'no-url-credential',
  ],
  [
    'types of TypeScript',
    inMap(
      'types.ts',
      'export interface Login {\n  user: string;\n  password: string;\n  token?: string | undefined;\n  readonly apiKey: Secret<string>;\n}\nexport type Creds = { password: string; secretKey: Uint8Array };\nfunction login(password: string, token: AccessToken): Promise<void> {}\n',
    ),
    inMap(
      'types.ts',
      `export interface Login {\n  password: string;\n}\nexport const login: Login = { password: '${literal}' };\n`,
    ),
    'no-configmap-credential',
  ],
  [
    'a credential that a map holds as its text',
    object('example.org/v1', 'Db', { password: { valueFrom: { secretKeyRef: { name: 'db', key: 'password' } } } }),
    object('example.org/v1', 'Db', { password: { value: literal } }),
    'no-field-credential',
  ],
  [
    'labels and selectors',
    object('example.org/v1', 'Db', {
      selector: { token: 'root' },
      template: { metadata: { labels: { secret: 'none-of-them', password: 'old' } } },
    }),
    object('example.org/v1', 'Db', { template: { metadata: { labels: { token: literal } } } }),
    'no-field-credential',
  ],
  [
    'types of Kotlin, Swift and Rust',
    {
      'a.yaml': map({
        'a.kt': 'data class Login(val password: String, val token: String? = null)\n',
        'a.swift': 'struct Login { let password: String; var token: String? = nil }\n',
        'a.rs': 'pub struct Login { pub password: String, token: Option<String> }\n',
      }),
    },
    {
      'a.yaml': map({
        'a.kt': `val password: String = "${literal}"\n`,
        'a.swift': `let token: String = "${literal}"\n`,
        'a.rs': `const PASSWORD: &str = "${literal}";\n`,
        'a.ts': `const token: string = '${literal}';\n`,
      }),
    },
    'no-configmap-credential',
  ],
  [
    'types of Go',
    inMap(
      'main.go',
      'package main\n\ntype Login struct {\n\tUser     string `json:"user"`\n\tPassword string `json:"password,omitempty" yaml:"password"`\n\tToken    *SecretRef `json:"token"`\n}\n\nfunc login(password string, token []byte) error {\n\tvar apiKey string\n\tpassword := os.Getenv("PASSWORD")\n\treturn nil\n}\n',
    ),
    inMap('main.go', `package main\n\nfunc main() {\n\tpassword := "${literal}"\n\tlogin(password)\n}\n`),
    'no-configmap-credential',
  ],
];

test.each(about)('%s', (_, clean, found, rule) => {
  expect(checkFiles({ ...clean, ...anchor }).map(({ what }) => what)).toEqual([]);
  expect([...new Set(checkFiles(found).map((finding) => finding.rule))]).toEqual([rule]);
});

test('each of several languages is told, and only what is a literal', () => {
  const [, , found = {}] = about.find(([kind]) => kind === 'types of Kotlin, Swift and Rust') ?? [];
  expect(checkFiles(found)).toHaveLength(4);
  const texts = { login: 'Se connecter', password: literal, token: 'Jeton', secret: 'Le secret', save: 'Enregistrer' };
  expect(checkFiles({ 'fr.json': JSON.stringify(texts) })).toHaveLength(1);
});
