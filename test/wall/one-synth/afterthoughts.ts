// biome-ignore-all lint/suspicious/noTemplateCurlyInString: the cases hold variables of other languages
import { generateKeyPairSync } from 'node:crypto';
import { configMap, encoded, externalSecret, literal } from '../inline-secret.ts';
import { metadata } from '../route.ts';
import { container, each, type Kind, map, of, resource, valuesOf, variable } from './case.ts';

const weak = 'hunter2';
const cased = 'Zx9LmTq2';
const jwk = (): string =>
  JSON.stringify(generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey.export({ format: 'jwk' }));
const mounted = (volume: object, mounts: readonly object[] = []): object => ({
  apiVersion: 'v1',
  kind: 'Pod',
  metadata,
  spec: { containers: [{ name: 'app', image: 'app', volumeMounts: mounts }], volumes: [{ name: 'v', ...volume }] },
});
const application = (source: object): object => ({
  apiVersion: 'argoproj.io/v1alpha1',
  kind: 'Application',
  metadata,
  spec: { source },
});

/** Thought of after the work was done, by someone who had not seen how it works. */
export const afterthoughts: readonly Kind[] = [
  {
    kind: 'thought of afterwards',
    cases: [
      ...each(
        [
          `kubectl create secret generic app --from-literal=x=${cased}`,
          `vault kv put secret/app value=${cased}`,
          `vault operator unseal ${cased}`,
          `htpasswd -nbB admin ${weak}`,
          `keytool -list -keystore a.jks -storepass ${weak}`,
          `openssl enc -aes-256-cbc -k ${weak}`,
          `openssl pkcs12 -in a.p12 -passin pass:${weak}`,
          `sqlcmd -S db -U sa -P ${weak}`,
          `mosquitto_pub -h mq -u app -P ${weak} -t a -m b`,
          `podman login -u app -p ${weak} registry.example.org`,
          `cqlsh -u app -p ${weak} db`,
          `rabbitmqctl add_user app ${weak}`,
          `grafana-cli admin reset-admin-password ${weak}`,
          `smbclient -U app%${weak} //files/share`,
        ],
        (line) => map(`a word of ${line.split(' ').slice(0, 2).join(' ')}`, `#!/bin/sh\n${line}\n`, 'setup.sh'),
      ),
      container('names that may be those of credentials, each with what a generator made', [
        variable('STRIPE_KEY', cased),
      ]),
      container('a personal access token by its short name', [variable('GH_PAT', cased)]),
      container('a login without a word for its password', [variable('REDISCLI_AUTH', cased)]),
      resource('a one-time password', { totp: cased }),
      resource('a word of another country', { losungswort: cased }),
      map('an anchor of YAML', `greeting: &x ${weak}\npassword: *x\n`, 'app.yaml'),
      map('a second document of YAML', `a: 1\n---\npassword: ${weak}\n`, 'app.yaml'),
      map('a folded text of YAML', `password: >\n  ${weak}\n`, 'app.yaml'),
      map('a binary of YAML', `password: !!binary ${encoded}\n`, 'app.yaml'),
      map('a key twice in JSON', `{"password":"${weak}","password":"\${PASSWORD}"}`, 'app.json'),
      map('JSON with comments', `{\n  // login\n  password: '${weak}',\n}`, 'app.json5'),
      map('an inline table of TOML', `auth = { user = "app", password = "${weak}" }\n`, 'app.toml'),
      map('a long text of TOML', `password = """${weak}"""\n`, 'app.toml'),
      map('an attribute of XML', `<user name="app" password="${weak}"/>`, 'users.xml'),
      map('an entry of XML', `<config><entry key="password">${weak}</entry></config>`, 'app.xml'),
      map('character data of XML', `<config><password><![CDATA[${weak}]]></password></config>`, 'app.xml'),
      map('a default of HCL', `variable "password" {\n  default = "${weak}"\n}\n`, 'main.tf'),
      map('an attribute of HCL', `resource "x" "y" {\n  password = "${weak}"\n}\n`, 'main.tf'),
      map('netrc', `machine example.org login app password ${weak}\n`, '.netrc'),
      map('pgpass', `db:5432:app:app:${weak}\n`, '.pgpass'),
      map('npmrc', `//registry.example.org/:_authToken=${cased}\n`, '.npmrc'),
      map('a here-document', `#!/bin/sh\ncat > /etc/app.yaml <<EOF\npassword: ${weak}\nEOF\n`, 'setup.sh'),
      map('a variable of a shell', `#!/bin/sh\nword=${weak}\nexport PASSWORD=$word\n`, 'setup.sh'),
      map('what a shell echoes', `#!/bin/sh\nPASSWORD=$(echo ${weak})\n`, 'setup.sh'),
      map(
        'a password on standard input',
        `#!/bin/sh\necho ${weak} | docker login -u app --password-stdin\n`,
        'setup.sh',
      ),
      map('a change of passwords', `#!/bin/sh\necho 'root:${weak}' | chpasswd\n`, 'setup.sh'),
      map('an export of fish', `set -x PASSWORD ${weak}\n`, 'config.fish'),
      map('PowerShell', `$env:PASSWORD = '${weak}'\n`, 'setup.ps1'),
      map('a Dockerfile', `FROM app\nENV PASSWORD ${weak}\n`, 'Dockerfile'),
      map('a unit of systemd', `[Service]\nEnvironment=PASSWORD=${weak}\nExecStart=/app\n`, 'app.service'),
      map('a default in Python', `import os\npassword = os.environ.get("PASSWORD", "${cased}")\n`, 'app.py'),
      map('a default in JavaScript', `const password = process.env.PASSWORD || '${cased}';\n`, 'app.js'),
      map('a text of a template in JavaScript', `const password = \`${cased}\`;\n`, 'app.js'),
      map('a sum of texts in JavaScript', `const password = 'fake-' + 'Passw0rd-1';\n`, 'app.js'),
      map('a user of PostgreSQL', `CREATE USER app WITH PASSWORD '${weak}';\n`, 'init.sql'),
      map('a user of MySQL', `ALTER USER 'app' IDENTIFIED BY '${weak}';\n`, 'init.sql'),
      map('a user of Oracle', `ALTER USER app IDENTIFIED BY "${weak}";\n`, 'init.sql'),
      map('a user in dollars', `ALTER ROLE app PASSWORD $$${weak}$$;\n`, 'init.sql'),
      map('Redis', `port 6379\nrequirepass ${weak}\n`, 'redis.conf'),
      map('a user of Redis', `user default on >${weak} ~* +@all\n`, 'users.acl'),
      map('a user of HAProxy', `userlist app\n  user admin insecure-password ${weak}\n`, 'haproxy.cfg'),
      map('statistics of HAProxy', `listen stats\n  stats auth admin:${weak}\n`, 'haproxy.cfg'),
      map('RabbitMQ', `default_user = app\ndefault_pass = ${weak}\n`, 'rabbitmq.conf'),
      map('LDIF', `dn: cn=app\nuserPassword: ${weak}\n`, 'app.ldif'),
      map('LDIF in base64', `dn: cn=app\nuserPassword:: ${encoded}\n`, 'app.ldif'),
      map(
        'WireGuard',
        `[Interface]\nPrivateKey = ${Buffer.alloc(32, 7).toString('base64')}\nAddress = 10.0.0.1\n`,
        'wg0.conf',
      ),
      map('a JSON web key', jwk(), 'key.json'),
      map('a JSON web key under no name', jwk()),
      map('a one-time password', 'otpauth://totp/app?secret=JBSWY3DPEHPK3PXP&issuer=app', 'otp'),
      map('a connection string of .NET', `Server=db;User Id=app;Password=${weak};`, 'connection'),
      map('keywords of libpq', `host=db user=app password=${weak}`, 'dsn'),
      map('a JDBC URL', `jdbc:postgresql://db/app?user=app&password=${weak}`, 'url'),
      map('a login of Oracle', `scott/${cased}@db:1521/app`, 'oracle'),
      map('an encoded colon of a URL', `postgresql://app%3A${weak}@db/app`, 'url'),
      map('a token as user of a URL', `https://${cased}${cased}${cased}@git.example.org/app.git`, 'url'),
      map('a header of HTTP', `GET / HTTP/1.1\nX-Api-Key: ${cased}\n`, 'request.http'),
      map('an invisible character in a setting', `pass\u200bword=${weak}\n`, 'app.properties'),
      map('wide letters in a setting', `\uff50\uff41\uff53\uff53\uff57\uff4f\uff52\uff44=${weak}\n`, 'settings'),
      map('nothing but a colon', `user:app\npassword:${weak}\n`, 'login.txt'),
      map('nothing but a space', `user app\npassword ${weak}\n`, 'login.conf'),
      map('a table of Markdown', `| user | password |\n|---|---|\n| app | ${cased} |\n`, 'notes.txt'),
      map('an arrow', `password -> ${cased}\n`, 'notes.txt'),
      map('a name in German', weak, 'DB_PASSWORT'),
      map('a name in French', weak, 'MOT_DE_PASSE'),
      map('a name with digits for letters', weak, 'DB_P4SSW0RD'),
      map('a name with a word behind', weak, 'PASSWORD_FOR_DB'),
      container('a name in Spanish', [variable('CONTRASENA', weak)]),
      container('options of Java', [variable('JAVA_OPTS', `-Xmx512m -Ddb.password=${weak}`)]),
      container('a variable on a command line', [], { command: ['env', `PASSWORD=${weak}`, 'app'] }),
      container('a setting of Helm', [], { args: ['install', '--set', `auth.password=${weak}`] }),
      container('a header of curl', [], {
        command: ['curl', '-H', `Authorization: Bearer ${cased}${cased}`, 'https://example.org'],
      }),
      container('a user of curl', [], { command: ['curl', `--user=app:${weak}`, 'https://example.org'] }),
      container('an empty option', [], { args: ['--password=', weak] }),
      container('a command in one word', [], { command: ['sh', '-c', `app --password ${weak}`] }),
      container('all of a ConfigMap under a name', [], {
        envFrom: [{ prefix: 'DB_PASSWORD_', configMapRef: { name: 'greetings' } }],
      }),
      of(
        'a file of a ConfigMap',
        mounted({ configMap: { name: 'greetings', items: [{ key: 'hello', path: 'db-password' }] } }),
      ),
      of(
        'a file of an annotation',
        mounted({
          downwardAPI: { items: [{ path: 'db-password', fieldRef: { fieldPath: "metadata.annotations['hello']" } }] },
        }),
      ),
      of(
        'a file of a ConfigMap mounted by itself',
        mounted({ configMap: { name: 'greetings' } }, [
          { name: 'v', mountPath: '/etc/app/password', subPath: 'hello' },
        ]),
      ),
      of(
        'an annotation of a template',
        externalSecret({ metadata: { annotations: { 'example.com/password': weak } } }),
      ),
      of('pieces of a template', externalSecret({ data: { password: '{{ "hun" }}{{ "ter2" }}' } })),
      of('a Secret of another operator', {
        apiVersion: 'clustersecret.io/v1',
        kind: 'ClusterSecret',
        metadata,
        data: { greeting: encoded },
      }),
      of('a Secret template of another operator', {
        apiVersion: 'isindir.github.com/v1alpha3',
        kind: 'SopsSecret',
        metadata,
        spec: { secretTemplates: [{ name: 'x', stringData: { greeting: literal } }] },
      }),
      of('an AppRole of a store', {
        apiVersion: 'external-secrets.io/v1',
        kind: 'SecretStore',
        metadata,
        spec: {
          provider: {
            vault: { server: 'https://vault', auth: { appRole: { path: 'approle', roleId: 'x', secretId: cased } } },
          },
        },
      }),
      of('a generator by a webhook', {
        apiVersion: 'generators.external-secrets.io/v1alpha1',
        kind: 'Webhook',
        metadata,
        spec: { url: 'https://example.org', headers: { Authorization: `Bearer ${cased}` } },
      }),
      of('a variable of a plugin of Argo CD', application({ plugin: { env: [{ name: 'PASSWORD', value: weak }] } })),
      of(
        'an argument of Jsonnet',
        application({ directory: { jsonnet: { tlas: [{ name: 'password', value: weak }] } } }),
      ),
      of(
        'a patch of Argo CD',
        application({ kustomize: { patches: [{ patch: `- op: add\n  path: /data/password\n  value: ${weak}\n` }] } }),
      ),
      of('an argument of a workflow', {
        apiVersion: 'argoproj.io/v1alpha1',
        kind: 'Workflow',
        metadata,
        spec: { arguments: { parameters: [{ name: 'password', value: weak }] } },
      }),
      of('a substitution of Flux', {
        apiVersion: 'kustomize.toolkit.fluxcd.io/v1',
        kind: 'Kustomization',
        metadata,
        spec: { postBuild: { substitute: { DB_PASSWORD: weak } } },
      }),
      map(
        'a kubeconfig',
        JSON.stringify({
          kind: 'Config',
          users: [{ name: 'app', user: { token: cased, 'client-key-data': encoded } }],
        }),
        'config',
      ),
      map(
        'a client of Prometheus',
        `scrape_configs:\n  - job_name: app\n    basic_auth: { username: app, password: ${weak} }\n`,
        'prometheus.yml',
      ),
      resource('letters', { password: [...weak] }),
      resource('a pair of short names', { list: [{ n: 'password', v: weak }] }),
      resource('lists side by side', { table: { names: ['user', 'password'], values: ['app', weak] } }),
      resource('a Secret without a version', { objects: [{ kind: 'Secret', stringData: { greeting: literal } }] }),
      resource('a login in one text', { basicAuth: `admin:${weak}` }),
      resource('users of a login', { users: { admin: { pass: weak } } }),
      resource('a PIN', { pin: '4711' }),
      valuesOf('a text for a shell in Helm values', { initScript: `psql "postgresql://db/app?password=${weak}"` }),
      valuesOf('a path in Helm values', { 'auth.password': weak }),
      of('a bundle of manifests in JSON', {
        ...configMap,
        data: { list: JSON.stringify([{ a: 1 }, { password: weak }]) },
      }),
    ],
  },
];
