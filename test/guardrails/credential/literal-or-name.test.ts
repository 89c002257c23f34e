// biome-ignore-all lint/suspicious/noTemplateCurlyInString: the texts hold variables of other languages
import { describe, expect, test } from 'vitest';
import { resolveConfiguration } from '../../../src/guardrails/engine/configuration.ts';
import { runGuardrails } from '../../../src/guardrails/engine/engine.ts';
import { purposeOf } from '../../../src/guardrails/manifest/file-purpose.ts';
import { readManifests } from '../../../src/guardrails/reading/read-manifests.ts';
import { exampleFolder } from './example-folder.ts';

const random = ['q8Zr2LmT', '5vXw91Hd'].join('');
const inValues = (text: string) => ({ 'values.yaml': `${text}\n` });
const inField = (text: string) => ({
  'a.yaml': `apiVersion: example.org/v1\nkind: Thing\nmetadata: {name: a, namespace: shop}\nspec:\n${text.replace(/^/gm, '  ')}\n`,
});
const inPod = (value: string) => ({
  'a.yaml': `apiVersion: v1\nkind: Pod\nmetadata: {name: a, namespace: shop}\nspec: {containers: [{name: a, env: [{name: ENTRIES, value: '${value}'}]}]}\n`,
});
const inScript = (text: string) => ({
  'a.yaml': `apiVersion: v1\nkind: Pod\nmetadata: {name: a, namespace: shop}\nspec:\n  containers:\n    - name: a\n      command:\n        - run\n        - |\n${text.replace(/^/gm, '          ')}\n`,
});
const inSettings = (text: string) => ({
  'a.yaml': `apiVersion: v1\nkind: ConfigMap\nmetadata: {name: a, namespace: shop}\ndata:\n  settings.json: |\n${text.replace(/^/gm, '    ')}\n`,
});

const inNginx = (text: string) => ({
  'a.yaml': `apiVersion: v1\nkind: ConfigMap\nmetadata: {name: a, namespace: shop}\ndata:\n  nginx.conf: |\n    ${text}\n`,
});

const inMessages = (text: string) => ({
  'a.yaml': `apiVersion: v1\nkind: ConfigMap\nmetadata: {name: a, namespace: shop}\ndata:\n  messages_en.properties: |\n${text.replace(/^/gm, '    ')}\n`,
});

const inChart = (name: string, text: string) => ({ 'c/Chart.yaml': 'name: c\n', [`c/templates/bin/${name}`]: text });

type Verdict = 'none' | 'note' | 'error';
type Case = readonly [title: string, files: Readonly<Record<string, string>>, verdict: Verdict];

