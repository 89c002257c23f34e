import { resolveConfiguration } from '../../src/guardrails/engine/configuration.ts';
import { runGuardrails } from '../../src/guardrails/engine/engine.ts';
import { readManifests } from '../../src/guardrails/reading/read-manifests.ts';
import { reportTerminal } from '../../src/guardrails/reporters/terminal.ts';

/** Makes a text of about so many characters. */
export type TextOfLength = (length: number) => string;

const repeated =
  (before: string, pump: string, after: string): TextOfLength =>
  (length) =>
    before + pump.repeat(Math.max(1, Math.floor(length / pump.length))) + after;

/**
 * What slow expressions stumble over: a piece that is repeated, and what follows it, so that the match fails
 * at the end.
 */
const pumps: readonly (readonly [pump: string, after: string])[] = [
  ...[
    'a',
    'A',
    '0',
    ' ',
    '\t',
    '\r',
    '-',
    '_',
    '.',
    '/',
    ':',
    '=',
    '+',
    '@',
    '$',
    '%',
    '#',
    '*',
    '?',
    '!',
    '|',
    ';',
    ',',
    '"',
    "'",
    '`',
    '<',
    '>',
    '(',
    ')',
    '[',
    ']',
    '{',
    '}',
    '\\',
    'é',
    '\u00a0',
  ].map((pump) => [pump, '!'] as const),
  ...[
    'a/',
    '/a',
    '/:a',
    '/a:',
    ':a',
    'a:b@',
    ':b@',
    'a://',
    'a://b:',
    'a:b@a:b@',
    '@:',
    'a.',
    '.a',
    'a-',
    'a=',
    'a b',
    'a:',
    ' a',
    'aA',
    'Aa',
    '0a',
    'a0',
    '1.',
  ].map((pump) => [pump, '!'] as const),
  ...[
    '{{',
    '}}',
    '{{a',
    '{{ .a }}',
    '{{-',
    '${',
    '${a',
    '${a:-',
    '$(',
    '$(a',
    '$$',
    '$a',
    '%s',
    '%(',
    '<a',
    '<a>',
    '((',
    '[[',
    '{%',
    '{#',
    '"a',
    "'a",
    '\\"',
    "''",
    '""',
  ].map((pump) => [pump, '!'] as const),
  ...[
    "PASSWORD '",
    "IDENTIFIED BY '",
    'Bearer ',
    'Bearer a',
    'Basic ',
    'a=b;',
    '&token=',
    '?sig=',
    'auth',
    '"auth":',
    '"auths":{',
    '-----BEGIN ',
    '-----BEGIN A PRIVATE KEY-----',
    'LS0tLS1CRUdJTi',
    'eyJa.',
    'eyJaaaaaaaa.',
    'AKIA',
    'ghp_',
    'hvs.',
    'sk-',
    'a@tcp(',
    'user:a@',
    'vault:',
    'secret/',
    'data/a/',
    'password',
    'password:',
    'password=',
    'password ',
    'export a=',
    '--password ',
    'mc alias set ',
    'htpasswd -b ',
    'curl -u a:',
    'user a >',
    'requirepass ',
    'index .a ',
    'default "a" ',
    'printf "',
    'coalesce .a ',
    '| quote ',
    'if .a ',
    '\\n',
    'vaultwright-ignore ',
    '# vaultwright-ignore a: b',
    'until 2020-01-01 ',
    '*/ ',
    'kind: a',
    'key: ',
    '- ',
    '? ',
    '&a ',
    '*a ',
    '!a ',
    '<<: ',
  ].map((pump) => [pump, '!'] as const),
  ...[
    'a\n',
    '\n',
    '\r\n',
    ' \n',
    'a: b\n',
    '- a\n',
    'a=b\n',
    '#\n',
    '# a\n',
    'a:\n',
    '---\n',
    '...\n',
    '  a\n',
    'password: a\n',
    'PASSWORD=a\n',
    '}\n',
    ']\n',
    '[a]\n',
    '{{ a }}\n',
    '"\n',
    'export A=b\n',
    '\ra',
    'a\r',
  ].map((pump) => [pump, '!'] as const),
];

