import sarifSchema from '@microsoft/jest-sarif/lib/schemas/sarif-2.1.0-rtm.5.json' with { type: 'json' };
import { Ajv } from 'ajv';
import addFormatsModule from 'ajv-formats';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { reportGithub } from '../../../src/guardrails/reporters/github.ts';
import { reportJson } from '../../../src/guardrails/reporters/json.ts';
import { reportJunit } from '../../../src/guardrails/reporters/junit.ts';
import { MaskedText } from '../../../src/guardrails/reporters/masked-text.ts';
import { fingerprints } from '../../../src/guardrails/reporters/report.ts';
import { reportSarif } from '../../../src/guardrails/reporters/sarif.ts';
import { reportTerminal } from '../../../src/guardrails/reporters/terminal.ts';
import { formatDiagnostic } from '../../../src/model/diagnostics/diagnostic.ts';
import { printableJson } from '../../../src/model/diagnostics/printable.ts';
import { anyCodePoint } from '../../any-code-point.ts';
import { propertyRuns } from '../../property-runs.ts';
import { finding, note, placeless, reportOf } from './report-fixture.ts';

const all = reportOf(finding, note, placeless);

/** A text as its frames show it, line by line. */
const shownText = (text: string, hasKeys = true): string => {
  const masked = new MaskedText({ text, hasKeys });
  return text
    .split('\n')
    .map((_, index) => masked.line(index + 1))
    .join('\n');
};