const cases: readonly Case[] = [
  [
    'a collection under a local tag',
    { 'a.yaml': 'signing_key: !Find [a.pair, [name, "Self-made Certificate"]]\n' },
    'none',
  ],
  [
    'an entry of a store beside the variable that gets it',
    inField('secrets:\n  - {secret: github_ci-testing_pusher, project: ci, env: GH_TOKEN}'),
    'none',
  ],
  [
    'an entry of a store beside the file that gets it, in a list of JSON',
    inPod('[{"secret":"release_docker_ci-bot","file":"/run/docker/config.json"}]'),
    'none',
  ],
  ['an entry of a store in parts', inField('login: {secret: github-read_github_bot, team: a}'), 'note'],
  ['a literal beside a variable', inField(`secrets:\n  - {secret: ${random}, env: GH_TOKEN}`), 'error'],
  ['a made-up text in parts', inField('login: {secret: my_very-secret_thing}'), 'error'],
  ['a map under a local tag', { 'a.yaml': 'password: !Lookup {model: user, password: name}\n' }, 'none'],
  ['a scalar under a local tag', { 'a.yaml': 'client_secret: !Env WIKI_CLIENT_SECRET\n' }, 'none'],
  ['a tag in a text that does not parse', { 'a.yaml': 'client_secret: !Env WIKI_CLIENT_SECRET\n\t: [\n' }, 'none'],
  [
    'a tag in a carried text',
    inSettings('client_secret: !Env WIKI_CLIENT_SECRET\nsigning_key: !Find [a, [b, "C d"]]'),
    'none',
  ],
  ['a literal beside tags', { 'a.yaml': `a: !Env X\nclient_secret: ${random}\n` }, 'error'],
  ['a literal under a tag of YAML itself', { 'a.yaml': `client_secret: !!str ${random}\n` }, 'error'],
  ['a quoted text that begins like a tag', { 'a.yaml': 'client_secret: "!Winter2024 x"\n' }, 'error'],

  ['keys of one Secret', inValues('envSecrets:\n  DB_PASS: db-pass\n  ADMIN_PASS: admin-user-pass'), 'none'],
  ['a literal among keys of a Secret', inValues(`envSecrets:\n  DB_PASS: db-pass\n  ADMIN_PASS: ${random}`), 'error'],
  ['a key beside its Secret', inField('passwordSecret:\n  secretName: mirror\n  password: mirror-password'), 'none'],
  ['a literal beside a Secret', inField(`passwordSecret:\n  secretName: mirror\n  password: ${random}`), 'error'],
  ['a literal beside no Secret', inValues('auth:\n  existingSecret: ""\n  password: password'), 'error'],
  ['a name of a key beside no Secret', inValues('auth:\n  existingSecret: ""\n  password: db-password'), 'note'],
  ['what may be its own name', inValues('dbPassword: db-password'), 'note'],
  ['a weak literal beside a Secret', inField('login:\n  secretName: mirror\n  password: hunter2'), 'error'],
  [
    'a key of a store',
    inValues('data:\n  - secretKey: .dockerconfigjson\n    remoteKey: a/b\n    property: c'),
    'none',
  ],
  ['a Secret of several tokens', inField('tokens: dk27-tokens'), 'none'],
  ['a Secret with digits in its name', inField('basicAuth:\n  secret: r27-users'), 'none'],
  ['an `existing<Word>Secret`', inValues('existingAuthSecret: redis1-auth'), 'none'],
  ['the name of a key under an `authKey`', inValues('auth:\n  authKey: sentinel-password'), 'none'],
  ['an identifier in parts', inValues('defaultSessionKey: "hook:mctl-agent:default"'), 'none'],
  [
    'a parameter that names a key',
    inField('parameters:\n  - name: oauth-key\n    value: claude-code-oauth-token'),
    'none',
  ],
  ['what may be a name', inValues('adminPassword: admin-token'), 'note'],
  ['what was made up', inValues('adminPassword: my-secret-password'), 'error'],
  ['members of a scope', inValues('groups:\n  "admin:token":\n    - operators\n    - unix-admin\n    - a7p3'), 'none'],
  ['a key of a Secret of Argo CD', inValues('config: {clientSecret: $dex.clientSecret}'), 'none'],
  ['a key with dashes', inValues('config: {clientSecret: $backstage-oidc-client-secret}'), 'none'],
  ['a key of another Secret', inValues('config: {clientSecret: "$$argocd-oidc-creds:client_secret"}'), 'none'],
  ['a literal that begins like one', inValues(`config: {clientSecret: "$dex-${random}"}`), 'error'],
  ['a variable with dashes', inField('password: "${influxdb-password}"'), 'none'],
  ['a default behind a dash', inField(`password: "\${db-${random}}"`), 'error'],
  ['a variable whose name a template finishes', inScript('db_password=${{ .name | upper }}_PASSWORD'), 'none'],
  [
    'what is said where a value is missing',
    inField('token: \'{{ required (printf "token of %s is missing" .a) .b }}\''),
    'none',
  ],
  [
    'the same, of an argument',
    inField('hash: \'{{ htpasswd (required "user is missing" .u) (required "password is missing" .p) }}\''),
    'none',
  ],
  [
    'a key that is looked up',
    inField('password: \'{{ index $secret.data (.Values.key | default "secret_key") | b64dec }}\''),
    'none',
  ],
  ['a default of what is printed', inField(`password: '{{ index $secret.data "a" | default "${random}" }}'`), 'error'],
  ['a comment behind a variable', inSettings('license-key = "{{ .Values.key }}" #✨ instead of license-path'), 'none'],
  ['a kind of token', inValues('strategies: {access_token: jwt}'), 'none'],
  ['a word that a program knows', inValues('client: {credentials: ServiceCredentials}'), 'none'],
  ['made-up words', inValues('client: {credentials: MySuperSecret}'), 'error'],
  ['the beginning of a token', inScript('echo "Set: export GITHUB_TOKEN=ghp_..."'), 'none'],
  ['a file below the root', inScript('run --machine-api-key=/tls.key'), 'none'],
  ['a name that begins like a token', inField('name: pypi-sync-job-chat-notification-success'), 'none'],
  ['a token of that service', inField(`name: ${['pypi', random, random, random].join('-')}`), 'error'],
  ['a switch of nginx', { 'a.conf.yaml': 'server_tokens: "off;"\n' }, 'none'],
  ['a literal of nginx', inNginx(`auth_token ${random};`), 'error'],
  ['a switch of nginx in its own text', inNginx('server_tokens off;'), 'none'],
  ['an argument of a call over lines', inScript('create(\n  token=token,\n  user=user)'), 'none'],
  ['a weak literal that is its own name', inScript('token=token'), 'error'],
  [
    'a setting that a kustomization takes elsewhere',
    { 'kustomization.yaml': 'configMapGenerator:\n  - name: a\n    literals:\n      - CNPG_SECRET_KEY=ai-litellm\n' },
    'none',
  ],
  [
    'a literal of a generator',
    { 'kustomization.yaml': `configMapGenerator:\n  - name: a\n    literals:\n      - DB_PASSWORD=${random}\n` },
    'error',
  ],
  [
    'the Secret that has the name of its reader',
    {
      'a.yaml':
        'apiVersion: apps/v1\nkind: Deployment\nmetadata: {name: operator}\nspec: {template: {spec: {containers: [{name: c, env: [{name: OPERATOR_SECRET, value: operator}]}]}}}\n',
    },
    'none',
  ],
  [
    'a password that is the name of its reader',
    {
      'a.yaml':
        'apiVersion: apps/v1\nkind: Deployment\nmetadata: {name: postgres}\nspec: {template: {spec: {containers: [{name: c, env: [{name: POSTGRES_PASSWORD, value: postgres}]}]}}}\n',
    },
    'error',
  ],
  [
    'versions of packages',
    { 'package.json': '{"dependencies": {"js-tokens": "^4.0.0", "@a/cloudflare-token": "workspace:*"}}' },
    'none',
  ],
  [
    'a place that a binding names',
    {
      'a.yaml':
        'apiVersion: v1\nkind: Service\nmetadata: {name: a, annotations: {service.binding/password: "path={.metadata.name}-a,objectType=Secret,sourceKey=b"}}\n',
    },
    'none',
  ],
  ['a URL of a rule against attacks', inScript('# http://google.com:80+&@127.88.23.245:22/'), 'none'],
  ['a query in a comment', inScript("# Example: email=admin@example.org';&password=foo"), 'none'],
  ['a query of a script', inScript(`curl "https://a.example.org?user=a&password=${random}"`), 'error'],
  ['a count in a program', inNginx('estimated_tokens = 10  -- at least'), 'none'],
  [
    'a variable before a command',
    inScript('PGPASSWORD=$POSTGRES_PASSWORD psql -h $HOST -f /docker-entrypoint-initdb.d/a.sql'),
    'none',
  ],
  [
    'parts of a name',
    inField('restic_secret: \'{{ .rs | list (.ns | default "default") "restic-secret" | join "-" }}\''),
    'none',
  ],
  ['a choice', inSettings('credentials: dangerously-allow-unauthenticated'), 'none'],
  ['a key of an entry', inValues('vaultKeyPassword: gitToken'), 'none'],
  ['a kind of login', inField('ETCD_AUTH_TOKEN: simple'), 'none'],
  ['a kind of source', inValues('session-key: secretRef'), 'none'],
  [
    'a comment of a template',
    { 'templates/a.yaml': '{{- /* so that\n   default "generic" token: x matches */}}\na: b\n' },
    'none',
  ],
  ['a value of a file', inValues('GITHUB_TOKEN: from_file'), 'note'],
  ['values of a linter', { 'linter_values.yaml': `password: ${random}\n` }, 'note'],
  [
    'values of a test of a chart',
    { 'c/Chart.yaml': 'name: c\n', 'c/test/values/a.yaml': `password: ${random}\n` },
    'note',
  ],
  [
    'values of an environment named test, beside a chart',
    { 'c/Chart.yaml': 'name: c\n', 'test/values/a.yaml': `password: ${random}\n` },
    'error',
  ],
  ['a source of values', inField('licenseKey: "${nr-env:NR_LICENSE_KEY}"'), 'none'],
  ['a default that names a Secret', inField('APP_SECRET: \'{{ .APP_SECRET | default "n8n-green-app" }}\''), 'none'],
  ['a path of fields', inField('clusterAgent.token: spec.global.clusterAgentToken'), 'none'],
  [
    'a file beside programs that test',
    { 'test/a_test.go': 'package a\n', 'test/data/a.yaml': `password: ${random}\n` },
    'note',
  ],
  ['an environment named test', { 'test/a.yaml': `password: ${random}\n` }, 'error'],
  ['a line of sudoers', { 'a.yaml': '"nova ALL=(root) NOPASSWD": /usr/bin/nova-rootwrap /etc/nova.conf *\n' }, 'none'],
  ['a comment of an INI file', inSettings('a = b\n;password=xyz\n'), 'none'],
  ['a quote that ends a text', inScript("sops -d a.yaml | grep 'api_token:' | awk '{print $2}'"), 'none'],
  ['a variable of an inner shell', inScript(`psql -c "ALTER USER a WITH PASSWORD '\\$NEW_PASSWORD';"`), 'none'],
  [
    'a constant in place of a password',
    inScript('echo "+ mc alias set dest https://a ACCESS_KEY_ID SECRET_ACCESS_KEY"'),
    'none',
  ],
  ['a password of mc', inScript(`mc alias set dest https://a app ${random}`), 'error'],
  ['an event', inSettings('{"PASS": "ACCEPT", "token": "drop"}'), 'none'],
  ['keys under which an operator writes', inField('secret: {keys: {clientSecret: secret}}'), 'none'],
  ['a literal beside such keys', inField(`secret: {keys: {clientSecret: secret}, clientSecret: ${random}}`), 'error'],

  ['a value that is set elsewhere', inValues('apiToken: DEFINED-IN-REGION-SECRETS'), 'note'],
  ['a value of a store', inValues('password: from-external-vault-provider'), 'note'],
  ['a value that nothing checks', inField('apiKey: sk-no-key-required'), 'note'],
  ['a value that is not used', inField('password: unused'), 'note'],
  ['a form of a value', inField('apiKey: your-oauth2-api-key-here'), 'note'],
  ['a mask', inField('apiKey: XXXXXXS'), 'note'],
  ['a form with more in it', inField(`apiKey: your-${random}-here`), 'error'],
  ['what works as it stands', inValues('adminPassword: changeme'), 'error'],
  ['a variable as a key', inValues('adminTokens:\n  "${ADMIN_TOKEN}": default-client'), 'none'],
  ['a path into data', inValues('keys:\n  API_KEY: ".API_KEY"'), 'none'],
  [
    'a number of tokens by a variable',
    inField('llm_input_token: "%DYNAMIC_METADATA(io.example:llm_input_token)%"'),
    'none',
  ],
  ['a key of a key ring', inField('seal:\n  key_ring: vault\n  crypto_key: unseal'), 'none'],
  ['a path of Vault', inField('password: ">>vault:pki/root/generate/internal#certificate"'), 'none'],
  ['a rule of a policy', inField('"identity:list_tokens": "rule:reader or user_id:%(target.user_id)s"'), 'none'],
  ['a literal that begins like a rule', inField(`password: "rules${random}"`), 'error'],
  ['a Secret and its key', inField('token: "secret:kiali-services:grafana-token"'), 'none'],

  [
    'members of an object of JavaScript',
    inScript("const form = new URLSearchParams({ grant_type: 'refresh_token', refresh_token: old.refreshToken });"),
    'none',
  ],
  ['a variable of JavaScript', inScript('let token = await login(newPassword);'), 'none'],
  ['a literal of JavaScript', inScript(`await login({ username: 'admin', password: '${random}' });`), 'error'],
  ['a variable of Python', inScript('r = request(url, headers={"X-Vault-Token": vault_token})'), 'none'],
  ['a call of Python', inScript('credentials = await self.provider.get_credentials(user)'), 'none'],
  ['an expression of sed', inScript(`sed -E 's/(password=")[^"]*(")/\\1***\\2/' client.properties`), 'none'],
  ['an expression of grep', inScript(`grep '"client_token"' | sed 's/.*"client_token":"\\([^"]*\\)".*/\\1/'`), 'none'],
  ['a file', inScript('vault write auth/kubernetes/login jwt=@/var/run/secrets/token'), 'none'],
  ['the name of a Secret', inScript('client_secret=oauth2-proxy-client-secret\nSECRET = "ci-certificate"'), 'none'],
  ['a literal of a shell', inScript(`client_secret=${random}`), 'error'],
  ['a weak literal of a shell', inScript('DB_PASSWORD=changeme1'), 'error'],
  ['the form of a URL', inField('help: "DATABASE_URL is postgresql://user:pass@host:port/dbname"'), 'none'],
  ['a URL with a password', inField('url: "postgresql://user:pass@db:5432/app"'), 'error'],

  [
    'a client of a realm whose secret looks like a name',
    inSettings(
      '{"realm": "a", "clients": [{"clientId": "web", "secret": "web-client-secret", "redirectUris": ["*"]}]}',
    ),
    'error',
  ],
  [
    'a client of a realm as a resource',
    inField('realm:\n  clients:\n    - clientId: web\n      publicClient: false\n      secret: web-client-secret'),
    'error',
  ],
  ['the id of a cloud access key', inValues(`awsAccessKeyId: ${['AKIA', 'ZZ2XQ7PLM4N5RTVW'].join('')}`), 'error'],
  ['an access key of a documentation', inValues(`awsAccessKeyId: ${['AKIA', 'IOSFODNN7EXAMPLE'].join('')}`), 'none'],

  ['the Secret of a webhook', inField('params:\n- name: webhook-secret\n  value: team-chat-webhook'), 'note'],
  ['the Secret of a login', inValues('ldap_auth_secret: ldap-authentication'), 'note'],
  ['the Secret of an issuer', inValues('oidcSecret: grafana-login'), 'note'],
  ['the secret of a cookie', inValues('cookie_secret: tony-montana'), 'error'],
  ['the secret of a session', inValues('sessionSecret: blue-horse'), 'error'],
  [
    'a key beside the name of its Secret',
    inSettings('{"api-token-secret-name": "bot", "api-token-secret-key": "GIT_TOKEN"}'),
    'none',
  ],
  ['the name of the field, to be replaced', inValues('env:\n- name: API_TOKEN\n  value: REP_API_TOKEN_REP'), 'note'],
  ['the name of the field, to be updated', inField('name: S3_SECRET_KEY\nvalue: UPDATE_S3_SECRET_KEY'), 'none'],
  ['what a build replaces', inField('ssh-password: _replaced_'), 'note'],
  ['a dummy', inValues('apiKey: dummyApiKey'), 'note'],
  [
    'a path with colons',
    inValues('password: "<path:arn:aws:secretsmanager:eu-west-1:1234:secret:shop/db#password>"'),
    'none',
  ],
  ['a path of another plugin', inValues('password: "<vault:kv/shop/db#password>"'), 'none'],
  ['versions of a package', inSettings('{"js-tokens": "^3.0.0 || ^4.0.0"}'), 'none'],
  ['a range of versions', inSettings('{"api-token": ">=1.2.3 <2.0.0", "auth-token": "1.2.x"}'), 'none'],
  ['a certificate by its title', inValues('signingKey: "shop Self-signed Certificate"'), 'none'],
  ['a label in another order', inMessages('passwordNew=New Password\npasswordRepeat=Repeat Password'), 'none'],
  [
    'a template of another language',
    inValues('note: "<#if mail.password?has_content>password: $mail-password</#if>"'),
    'none',
  ],
  [
    'a file that a program reads',
    inSettings(':password: "<%= File.read("/etc/mail/password").strip.dump[1..-2] %>"\n\t:'),
    'none',
  ],
  ['a call with what follows', inSettings('password: File.read("/etc/mail/password").strip,\n\t:'), 'none'],
  [
    'what is said where a password is missing',
    inValues(`htpasswd: |\n  {{- fail "one of 'password' or 'hash'" }}`),
    'none',
  ],
  ['phrases that a checker looks for', inField('tokens:\n- going to be\n- "he\'ll"\n- "\\\\bI\\\\b"'), 'none'],
  ['a field that names the key of its Secret', inField('serviceAccountKey: serviceAccount'), 'none'],
  ['a variable with a filter', inScript('k3d cluster create --k3s-arg "--token=${CLUSTER_TOKEN}@server:*"'), 'none'],
  [
    'a word of a sentence',
    inValues(
      'text: "Where you may write, use a branch of your own through the forge (token = password field of your file) and say so in plain words when you are done"',
    ),
    'none',
  ],
  ['a map in a line of a script', inScript('secret: {secretName: "signing-config"}'), 'none'],
  [
    'a sample of an interface',
    { 'api.yaml': 'openapi: 3.0.0\nexample: {password: password1, clientSecret: mine}\n' },
    'note',
  ],
  ['a sample of an older form', { 'api.json': '{"swagger": "2.0", "example": {"password": "password1"}}' }, 'note'],
  [
    'a sample of a schema',
    { 'a.json': '{"$schema": "http://json-schema.org/draft-07/schema#", "default": {"password": "password1"}}' },
    'note',
  ],
  ['a source that is imported', { 'vendor/example.org/a/a.yaml': `password: ${random}\n` }, 'note'],
  ['a vendor of the cluster', { 'vendor/web/a.yaml': `password: ${random}\n` }, 'error'],
  ['values for a linter', { 'charts/a/values.lint.yaml': `password: ${random}\n` }, 'note'],
  ['values for a pipeline', { 'charts/a/ci-values.yaml': `password: ${random}\n` }, 'note'],
  ['a mask with dashes', inValues('privateKey: XXXXXXXX-XXXX-XXXX-XXXXXXXXXXXX'), 'none'],
  ['a word to be replaced', inValues('password: _PASSWORD_'), 'note'],
  ['an entry of a store, and its key', inScript('GPG_PASSPHRASE=signing-key:passphrase'), 'none'],
  [
    'what a script reads into a variable',
    inScript('admin_token="$(python3 -c \'print(load()["access_token"])\')"'),
    'none',
  ],
  ['the versions of a signature', inField('signature_keys: [v1]'), 'none'],
  ['what a policy does without one', inValues('jwt: allow_missing_or_failed'), 'none'],
  [
    'a switch in place of a password',
    inValues('password: \'{{ ternary .Values.password "migrationDisabled" .Values.on }}\''),
    'none',
  ],
  ['the account of a store', inValues('swift_access_key: search-updates:live'), 'none'],
  ['the secret key of an account', inValues(`swift_secret_access_key: ${random}:live`), 'error'],
  [
    'a manifest in a script',
    inScript('cat <<E\ndata:\n- match:\n    secretKey: secretString\n    remoteRef: {remoteKey: $NAME}\nE'),
    'none',
  ],
  ['what a script says', inScript('echo "To decode the secret: aws secretsmanager get-secret-value"'), 'none'],
  ['a value that is overridden', inValues('clientSecret: override_me'), 'note'],
  ['a value that a person replaces', inValues('jobPassword: replace_with_password'), 'note'],
  ['hidden fixtures', { 'charts/a/.fixtures/a.yaml': `password: ${random}\n` }, 'note'],
  [
    'the schema of values',
    {
      'charts/a/values.schema.json': `{"properties": {"a": {"description": "password: pwd1", "password": "${random}"}}}`,
    },
    'note',
  ],
  ['a service of a pipeline', { '.github/workflows/a.yml': 'env: {POSTGRES_PASSWORD: postgres}\n' }, 'note'],
  ['a service of another forge', { '.gitlab-ci.yml': 'variables: {MYSQL_PASSWORD: testing-password}\n' }, 'note'],
  [
    'a URL of a pipeline',
    { '.github/workflows/a.yml': 'env: {DATABASE_URL: "postgres://app:app@localhost/app"}\n' },
    'note',
  ],
  ['a random password of a pipeline', { '.github/workflows/a.yml': `env: {ADMIN_PASSWORD: ${random}}\n` }, 'error'],
  [
    'a token of a pipeline',
    { '.github/workflows/a.yml': `env: {GH_TOKEN: ${['ghp', '_'].join('')}${random}${random}}\n` },
    'error',
  ],
  ['a pipeline of the cluster', { 'pipelines/a.yml': 'env: {POSTGRES_PASSWORD: postgres}\n' }, 'error'],
  [
    'a program of a chart',
    inChart('_a.py.tpl', "headers = {\n  'X-Auth-Token': token,\n}\nsql = \"ALTER USER a IDENTIFIED BY '{3}'\"\n"),
    'none',
  ],
  [
    'a script of a chart',
    inChart(
      '_a.sh.tpl',
      'if check; then\n  echo "PASS: All of them passed!";\n  ovs --private-key=db:Switch,SSL,private_key\nfi\n',
    ),
    'none',
  ],
  ['a script of a chart that holds one', inChart('_a.sh.tpl', `export ADMIN_PASSWORD=${random}\n`), 'error'],
  ['the resources of another source set', { 'src/integrationTest/resources/a.yaml': `password: ${random}\n` }, 'note'],
  ['the sources of a program', { 'src/main/resources/a.yaml': `password: ${random}\n` }, 'error'],
  ['a source test', { 'src/test/resources/a.yaml': `password: ${random}\n` }, 'note'],
  [
    'a chart below a folder of tests',
    { 'src/test/web/Chart.yaml': 'name: web\n', 'src/test/web/values.yaml': `password: ${random}\n` },
    'error',
  ],
  ['a literal of an archive', { 'apps/_archive/values.yaml': `password: ${random}\n` }, 'note'],
  ['a literal of a test', { 'tests/data/a.json': `{"password": "${random}"}` }, 'note'],
  [
    'a literal beside what a test expects',
    { 'chart/test/a/00-a.yaml': `password: ${random}\n`, 'chart/test/a/00-b-assert.yaml': 'kind: Pod\n' },
    'note',
  ],
  [
    'a literal beside a test of another folder',
    { 'a.yaml': `password: ${random}\n`, 'test/chainsaw-test.yaml': 'kind: Test\n' },
    'error',
  ],
  ['a literal of a chart test', { 'templates/tests/a.yaml': `password: ${random}\n` }, 'error'],
  ['a literal of an environment named test', { 'clusters/test/values.yaml': `password: ${random}\n` }, 'error'],
  ['the texts of an interface', { 'app/locales/de.json': '{"password": "Passwort123", "token": "Merkmal9"}' }, 'none'],
];

