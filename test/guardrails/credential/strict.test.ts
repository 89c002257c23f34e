// biome-ignore-all lint/suspicious/noTemplateCurlyInString: the cases hold variables of other languages
import { describe, expect, test } from 'vitest';
import { judge } from '../../../src/guardrails/credential/credential.ts';
import type { StrictContext } from '../../../src/guardrails/credential/strict/strict-judge.ts';

const strict: StrictContext = {
  isSecretName: (text) => text === 'ledger-db' || text === 'shop/ledger-db',
  isDataKey: (text) => text === 'admin-password',
  isMounted: (path) => path.startsWith('/etc/app/'),
};
const refused = (key: string, value: unknown, context: Partial<StrictContext> = {}): boolean =>
  judge(key, value, { strict: { ...strict, ...context } }).length > 0;

/** The generator of Park and Miller: the same passwords on every machine. */
function printable(seed: number): () => string {
  let state = seed;
  const next = (below: number): number => {
    state = (state * 48_271) % 2_147_483_647;
    return state % below;
  };
  return () => Array.from({ length: 8 + next(25) }, () => String.fromCharCode(33 + next(94))).join('');
}

test('not one of 100,000 random printable passwords passes', () => {
  const password = printable(20_261_130);
  const passed: string[] = [];
  for (let count = 0; count < 100_000; count++) {
    const text = password();
    if (!refused('password', text)) passed.push(text);
  }
  expect(passed).toEqual([]);
});

describe('under the name of a password a literal is refused whatever it looks like', () => {
  test.each([
    'hunter2',
    '1.2.3-x',
    'v1.2.3',
    '2026-11-30',
    '2026-11-30T10:00:00Z',
    './x',
    '../x/y',
    '/x',
    '/etc/passwords/Zx9LmTq2',
    'C:\\x\\y',
    'a://x',
    'https://x',
    'the quick brown fox jumps',
    'None of your business.',
    'none',
    'null',
    'required',
    'changeme',
    'REDACTED',
    '24h',
    '10Mi',
    '50%',
    'P3D',
    'my-secret',
    'ledger-db',
    'DB_PASSWORD',
    'Password',
    'vault:x',
    'file:x',
    'env:X',
    'secretref:x',
    'op://x',
    'arn:aws:x',
    'ENC[AES256_GCM,data:x]',
    '!vault x',
    '{cipher}x',
    '$2a$10$abcdefghijklmnopqrstuv',
    '%s',
    '<password>',
    '{password}',
    '@password@',
    '%PASSWORD%',
    '__password__',
    '[[password]]',
    '((password))',
    '&pw;',
    '`hunter2`',
    '$password',
    '$1',
    '$$(DB_PASSWORD)',
    '$$DB_PASSWORD',
    'x$(A)y',
    'pre-${A}',
    '${A}post',
    '{{ .a }}x',
    '$(echo x1)',
    '${A:-hunter2}',
    '${A:=x}',
    '${A-x}',
    '${A:+x}',
    '${A:x}',
    '${base64:eHg=}',
    '{{ "hunter2" }}',
    "{{ 'hunter2' }}",
    '{{ `hunter2` }}',
    '{{ printf "%s" "hunter2" }}',
    '{{ .a | default "hunter2" }}',
    '{{ .a | replace .a "hunter2" }}',
    '{{ ternary "hunter2" .a .b }}',
    '{{ 12345678 }}',
    '{{ printf "%s%s%s" "hu" "nt" .a }}',
    '{{/* .a */}}hunter2',
    '{{ if .a }}hunter2{{ end }}',
    '{{ $a := "hunter2" }}{{ $a }}',
    '{{ printf "%c%c" 104 117 }}',
    '{{ b64dec "aHVudGVyMg==" }}',
    '\u00e9\u00e8\u4e2d',
    'пароль',
    '!@#$%^',
    'Bearer hunter2',
    'neo4j/hunter2',
    'app:hunter2',
  ])('%s', (text) => {
    expect(refused('password', text)).toBe(true);
  });

  test.each([123, 12_345_678, 27.183, 20_261_130n])('%s, a number', (number) => {
    expect(refused('password', number)).toBe(true);
  });
});

describe('what refers passes', () => {
  test.each([
    '',
    'true',
    'false',
    '********',
    '$(DB_PASSWORD)',
    '${DB_PASSWORD}',
    '${DB_PASSWORD:-}',
    '${DB_PASSWORD:?is missing}',
    '${A:-$B}',
    '${env:DB_PASSWORD}',
    '${file:/run/secrets/db:password}',
    '${vault:secret/data/db#password}',
    '$DB_PASSWORD',
    '{{ .password }}',
    '{{- .password -}}',
    '{{ index . "db-password" }}',
    '{{ .password | b64enc }}',
    '{{ .a | default .b }}',
    '{{ printf "%s:%s" .user .password | b64enc }}',
    '{{ .password | replace "+" "%20" }}',
    '{{ $x.password }}',
    '{{ .Values.auth.password }}',
    '{{ inputs.parameters.password }}',
    '$(params.password)',
    'Bearer $(TOKEN)',
    'neo4j/$(PASSWORD)',
    'base64:{{ .key }}',
    '$(USER):$(PASSWORD)',
    '$__file{/run/secrets/db}',
    "<%= ENV['DB_PASSWORD'] %>",
    '<path:secret/data/db#password>',
    'vault:secret/data/db#password',
    'ref+vault://secret/data/db#/password',
    '/run/secrets/db-password',
    '/var/run/secrets/tokens/vault-token',
    '/etc/app/db-password',
    '-----BEGIN PUBLIC KEY-----\nMIIB\n-----END PUBLIC KEY-----',
  ])('%s', (text) => {
    expect(refused('password', text)).toBe(false);
  });

  test('the name of a Secret, or of a data key, where a name may name one', () => {
    expect(refused('secret', 'ledger-db')).toBe(false);
    expect(refused('secretKey', 'admin-password')).toBe(false);
    expect(refused('nginx.ingress.kubernetes.io/auth-secret', 'shop/ledger-db')).toBe(false);
    expect(refused('password', 'admin-password', { isNaming: true })).toBe(false);
    expect(refused('secret', 'other-db')).toBe(true);
    expect(refused('password', 'admin-password')).toBe(true);
    expect(refused('password', 'ledger-db')).toBe(true);
  });

  test('a variable of a shell, in a shell', () => {
    for (const text of ['$password', '$(cat /run/secrets/db)', '`cat /run/secrets/db`'])
      expect([text, refused('password', text, { isProgram: true }), refused('password', text)]).toEqual([
        text,
        false,
        true,
      ]);
  });
});

describe('by content, a variable excuses only itself', () => {
  test.each([
    ['postgres://app:hunter2@db', true],
    ['postgres://app:$(A)hunter2@db', true],
    ['postgres://app:hunter2$(A)@db', true],
    ['postgres://app:$v@db', true],
    ['postgres://app:<hunter2>@db', true],
    ['postgres://app:$(A)@db', false],
    ['postgres://$(A):$(B)@$(C):5432/app', false],
    ['https://hook.example.org/?token=$(A)x1', true],
    ['https://hook.example.org/?token=$(A)', false],
    ['https://example.org/a:b@c', false],
  ])('%s', (text, isRefused) => {
    expect(refused('url', text)).toBe(isRefused);
  });
});
