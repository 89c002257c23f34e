// biome-ignore-all lint/suspicious/noTemplateCurlyInString: the cases hold variables of other languages
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { judge } from '../../../src/guardrails/credential/credential.ts';

const fake = (prefix: string, length: number): string =>
  prefix + 'Fake9'.repeat(Math.ceil(length / 5)).slice(0, length);

const credentials: readonly (readonly [string, unknown, string])[] = [
  ['password', 'changeme1', 'literal'],
  ['password', 'changeme', 'literal'],
  ['PASSWORD', 'a', 'literal'],
  ['PassWord', 'hunter2', 'literal'],
  ['db.password', 'hunter2', 'literal'],
  ['DB_PASSWORD', 'hunter2', 'literal'],
  ['DB_PASSWORD_2', 'hunter2', 'literal'],
  ['PASSWORD_PROD', 'hunter2', 'literal'],
  ['dbpassword', 'hunter2', 'literal'],
  ['pgpassword', 'hunter2', 'literal'],
  ['clientSecret', 'shop-secret', 'literal'],
  ['client-secret', 'shop-secret', 'literal'],
  ['client_secret', 'shop-secret', 'literal'],
  ['apiKey', 'fakefake', 'literal'],
  ['api-key', 'fakefake', 'literal'],
  ['API_KEY', 'fakefake', 'literal'],
  ['apikey', 'fakefake', 'literal'],
  ['AWS_SECRET_ACCESS_KEY', 'fake/fakeFAKE9fake/FAKEfake+fake', 'literal'],
  ['privateKey', 'fakefake1', 'literal'],
  ['authToken', 'abc', 'literal'],
  ['token', 'abc', 'literal'],
  ['passphrase', 'correct horse battery staple', 'literal'],
  ['encryptionKey', 'fakefakefake', 'literal'],
  ['SESSION_SECRET', 'fakefakefake', 'literal'],
  ['NEXTAUTH_SECRET', 'fakefakefake', 'literal'],
  ['requirepass', 'foo', 'literal'],
  ['clusterToken', 'fakefake', 'literal'],
  ['cluster-initial-token', 'fakefake', 'literal'],
  ['erlang-cookie', 'fakefake', 'literal'],
  ['secret-id', 'fake-fake', 'literal'],
  ['password', 'Pa$$w0rd', 'literal'],
  ['password', 'Str0ng$ecret', 'literal'],
  ['password', '123456', 'literal'],
  ['password', 123456, 'literal'],
  ['pin-password', 99999999, 'literal'],
  ['password', 'pass word', 'literal'],
  ['password', 'true1', 'literal'],
  ['password', 'fakeFAKE9fake/fakeFAKE9fake', 'literal'],
  ['password', '${DB_PASSWORD:-hunter2}', 'default'],
  ['password', '${DB_PASSWORD-hunter2}', 'default'],
  ['password', '${DB_PASSWORD:hunter2}', 'default'],
  ['password', '{{ .Values.password | default "hunter2" }}', 'default'],
  ['password', '{{ default "hunter2" .Values.password }}', 'default'],
  ['password', '{{ "hunter2" | b64enc }}', 'default'],
  ['password', '{{ b64enc "hunter2" }}', 'default'],
  ['password', '{{ "hunter2" }}', 'default'],
  ['password', '{{ coalesce .Values.a "hunter2" }}', 'default'],
  ['config', 'x=${DB_PASSWORD:-hunter2}', 'default'],
  ['URL', 'postgresql://app:hunter2@db:5432/app', 'url'],
  ['URL', 'redis://:hunter2@cache:6379/0', 'url'],
  ['URL', 'amqp://guest:guest@mq/', 'url'],
  ['URL', 'https://app:p@ss@example.org/', 'url'],
  ['URL', 'mongodb+srv://app:hunter2@a.example.org,b.example.org/x', 'url'],
  ['URL', 'postgresql://$(USER):hunter2@db/app', 'url'],
  ['URL', 'https://example.org/?token=hunter2', 'url'],
  ['URL', 'jdbc:postgresql://db/app?user=app&password=hunter2', 'url'],
  ['DSN', 'app:hunter2@tcp(db:3306)/app', 'url'],
  ['URL', 'user=app and postgresql://app:hunter2@db/app', 'url'],
  ['cert', `-----BEGIN PRIVATE KEY-----\n${'RkFL'.repeat(8)}\n-----END PRIVATE KEY-----`, 'private-key'],
  ['cert', `-----BEGIN RSA PRIVATE KEY-----\\n${'RkFL'.repeat(8)}\\n-----END RSA PRIVATE KEY-----`, 'private-key'],
  ['cert', `-----BEGIN OPENSSH PRIVATE KEY-----\n${'RkFL'.repeat(8)}`, 'private-key'],
  ['.dockerconfigjson', '{"auths":{"ghcr.io":{"auth":"ZmFrZTpmYWtl"}}}', 'registry-login'],
  ['config.json', '{"auths": {"ghcr.io": {"username": "a", "password": "fake"}}}', 'registry-login'],
  ['anything', fake('ghp_', 36), 'token'],
  ['anything', fake('glpat-', 20), 'token'],
  ['anything', fake('xoxb-', 20), 'token'],
  ['anything', fake('hvs.', 24), 'token'],
  ['header', `Authorization: Bearer ${fake('', 24)}`, 'token'],
  ['anything', `${fake('eyJ', 20)}.${fake('eyJ', 20)}.${fake('', 20)}`, 'token'],
  ['Authorization', 'Basic abc', 'token'],
  ['header', 'Authorization: Basic YXBwOmZha2U=', 'token'],
  ['x', "CREATE USER app WITH PASSWORD 'changeme1';", 'token'],
  ['x', "CREATE USER 'app' IDENTIFIED BY 'changeme1'", 'token'],
  ['.dockercfg', '{"registry.example.org":{"auth":"ZmFrZTpmYWtl"}}', 'registry-login'],
  [
    'client-key-data',
    Buffer.from(`-----BEGIN PRIVATE KEY-----\n${'RkFL'.repeat(16)}\n`).toString('base64'),
    'private-key',
  ],
  ['adminPassword', '$2a$10$fakefakefakefakefakefu', 'hash'],
  ['users', 'admin:{SHA}fakefakefake', 'hash'],
  ['hash', '$6$fakesalt$fakefakefake', 'hash'],
];