describe('a text under the name of a credential', () => {
  test.each(cases)('%s', (_, files, verdict) => {
    const { manifests } = readManifests({ paths: [exampleFolder(files)] });
    const [worst = 'none'] = runGuardrails({ manifests, configuration: resolveConfiguration() })
      .filter(({ code }) => /^VW30[01]/.test(code))
      .map(({ severity }) => severity)
      .sort();
    expect(worst).toBe(verdict);
  });
});

describe('purposeOf', () => {
  test.each([
    ['tests/a.yaml', 'test'],
    ['charts/a/ci/x-values.yaml', 'test'],
    ['charts/a/tests/a_test.yaml', 'test'],
    ['apps/a.disabled/b.yaml', 'archive'],
    ['terraform/z_old_terraform/a.yaml', 'archive'],
    ['config/samples/a.yaml', 'example'],
    ['a/values.example.yaml', 'example'],
    ['website/docs/a.yaml', 'documentation'],
    ['dump/cluster/a.yaml', 'archive'],
    ['charts/a/lint/values.yaml', 'test'],
    ['system-tests/a.yaml', 'test'],
    ['config/mock-login.json', 'test'],
    ['providers/test_data.json', 'test'],
    ['apps/load-balancer/a.yaml', undefined],
    ['apps/smoke/a.yaml', undefined],
    ['apps/docs/a.yaml', undefined],
    ['overlays/test/a.yaml', undefined],
    ['a/holder/b.yaml', undefined],
    ['a/gold/threshold.yaml', undefined],
    ['ci/pipeline.yaml', undefined],
  ])('says of %s: %s', (path, purpose) => {
    expect(purposeOf(path)).toBe(purpose);
  });
});
