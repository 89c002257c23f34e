import { describe, expect, test } from 'vitest';
import { reportTerminal } from '../../../src/guardrails/reporters/terminal.ts';
import { finding, note, placeless, reportOf } from './report-fixture.ts';

const all = reportOf(finding, note, placeless);
const terminal = (color = false, quiet = false, frames = true) =>
  reportTerminal(all, { color, quiet, frames, notes: true });

describe('reportTerminal', () => {
  test('groups by file and masks the value on the line', () => {
    expect(terminal()).toBe(`apps/a b/db.yaml
  2:13     error Secret "db" holds a literal under "password" no-inline-secret VW3001
           in:  Secret dev/db, stringData.password
             1 | stringData:
           > 2 |   password: ••••••
           why: Base64 is no protection.
           fix: Declare it as a Vault key.

z.yaml
  7:1      note The document does not parse: <&"'>]]> 100%, a:b�next VW4001
           why: It was read line by line.
           fix: Correct it.

without a file
  -        warning w��[31m VW3999
           why: y
           fix: f

1 error, 1 warning, 1 note in 3 files, 5 documents (1 suppressed, 2 in the baseline).
`);
  });

  test('is one line a finding by default', () => {
    expect(reportTerminal(all, { color: false })).toBe(`apps/a b/db.yaml
  2:13     error Secret "db" holds a literal under "password" no-inline-secret VW3001

without a file
  -        warning w\uFFFD\uFFFD[31m VW3999

Notes, what the checked files cannot tell (--notes shows each at its place):
      1 × The document does not parse: <&"'>]]> 100%, a:b\uFFFDnext (VW4001), as z.yaml:7

1 error, 1 warning, 1 note in 3 files, 5 documents (1 suppressed, 2 in the baseline).
`);
  });

  test('says at the end of a first run what its findings come down to', () => {
    const other = { ...finding, place: { position: { file: 'other.yaml', line: 9 } } };
    const first = { ...reportOf(note, finding, other, placeless), isFirstRun: true, paths: ["a b'c", '.'] };
    const text = reportTerminal(first, { color: false });
    expect(text.slice(text.indexOf('Summary')).split('\n')).toEqual([
      'Summary: 3 errors and warnings, 2 distinct statements, in 3 of 3 files.',
      '',
      '  rule              errors  warnings  notes  statements',
      '  no-inline-secret       2         -      -           1',
      '  VW3999                 -         1      -           1',
      '  VW4001                 -         -      1           1',
      '',
      '  kinds: files without a kind 2, Secret 1',
      '',
      '  causes:',
      '      2 × Secret "db" holds a literal under "password" (no-inline-secret), as apps/a b/db.yaml:2',
      '      1 × w\uFFFD\uFFFD[31m (VW3999), as no file',
      '',
      '  next:',
      '    vaultwright explain no-inline-secret                                     what the first rule above wants, and examples',
      "    vaultwright check 'a b'\\''c' . --frames                                  each with its lines, why it matters and what to do",
      "    vaultwright check 'a b'\\''c' . --baseline known.jsonl --write-baseline   accepts what there is today, reports what is new",
      '',
      '2 errors, 1 warning, 1 note in 3 files, 5 documents (1 suppressed, 2 in the baseline).',
      '',
    ]);
    expect(reportTerminal(first, { color: false, quiet: true })).not.toContain('Summary');
    expect(reportTerminal({ ...first, isFirstRun: false }, { color: false })).not.toContain('Summary');
  });

  test('shows a name that a finding about references says, and no value that is like a name', () => {
    const text = 'a: |\n  existingSecret: db\n  password: password\n';
    const at = (rule: string, line: number, what: string, field: string) => ({
      ...finding,
      rule,
      what,
      place: { position: { file: 'v.yaml', line }, field },
    });
    const report = {
      ...reportOf(
        at('known-secret', 2, 'Nothing writes Secret "db"', 'auth.existingSecret'),
        at('no-values-credential', 3, '"password" holds a literal value', 'auth.password'),
      ),
      sources: { get: () => ({ text, hasKeys: true }) },
    };
    const frames = reportTerminal(report, { color: false, frames: true });
    expect(frames).toContain('> 2 |   existingSecret: db\n');
    expect(frames).toContain('> 3 |   password: ••••••\n');
  });

  test('folds notes by what they say, most first, each with a place', () => {
    const unknown = (name: string, line: number) => ({
      ...note,
      rule: 'known-secret',
      what: `Secret "${name}" in namespace ${name} cannot be checked: it may be outside`,
      place: { position: { file: 'apps/a.yaml', line } },
    });
    const rare = Array.from({ length: 12 }, (_, index) => ({ ...note, what: `${index} of it` }));
    const report = reportOf(finding, note, ...rare, unknown('a', 1), unknown('b', 2), note, note);
    const folded = reportTerminal(report, { color: false });
    const lines = folded.slice(folded.indexOf('Notes')).split('\n').slice(0, 12);
    expect([...lines.slice(0, 4), ...lines.slice(10)]).toEqual([
      'Notes, what the checked files cannot tell (--notes shows each at its place):',
      '      3 × The document does not parse: <&"\'>]]> 100%, a:b\uFFFDnext (VW4001), as z.yaml:7',
      '      2 × Secret "…" in namespace … cannot be checked: it may be outside (known-secret), as apps/a.yaml:1',
      '      1 × 0 of it (VW4001), as z.yaml:7',
      '      1 × 7 of it (VW4001), as z.yaml:7',
      '      4 more, of 4 other statements',
    ]);
    expect(folded).toMatch(/\n1 error, 17 notes in 3 files/);
    expect(reportTerminal(report, { color: false, notes: true })).toContain(
      '\n  2:1      note Secret "b" in namespace b',
    );
    expect(reportTerminal(report, { color: false, notes: true })).not.toContain('Notes,');
    expect(reportTerminal(report, { color: false, notes: true, quiet: true })).not.toContain('VW4001');
  });

  test('is one line a finding without notes when quiet, and nothing when clean', () => {
    expect(
      terminal(false, true)
        .split('\n')
        .filter((line) => line.startsWith('  ')),
    ).toHaveLength(2);
    expect(reportTerminal(reportOf(), { color: false, quiet: true })).toBe('');
    expect(reportTerminal(reportOf(), { color: false })).toMatch(/^Nothing found in 3 files, 5 documents/);
  });

  test('colours only where asked, and lets no name move the cursor', () => {
    expect(terminal()).not.toContain('\u001b');
    expect(terminal(true)).toContain('\u001b[31m');
    expect(terminal(true)).not.toContain('\u0000');
  });
});