const harmless: readonly (readonly [string, unknown])[] = [
  ['password', ''],
  ['password', '   '],
  ['password', null],
  ['password', true],
  ['password', false],
  ['password', 'true'],
  ['password', 'none'],
  ['password', 12345],
  ['password', '12345'],
  ['password', '********'],
  ['password', 'xxxxxxxx'],
  ['password', '$DB_PASSWORD'],
  ['password', '${DB_PASSWORD}'],
  ['password', '${DB_PASSWORD:-}'],
  ['password', '${DB_PASSWORD:?must be set}'],
  ['password', '$(DB_PASSWORD)'],
  ['password', '$(cat /run/secrets/password)'],
  ['password', '$__file{/etc/secrets/password}'],
  ['password', '${{ secrets.PASSWORD }}'],
  ['password', '<password>'],
  ['password', '<path:secret/data/db#password>'],
  ['password', '%DB_PASSWORD%'],
  ['password', '@DB_PASSWORD@'],
  ['password', '{{ .Values.password }}'],
  ['password', '{{ .Values.password | default "" }}'],
  ['password', '{{ .Values.password | quote }}'],
  ['password', '{{ required "a password is required" .Values.password }}'],
  ['password', '{{ index . "x" }}'],
  ['password', '{{ include "shop.password" . }}'],
  ['password', '{{ printf "%s-%s" .a .b }}'],
  ['password', '{{ (lookup "v1" "Secret" .ns "db").data.password }}'],
  ['password', '[[ .password ]]'],
  ['password', '((db-password))'],
  ['password', 'vault:secret/data/db#password'],
  ['password', 'ref+vault://secret/db#/password'],
  ['password', 'op://vault/item/password'],
  ['password', 'ENC[AES256_GCM,data:fake,iv:fake,tag:fake,type:str]'],
  ['token', '/var/run/secrets/token'],
  ['token', './secrets/token'],
  ['token', '~/token'],
  ['token', 'secret/data/shop/token'],
  ['token', '24h'],
  ['token', '1h30m'],
  ['token', '10Gi'],
  ['token', '1.2.3'],
  ['token', '2026-11-24'],
  ['token', 'https://example.org/oauth/token'],
  ['passwordLength', 'hunter2'],
  ['passwordMinLength', 1234567],
  ['passwordFile', 'db.txt'],
  ['passwordKey', 'hunter2'],
  ['passwordPolicy', 'strict-one'],
  ['passwordSecret', 'db-credentials1'].slice(0, 1).concat('${X}') as [string, string],
  ['tokenUrl', 'fake-token'],
  ['tokenTTL', '3600000'],
  ['maxTokens', 1000000],
  ['max_tokens', '1000000'],
  ['next_token', 'abcdef'],
  ['secretName', 'db-credentials'],
  ['existingSecret', 'db-credentials'],
  ['imagePullSecret', 'registry-login'],
  ['publicKey', 'fakefakefake'],
  ['primaryKey', 'order_id'],
  ['routingKey', 'orders.created'],
  ['proxy_pass', 'http://backend'],
  ['client-id', 'shop'],
  ['tokenId', 'fake-id'],
  ['username', 'admin'],
  ['keyboard', 'qwerty'],
  ['compass', 'north-1'],
  ['URL', 'https://example.org/a:b@c'],
  ['URL', 'postgresql://app@db:5432/app'],
  ['URL', 'postgresql://$(USER):$(PASSWORD)@db/app'],
  ['URL', 'postgresql://${USER}:${PASSWORD}@db/app'],
  ['URL', 'postgresql://app:{{ .password | urlquery }}@db/app'],
  ['URL', 'https://<user>:<password>@example.org'],
  ['URL', 'https://user:***@example.org'],
  ['URL', 'http://vault-core-dev.ameide-dev.svc.cluster.local:8200'],
  ['URL', 'https://example.org/?token=$TOKEN'],
  ['image', 'ghcr.io/org/app:1.2.3@sha256:0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef'],
  ['email', 'someone@example.org'],
  ['cert', '-----BEGIN CERTIFICATE-----\nRkFLRUZBS0VGQUtFRkFLRQ==\n-----END CERTIFICATE-----'],
  ['publicKey', '-----BEGIN PUBLIC KEY-----\nRkFLRUZBS0VGQUtFRkFLRQ==\n-----END PUBLIC KEY-----'],
  ['tls.key', '-----BEGIN PRIVATE KEY-----\n{{ .key }}\n-----END PRIVATE KEY-----'],
  ['.dockerconfigjson', '{"auths":{"ghcr.io":{"auth":"{{ .auth }}"}}}'],
  ['authorization', 'Node,RBAC'],
  ['Authorization', 'Bearer $(TOKEN)'],
  ['x', 'Basic authentication is on'],
  ['x', "CREATE USER app WITH PASSWORD '${PASSWORD}';"],
  ['certificate-authority-data', Buffer.from(`-----BEGIN CERTIFICATE-----\n${'RkFL'.repeat(16)}\n`).toString('base64')],
  ['ETCD_INITIAL_CLUSTER_TOKEN', 'etcd-cluster-1'],
  ['price', '$2.50'],
  ['doc', 'Set the token as ghp_xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx here'],
];