/** Where a text may stand; `~` is its place. */
const places: Readonly<Record<string, readonly [file: string, text: string]>> = {
  'a file': ['a.yaml', '~'],
  'a value': ['a.yaml', 'apiVersion: v1\nkind: Secret\nmetadata: {name: a}\nstringData:\n  password: "~"\n'],
  'a harmless value': ['a.yaml', 'apiVersion: v1\nkind: ConfigMap\nmetadata: {name: a}\ndata:\n  text: "~"\n'],
  'a block': ['a.yaml', 'apiVersion: v1\nkind: ConfigMap\nmetadata: {name: a}\ndata:\n  settings.conf: |\n    ~\n'],
  'a key': ['a.yaml', 'apiVersion: v1\nkind: ConfigMap\nmetadata: {name: a}\ndata:\n  "~": a\n'],
  'an annotation': [
    'a.yaml',
    'apiVersion: v1\nkind: ConfigMap\nmetadata: {name: a, annotations: {vaultwright.io/ignore: "~", x: "~"}}\n',
  ],
  'a command': [
    'a.yaml',
    'apiVersion: v1\nkind: Pod\nmetadata: {name: a}\nspec:\n  containers:\n  - name: "~"\n    image: "~"\n    command: [sh, -c, "~"]\n    env: [{name: PASSWORD, value: "~"}]\n',
  ],
  'a values file': ['values.yaml', 'url: "~"\ndb: {password: "~", existingSecret: "~"}\n'],
  'a template': [
    'a.yaml.tmpl',
    'apiVersion: v1\nkind: Secret\nmetadata: {name: {{ .a }}}\nstringData:\n  a: {{ ~ }}\n  b: ~\n',
  ],
  'an ExternalSecret': [
    'a.yaml',
    'apiVersion: external-secrets.io/v1\nkind: ExternalSecret\nmetadata: {name: a}\nspec:\n  secretStoreRef: {name: "~", kind: ClusterSecretStore}\n  target: {name: a, template: {data: {url: "~"}}}\n  data: [{secretKey: a, remoteRef: {key: "~", property: "~"}}]\n',
  ],
  'a store': [
    'a.yaml',
    'apiVersion: external-secrets.io/v1\nkind: ClusterSecretStore\nmetadata: {name: a}\nspec:\n  provider: {vault: {server: "~", path: "~", auth: {kubernetes: {role: "~"}}}}\n  conditions: [{namespaceRegexes: ["~"]}]\n',
  ],
};

/** Formats a text so that it stays what it is inside of double quotes. */
const quoted = (text: string): string => JSON.stringify(text).slice(1, -1);

/** One way in which an input grows. */
export interface Growth {
  readonly name: string;
  readonly file: string;
  readonly make: TextOfLength;
}

/** Every pump in every place. */
export function growths(): Growth[] {
  return Object.entries(places).flatMap(([place, [file, frame]]) =>
    pumps.map(([pump, after]) => ({
      name: `${JSON.stringify(pump)} in ${place}`,
      file,
      make: (length) => {
        const text = repeated('', pump, after)(length);
        return frame
          .replaceAll('"~"', () => `"${quoted(text)}"`)
          .replaceAll('~', () => (place === 'a block' ? text.replaceAll('\n', '\n    ') : text));
      },
    })),
  );
}

const configuration = resolveConfiguration({ presets: ['strict'] });

/** Below it the machine decides more than the text, in milliseconds of processor time. */
const shortest = 60;
/** Above it a text was looked at long enough. */
const longest = 2_000;
const lengths = [4_000, 16_000, 64_000, 256_000, 1_000_000];

/** A ratio from which a text is looked at once more, at the next length. */
const suspicious = 2.8;

/**
 * Returns how much longer twice the text takes, for the first length at which that can be told: 2 where time
 * grows with the text, 4 where it grows with the square. 1 where nothing takes long.
 *
 * What grows with the square does so at every length, and what the compiler of the machine did meanwhile does
 * not: a large ratio counts where the next length has it too.
 */
export function growthOf(file: string, make: TextOfLength): number {
  let least = Number.POSITIVE_INFINITY;
  for (const length of lengths) {
    const once = timeOf(file, make(length));
    if (once < shortest) continue;
    least = Math.min(least, ratioAt(file, make, length, once));
    if (least < suspicious) break;
    if (once > longest) break;
  }
  return least === Number.POSITIVE_INFINITY ? 1 : least;
}

/** The least of a few: what else the machine does only ever adds. */
function ratioAt(file: string, make: TextOfLength, length: number, once: number): number {
  const time = (size: number) => Math.min(timeOf(file, make(size)), timeOf(file, make(size)));
  return time(2 * length) / Math.min(once, time(length));
}

/** Reads, judges and reports a text; returns the milliseconds of processor time that it took. */
export function timeOf(file: string, text: string): number {
  const started = process.cpuUsage();
  const { manifests, diagnostics, sources } = readManifests({
    paths: [],
    streams: [{ name: file, bytes: Buffer.from(text) }],
  });
  const found = [...diagnostics, ...runGuardrails({ manifests, configuration })];
  const summary = { files: 1, manifests: manifests.length, suppressed: 0, baselined: 0 };
  reportTerminal({ diagnostics: found, summary, rules: [], version: '0', sources }, { color: false });
  const { user, system } = process.cpuUsage(started);
  return (user + system) / 1000;
}