describe('MaskedText', () => {
  test.each([
    ['a key', '  password: hunter2', '  password: ••••••'],
    ['the key of a list item', '- name: "hunter2"', '- name: ••••••'],
    ['a flow mapping', '"a": {"password": "hunter2"}', '"a": ••••••'],
    ['a kind', 'kind: Secret', 'kind: Secret'],
    ['a kind that is none', 'kind: hunter2', 'kind: ••••••'],
    ['an API group', 'apiVersion: apps/v1', 'apiVersion: apps/v1'],
    ['an API group that is none', 'apiVersion: hunter2/v1', 'apiVersion: ••••••'],
    [
      'a block scalar',
      'a:\n  password: |-\n    hunter2: x\n    Zx9=LmT\n  b: 1',
      'a:\n  password: |-\n    ••••••\n    ••••••\n  b: ••••••',
    ],
    ['a folded scalar of a list', '- >\n  Zx9: LmT\n- b', '••••••\n  ••••••\n••••••'],
    ['a quoted scalar of several lines', 'a: "x\n  Zx9: LmT\n  y"\nb: c', 'a: ••••••\n  ••••••\n  ••••••\nb: ••••••'],
    ['a plain scalar of several lines', 'a: x\n  Zx9=LmT\nb: c', 'a: ••••••\n  ••••••\nb: ••••••'],
    ['list items', 'args:\n- --password=hunter2\n- Zx9=LmT\n- Zx9:LmT', 'args:\n••••••\n••••••\n••••••'],
    ['an item that opens a scalar', 'a:\n  - |\n    Zx9: LmT', 'a:\n  ••••••\n    ••••••'],
    ['a text that is no document', 'DB_PASSWORD=hunter2\n  aHVudGVyMg==', '••••••\n  ••••••'],
    ['a document that does not parse', 'Zx9: [\nLmT: x', '••••••\n••••••'],
    ['a comment', '# password: hunter2\n---\na: b', '# …\n---\na: ••••••'],
    ['a key that is itself a token', `ghp_${'a1B2'.repeat(10)}: x`, '••••••'],
    ['an anchor and a tag', '&Zx9 a: b\n!Zx9 b: c', '••••••\n••••••'],
    ['a template', 'a: {{ .Values.a }}\nb:\n  c: "{{ .d }}"', 'a: ••••••\nb:\n  c: ••••••'],
    ['JSON', '{\n\t"a": "hunter2",\n\t"kind": "Secret"\n}', '••••••\n\t"a": ••••••\n\t"kind": "Secret"\n••••••'],
    ['an empty line', 'a: b\n\n', 'a: ••••••\n\n'],
  ])('shows %s', (_, text, shown) => {
    expect(shownText(text)).toBe(shown);
  });

  test.each([
    ['the name of a Secret', 'a:\n  existingSecret: "db-login"', 2, '  existingSecret: "db-login"'],
    ['a name inside a scalar', 'a: |\n  existingSecret: db-login', 2, '  existingSecret: db-login'],
    ['a name in JSON', '{\n  "existingSecret": "db-login",\n  "b": 1}', 2, '  "existingSecret": "db-login",'],
    ['a name in a list', 'pullSecrets:\n  - db-login', 2, '  - db-login'],
    ['another value of that field', 'a: |\n  existingSecret: Zx9LmT', 2, '  existingSecret: ••••••'],
    ['another field inside a scalar', 'a: |\n  password: Zx9LmT', 2, '  ••••••'],
    ['a value like its field', 'a: |\n  existingSecret: existingSecret', 2, '  existingSecret: ••••••'],
    ['a longer text', 'a: |\n  db-login and Zx9LmT', 2, '  ••••••'],
    ['a name behind which more stands', 'a:\n  existingSecret: db-login # Zx9LmT', 2, '  existingSecret: ••••••'],
  ])('shows of %s what the finding says', (_, text, line, shown) => {
    const said = new Set(['db-login', 'existingSecret']);
    expect(new MaskedText({ text, hasKeys: true }).line(line, said)).toBe(shown);
  });

  test('shows no key of a text that was not read as documents', () => {
    expect(shownText('TOKEN="x\nZx9=LmT"\na: b', false)).toBe('••••••\n••••••\n••••••');
  });

  test('never shows a part of a value, whatever it stands in', () => {
    // What ends in a colon is a key.
    const secret = fc.stringMatching(/^[A-Za-z0-9+/!@#$%^&*=:.-]{6,20}$/).map((text) => `q9${text}q`);
    const forms = [
      (s: string) => `password: ${s}`,
      (s: string) => `  - password: "${s}"`,
      (s: string) => `{"a": "${s}"}`,
      (s: string) => `password = ${s}`,
      (s: string) => `export TOKEN='${s}'`,
      (s: string) => `- --token=${s}`,
      (s: string) => `  ${s}`,
      (s: string) => `https://u:${s}@host`,
      (s: string) => `command: ["sh", "-c", "login ${s}"]`,
      (s: string) => `<password>${s}</password>`,
      (s: string) => `\tkey:\t${s}`,
      (s: string) => `a:\n- ${s}\n- b: ${s}`,
      (s: string) => `a: |\n  ${s}\n  ${s}: x\n  x=${s}\nb: >-\n\n    ${s}`,
      (s: string) => `a: "x\n  ${s}\n  ${s}: y"\nb: 'x\n\n ${s}'`,
      (s: string) => `a: x\n  ${s}\n  ${s}`,
      (s: string) => `? |\n  ${s}\n: ${s}`,
    ];
    fc.assert(
      fc.property(secret, fc.constantFrom(...forms), fc.boolean(), (value, form, hasKeys) => {
        expect(shownText(form(value), hasKeys)).not.toContain('q9');
      }),
      { numRuns: propertyRuns(2000) },
    );
  });
});

/** A text that would colour, end its line, command a pipeline and turn the direction of writing round. */
const hostile =
  '::error::x\n::set-output name=a::b\r\u001b[31m\u009b31m\u2028##[add-mask]y ##vso[task.setvariable]z\u202e\ud800';
const everywhere: typeof finding = {
  ...finding,
  what: hostile,
  why: hostile,
  fix: hostile,
  rule: hostile,
  place: {
    position: { file: hostile, line: 1 },
    object: { apiVersion: hostile, kind: hostile, namespace: hostile, name: hostile },
    field: hostile,
    output: hostile,
    constructPath: hostile,
    environment: hostile,
    vaultPath: hostile,
  },
};
// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what must not be there
const dangerous = /[\0-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\u202e]|##\[|##vso\[|[\ud800-\udbff](?![\udc00-\udfff])/;

describe.each([
  ['terminal', (report: typeof all) => reportTerminal(report, { color: false })],
  ['quiet terminal', (report: typeof all) => reportTerminal(report, { color: false, quiet: true })],
  ['json', reportJson],
  ['sarif', reportSarif],
  ['junit', reportJunit],
  ['github', reportGithub],
  ['error', ({ diagnostics }: typeof all) => diagnostics.map(formatDiagnostic).join('\n\n')],
])('the %s report', (format, report) => {
  test('lets no text of a checked tree command what shows it', () => {
    const text = report({
      ...reportOf(everywhere),
      sources: { get: () => ({ text: hostile, hasKeys: true }) },
      rules: [{ id: hostile, code: hostile, severity: 'error', what: hostile, why: hostile, fix: hostile }],
    });
    expect(text).not.toMatch(dangerous);
    const commands = text.split('\n').filter((line) => line.trimStart().startsWith('::'));
    expect(commands.length).toBe(format === 'github' ? 1 : 0);
  });
});

describe('printableJson', () => {
  test('keeps the meaning of every text', () => {
    fc.assert(
      fc.property(fc.string({ unit: anyCodePoint }), (text) => {
        const json = printableJson({ [text]: text });
        expect(json).not.toMatch(dangerous);
        expect(JSON.parse(json)).toEqual({ [text]: text });
      }),
    );
    expect(JSON.parse(printableJson([hostile]))).toEqual([hostile]);
  });
});

describe('reportJson', () => {
  test('has its version, its counts and every diagnostic with a fingerprint', () => {
    const document = JSON.parse(reportJson(all));
    expect(document).toMatchObject({
      version: 1,
      tool: { name: 'vaultwright', version: '1.2.3' },
      summary: { files: 3, manifests: 5, suppressed: 1, baselined: 2, error: 1, warning: 1, note: 1 },
      findings: [finding, note, placeless],
    });
    for (const { fingerprint } of document.findings) expect(fingerprint).toMatch(/^[0-9a-f]{32}$/);
  });
});

describe('fingerprints', () => {
  test('keep to rule, file, object and field', () => {
    const moved = {
      ...finding,
      what: 'other',
      place: { ...finding.place, position: { file: 'apps/a b/db.yaml', line: 99 } },
    };
    const renamed = { ...finding, place: { ...finding.place, field: 'stringData.token' } };
    const of = (...diagnostics: (typeof finding)[]) => [...fingerprints(diagnostics).values()];
    expect(of(moved)).toEqual(of(finding));
    expect(of(renamed)).not.toEqual(of(finding));
    expect(new Set(of(finding, moved)).size).toBe(2);
  });
});

describe('reportSarif', () => {
  const ajv = new Ajv({ strict: false, validateSchema: false, unicodeRegExp: false });
  // @ts-expect-error the types of the package describe its CommonJS form
  addFormatsModule(ajv);
  // The schema is of a draft whose identifiers Ajv refuses; it refers to itself only.
  const { $schema: _, id: __, ...schema } = sarifSchema;
  const validate = ajv.compile(schema);

  test.each([
    ['findings of every shape', all],
    ['no finding', reportOf()],
  ])('is valid for %s', (_, report) => {
    validate(JSON.parse(reportSarif(report)));
    expect(validate.errors ?? []).toEqual([]);
  });

  test('would notice a wrong shape', () => {
    const log = JSON.parse(reportSarif(all));
    log.runs[0].results[0].level = 'fatal';
    expect(validate(log)).toBe(false);
  });

  test('places each result and names its rule', () => {
    const [run] = JSON.parse(reportSarif(all)).runs;
    const [first, second] = run.results;
    expect(first).toMatchObject({
      ruleId: 'no-inline-secret',
      level: 'error',
      locations: [
        {
          physicalLocation: {
            artifactLocation: { uri: 'apps/a%20b/db.yaml' },
            region: { startLine: 2, startColumn: 13 },
          },
          logicalLocations: [{ fullyQualifiedName: 'Secret/dev/db#stringData.password' }],
        },
      ],
    });
    expect(first.message.text).toBe(
      'Secret "db" holds a literal under "password". Base64 is no protection. Fix: Declare it as a Vault key.',
    );
    for (const result of [first, second]) expect(run.tool.driver.rules[result.ruleIndex].id).toBe(result.ruleId);
  });

  test.each([
    ['a.yaml', 'a.yaml'],
    ['ü/a#1?.yaml', '%C3%BC/a%231%3F.yaml'],
    ['/elsewhere/a b.yaml', 'file:///elsewhere/a%20b.yaml'],
    ['C:a.yaml', 'C%3Aa.yaml'],
  ])('names file %s by a URI that code scanning resolves', (file, uri) => {
    const placed = { ...finding, what: 'Is it?', place: { position: { file, line: 1 } } };
    const [result] = JSON.parse(reportSarif(reportOf(placed))).runs[0].results;
    expect(result.locations[0].physicalLocation.artifactLocation.uri).toBe(uri);
    expect(result.message.text).toMatch(/^Is it\? /);
  });
});

describe('reportJunit', () => {
  test('counts errors as failures and escapes what XML cannot hold', () => {
    const xml = reportJunit(all);
    expect(xml).toContain('<testsuites name="vaultwright" tests="3" failures="1">');
    expect(xml.match(/<failure /g)).toHaveLength(1);
    expect(xml).toContain('&lt;&amp;&quot;&apos;&gt;]]&gt; 100%');
    // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what must not be there
    expect(xml).not.toMatch(/[\u0000-\u0008\u000b-\u001f]/);
    expect(xml.match(/<testsuite /g)?.length).toBe(xml.match(/<\/testsuite>/g)?.length);
  });

  test('has one passing case when clean', () => {
    expect(reportJunit(reportOf())).toContain('<testsuites name="vaultwright" tests="1" failures="0">');
  });
});

describe('reportGithub', () => {
  test('writes one command a finding, escaped', () => {
    expect(reportGithub(all).split('\n')).toEqual([
      '::error file=apps/a b/db.yaml,line=2,col=13,title=VW3001 no-inline-secret::Secret "db" holds a literal under "password"%0ABase64 is no protection.%0ADeclare it as a Vault key.',
      '::notice file=z.yaml,line=7,col=1,title=VW4001::The document does not parse: <&"\'>]]> 100%25, a:b�next%0AIt was read line by line.%0ACorrect it.',
      '::warning title=VW3999::w��[31m%0Ay%0Af',
      '1 errors, 1 warnings, 1 notes in 3 files',
      '',
    ]);
  });
});