describe('judge', () => {
  test.each(credentials)('%s: a credential (%#)', (key, value, form) => {
    expect(judge(key, value)[0]?.form).toBe(form);
  });

  test.each(harmless)('%s: none (%#)', (key, value) => {
    expect(judge(key, value)).toEqual([]);
  });

  test.each([
    ['secretKey', 'admin-password', false],
    ['secretKey', 'password', false],
    ['secretKey', 'S3_SECRET_KEY', false],
    ['secret', 'db-credentials', false],
    ['secretKey', 'minio123', true],
    ['secretKey', 'changeme', true],
    ['accessKey', 'fakeFAKE9fake', true],
    ['secretAccessKey', 'admin-password', true],
    ['accessKey', 'shop-storage', false],
    ['password', 'admin', true],
    ['clientSecret', 'shop-secret', true],
  ])('in a configuration tree %s: %s → %s', (key, value, isFound) => {
    expect(judge(key, value, { mayBeName: true }).length > 0).toBe(isFound);
  });
});

describe('judge, for any text', () => {
  const literal = fc.stringMatching(/^[A-Za-z][A-Za-z0-9!?]{5,20}[0-9]{2}$/);
  const spelled = fc.constantFrom(
    'password',
    'DB_PASSWORD',
    'dbPassword',
    'db-password',
    'db.password',
    'PASSWORD_1',
    'PassWord',
  );

  test('a literal under any spelling of a password key is one', () => {
    fc.assert(fc.property(spelled, literal, (key, value) => judge(key, value).length === 1));
  });

  test('a variable of any syntax in its place is none', () => {
    const syntax = fc.constantFrom(
      (name: string) => `$\{${name}}`,
      (name: string) => `$(${name})`,
      (name: string) => `$${name}`,
      (name: string) => `{{ .Values.${name} }}`,
      (name: string) => `<${name}>`,
      (name: string) => `%${name}%`,
    );
    fc.assert(
      fc.property(
        spelled,
        syntax,
        fc.stringMatching(/^[A-Z][A-Z_]{2,12}[A-Z]$/),
        (key, write, name) => judge(key, write(name)).length === 0,
      ),
    );
  });

  test('a password in a URL is found wherever the URL stands, and its variable is not', () => {
    const around = fc.stringMatching(/^[a-z ]{0,12}$/);
    fc.assert(
      fc.property(around, literal, around, (before, value, after) => {
        const url = (password: string) => `${before} postgresql://app:${password}@db/app ${after}`;
        return (
          judge('note', url(value)).some(({ form }) => form === 'url') && judge('note', url('$(PASSWORD)')).length === 0
        );
      }),
    );
  });

  test('an offset lies inside the text', () => {
    fc.assert(
      fc.property(fc.string(), fc.string({ maxLength: 200 }), (key, value) =>
        judge(key, value).every(({ offset }) => offset >= 0 && offset <= value.length),
      ),
    );
  });

  test('time grows with the length of the text, not with its square', () => {
    for (const piece of [
      '{{',
      '${',
      '$(',
      '://a:',
      '<a',
      '"',
      '-----BEGIN PRIVATE KEY-----',
      '((',
      '%a',
      '@a',
      '[[',
      'a=',
      '--a ',
    ]) {
      // Of the processor, since what else the machine does is no fault of the text.
      const started = process.cpuUsage();
      judge('password', piece.repeat(20_000));
      expect(process.cpuUsage(started).user / 1000, piece).toBeLessThan(500);
    }
  });
});
