// biome-ignore-all lint/suspicious/noTemplateCurlyInString: the cases hold variables of other languages
import { configMap, literal } from '../inline-secret.ts';
import { container, each, type Kind, map, of, resource, valuesOf, variable } from './case.ts';

/** Forms that a guess takes for no credential. */
const looks = [
  '1.2.3-x',
  'v4.5.6',
  '2026-11-30',
  '2026-11-30T08:00:00Z',
  '24h',
  '512Mi',
  '99%',
  'P3DT4H',
  '12345',
  './x',
  '../up/and/over',
  '/opt/app/Zx9LmTq2',
  '~/x',
  'C:\\keys\\x',
  'a://x',
  'https://example.org/x',
  'the quick brown fox',
  'Correct horse battery staple',
  'none',
  'null',
  'required',
  'changeme',
  'redacted',
  'XXX_FILL_XXX',
  'my-secret',
  'DB_PASSWORD',
  'Password',
  'vault:x',
  'file:x',
  'op://x',
  'ENC[AES256_GCM,data:eA==]',
  '{cipher}x',
  '!vault x',
  'arn:aws:x',
  '%s',
  '()',
  'пароль',
];

/** Texts that a variable stands in, beside, or around. */
const beside = [
  'Zx9$vLmT',
  '$vLmT9',
  'Zx9$$(APP)',
  '$$(APP_PASSWORD)',
  'Zx9$(APP)',
  '$(APP)Zx9',
  '${A}Zx9LmT',
  'Zx${A}9LmT',
  '${A:-Zx9LmT}',
  '${A:=Zx9LmT}',
  '${A-Zx9LmT}',
  '${A:+Zx9LmT}',
  '${A:Zx9LmT}',
  '${base64:Wng5TG1U}',
  '<Zx9LmT>',
  '{Zx9LmT}',
  '@Zx9LmT@',
  '%Zx9LmT%',
  '__Zx9LmT__',
  '[[Zx9LmT]]',
  '((Zx9LmT))',
  '`Zx9LmT`',
  '&Zx9LmT;',
  '#{Zx9LmT}',
  '{{ "Zx9LmT" }}',
  '{{ .a | default "Zx9LmT" }}',
  '{{ .a }}Zx9LmT',
  '{{ printf "%s" "Zx9LmT" }}',
  '{{/* .a */}}Zx9LmT',
  '{{ if .a }}Zx9LmT{{ end }}',
  '{{ $p := "Zx9LmT" }}{{ $p }}',
  '{{ b64dec "Wng5TG1U" }}',
  '{{ 20261130 }}',
  '{% raw %}Zx9LmT{% endraw %}',
];

export const literals: readonly Kind[] = [
  {
    kind: 'looks like something else',
    cases: [
      ...each(looks, (text) => map(`a password in a ConfigMap: ${text}`, text, 'DB_PASSWORD')),
      container('a token in a variable: a version', [variable('API_TOKEN', '1.2.3-x')]),
      container('a token in an argument: a path', [], { args: ['--api-token=./x'] }),
      container('a token behind its option: a date', [], { args: ['--api-token', '2026-11-30'] }),
      valuesOf('a password in Helm values: a phrase', { auth: { password: 'the quick brown fox' } }),
      valuesOf('a password in Helm values: a number', { auth: { password: 20_261_130 } }),
      resource('a client secret in a custom resource: a URL', { clientSecret: 'a://x' }),
      of('a password in an annotation: a duration', {
        ...configMap,
        metadata: { name: 'leak', annotations: { 'example.com/password': '24h' } },
      }),
      map('a password in a settings file: a name', 'db.user=app\ndb.password=none\n', 'app.properties'),
      map('a hash under the name of a password', `$2a$10$${literal.replaceAll('-', '.').repeat(2)}`, 'ADMIN_PASSWORD'),
      map('a secret that is no name of a Secret', 'other-secret', 'SECRET'),
    ],
  },
  {
    kind: 'beside a variable',
    cases: [
      ...each(beside, (text) => map(`a password in a ConfigMap: ${text}`, text, 'DB_PASSWORD')),
      container('a variable of no container', [variable('DB_PASSWORD', '$(NOBODY)')]),
      container('an escaped variable', [variable('APP', 'x'), variable('DB_PASSWORD', '$$(APP)')]),
      valuesOf('a default in Helm values', { auth: { password: '${A:-Zx9LmT}' } }),
      map('a URL whose password holds a variable', 'postgresql://app:Zx9$(A)LmT@db/app', 'DATABASE'),
      map('a URL whose password is in brackets', 'postgresql://app:<Zx9LmT>@db/app', 'DATABASE'),
      map('a token of a query beside a variable', 'https://hook.example.org/?token=$(A)Zx9LmT', 'HOOK'),
    ],
  },
  {
    kind: 'expands to a literal',
    cases: [
      container('a variable of the same container', [
        variable('GREETING', literal),
        variable('DB_PASSWORD', '$(GREETING)'),
      ]),
      container('a variable of a variable', [
        variable('A', literal),
        variable('B', '$(A)'),
        variable('DB_PASSWORD', '$(B)'),
      ]),
      container('two halves', [
        variable('A', 'fake-Passw'),
        variable('B', '0rd-1'),
        variable('DB_PASSWORD', '$(A)$(B)'),
      ]),
      container('a variable in an argument', [variable('GREETING', literal)], { args: ['--db-password=$(GREETING)'] }),
      container('a variable behind its option', [variable('GREETING', literal)], {
        args: ['--db-password', '$(GREETING)'],
      }),
      container('a variable in a URL', [
        variable('GREETING', literal),
        variable('DATABASE', 'redis://:$(GREETING)@redis'),
      ]),
      container('a variable in a script', [variable('GREETING', literal)], {
        command: ['sh', '-c', 'exec app --password="$GREETING"'],
      }),
      container('a variable in braces in a script', [variable('GREETING', literal)], {
        command: ['sh', '-c', 'PGPASSWORD=${GREETING} psql'],
      }),
      container('a ConfigMap', [
        { name: 'DB_PASSWORD', valueFrom: { configMapKeyRef: { name: 'greetings', key: 'hello' } } },
      ]),
      container('an annotation', [
        { name: 'DB_PASSWORD', valueFrom: { fieldRef: { fieldPath: "metadata.annotations['hello']" } } },
      ]),
      container('a variable from a ConfigMap', [
        { name: 'GREETING', valueFrom: { configMapKeyRef: { name: 'greetings', key: 'hello' } } },
        variable('DB_PASSWORD', '$(GREETING)'),
      ]),
      valuesOf('variables in Helm values', {
        extraEnv: [
          { name: 'GREETING', value: literal },
          { name: 'DB_PASSWORD', value: '$(GREETING)' },
        ],
      }),
      valuesOf('a map of variables in Helm values', { env: { GREETING: literal, DB_PASSWORD: '$(GREETING)' } }),
    ],
  },
];
