import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { checkedFolder, clean, secret, value } from './checked-folder.ts';
import { runCli } from './run-cli.ts';

describe('vaultwright check', () => {
  test.each([
    ['terminal', 'db.yaml'],
    ['json', '"rule": "no-inline-secret"'],
    ['sarif', '"ruleId": "no-inline-secret"'],
    ['junit', '<failure type="VW3001"'],
    ['github', '::error file=db.yaml,line=6,col=13'],
  ])('reports in %s, fails the run and never shows a value', async (format, expected) => {
    const { status, out, err } = await runCli(
      ['check', '.', '--format', format],
      checkedFolder({ 'db.yaml': secret() }),
    );
    expect(status).toBe(1);
    expect(out).toContain(expected);
    expect(out + err).not.toContain(value);
  });

  test('passes what is clean, and reads standard input', async () => {
    expect(await runCli(['check'], checkedFolder({ 'c.yaml': clean }))).toMatchObject({ status: 0, err: '' });
    const { status, out } = await runCli(['check', '-', '--format', 'json'], checkedFolder({}), { stdin: secret() });
    expect(status).toBe(1);
    expect(out).toContain('"file": "<stdin>"');
  });

  test('takes with --cache what an earlier run found, and refuses a cache in the tree', async () => {
    const [folder, caches] = [checkedFolder({ 'db.yaml': secret() }), checkedFolder({})];
    const environment = { XDG_CACHE_HOME: caches };
    const run = (...more: string[]) => runCli(['check', '--frames', '--stats', ...more], folder, { environment });
    const [plain, first, second, third] = [
      await run(),
      await run('--cache'),
      await run('--cache'),
      await run('--cache', '--no-cache'),
    ];
    expect(first.out).toContain('Cache: a first run');
    expect(second.out).toContain('Cache: nothing has changed');
    expect([first, second].map(({ out }) => out.replace(/^Cache: .*\n/m, ''))).toEqual([plain.out, plain.out]);
    expect(third.out).toBe(plain.out);
    expect(existsSync(join(caches, 'vaultwright/check/key'))).toBe(true);
    expect(await run('--cache-location', 'here')).toMatchObject({ status: 2, err: expect.stringContaining('VW1095') });
    const elsewhere = join(caches, 'elsewhere');
    await run('--cache-location', elsewhere);
    expect(existsSync(join(elsewhere, 'key'))).toBe(true);
  });

  test('shows lines, reasons and corrections only with --frames', async () => {
    const folder = checkedFolder({ 'db.yaml': secret() });
    const [brief, framed] = [await runCli(['check'], folder), await runCli(['check', '--frames'], folder)];
    expect(brief.out).not.toMatch(/why:|fix:| \| /);
    expect(framed.out).toMatch(/ > 6 \| .*\n +why: .*\n +fix: /);
  });

  test('shows each note at its place only with --notes', async () => {
    const folder = checkedFolder({ 'broken.yaml': 'a: [\n' });
    const [folded, each] = [await runCli(['check'], folder), await runCli(['check', '--notes'], folder)];
    expect(folded.out).toMatch(/^Notes, .*\n +1 × .* \(VW4001\), as broken\.yaml:2\n/);
    expect(each.out).toMatch(/^broken\.yaml\n {2}2:\d+ +note .* VW4001\n/);
  });

  test('counts with --stats what it has seen', async () => {
    const pod = (name: string) =>
      `apiVersion: v1\nkind: Pod\nmetadata: {name: ${name}, namespace: dev}\nspec: {containers: [{name: a, envFrom: [{secretRef: {name: ${name}}}]}]}\n`;
    const folder = checkedFolder({
      'db.yaml': `${secret()}---\n${pod('db')}---\n${pod('other')}`,
      'values.yaml': 'a: 1\n',
      'b.yaml': 'a: [\n',
    });
    const statistics = {
      references: { seen: 2, resolved: 1, open: 0, reported: 1 },
      files: { values: 1, objects: 1, 'line by line': 1 },
      rules: [
        { rule: 'no-inline-secret', error: 1, warning: 0, note: 0, statements: 1 },
        { rule: 'known-secret', error: 1, warning: 0, note: 0, statements: 1 },
        { rule: 'VW4001', error: 0, warning: 0, note: 1, statements: 1 },
      ],
    };
    const json = await runCli(['check', '--stats', '--format', 'json'], folder);
    expect(JSON.parse(json.out)).toMatchObject({ statistics, summary: { error: 2, statements: 3 } });
    const { out } = await runCli(['check', '--stats'], folder);
    expect(out).toContain('References to Secrets: 2 seen, 1 resolved, 0 open, 1 reported.\n');
    expect(out).toContain('Files by reading: 1 values, 1 objects, 1 line by line.\n');
    expect(JSON.parse((await runCli(['check', '--format', 'json'], folder)).out)).not.toHaveProperty('statistics');
  });

  test('ends a first run with what its findings come down to', async () => {
    const folder = checkedFolder(Object.fromEntries([1, 2, 3, 4].map((n) => [`${n}.yaml`, secret()])));
    const { out } = await runCli(['check'], folder);
    expect(out).toMatch(/Summary: \d+ errors and warnings, \d+ distinct statements?, in 4 of 4 files\.\n/);
    expect(out).toContain('vaultwright explain ');
    await runCli(['check', '--baseline', 'b.jsonl', '--write-baseline'], folder);
    expect((await runCli(['check', '--baseline', 'b.jsonl'], folder)).out).not.toContain('Summary');
  });

  test('writes the report to a file and is quiet', async () => {
    const folder = checkedFolder({ 'db.yaml': secret(), 'broken.yaml': 'a: [\n' });
    expect(await runCli(['check', '--output', 'r.txt', '--quiet'], folder)).toEqual({ status: 1, out: '', err: '' });
    const report = readFileSync(join(folder, 'r.txt'), 'utf8');
    expect(report).toContain('no-inline-secret');
    expect(report).not.toContain('VW4001');
  });

  test.each([
    ['an unknown option', ['check', '--nope'], 'VW2000'],
    ['an unknown command', ['chekc'], 'VW2000'],
    ['an unknown format', ['check', '--format', 'xml'], 'VW2000'],
    ['a path that is not there', ['check', 'nope'], 'VW2004'],
    ['a configuration that is not there', ['check', '--config', 'nope.yaml'], 'VW2001'],
    ['an unknown preset', ['check', '--preset', 'nope'], 'VW2003'],
    ['a baseline that is not there', ['check', '--baseline', 'nope'], 'VW2022'],
    ['a baseline to write without a name', ['check', '--write-baseline'], 'VW2022'],
    ['a revision outside a repository', ['check', '--since', 'HEAD'], 'VW2030'],
    ['a revision that looks like an option', ['check', '--since', '--output=x'], 'VW2030'],
    ['a report that cannot be written', ['check', '--output', 'nope/r.txt'], 'VW2008'],
    ['a baseline that cannot be written', ['check', '--baseline', 'nope/b', '--write-baseline'], 'VW2008'],
    ['an unknown rule', ['explain', 'nope'], 'VW2005'],
    ['an unknown shell', ['completion', 'tcsh'], 'VW2006'],
  ])('refuses %s', async (_, args, code) => {
    const { status, out, err } = await runCli(args, checkedFolder({ 'c.yaml': clean }));
    expect({ status, out }).toEqual({ status: 2, out: '' });
    expect(err).toMatch(new RegExp(`^error ${code}: `));
  });

  test.each([
    ['an unknown setting', 'storeName: [a]\n', 'storeName'],
    ['a wrong value', 'rules:\n  no-inline-secret: loud\n', 'rules.no-inline-secret'],
    ['text that is no YAML', 'rules: [\n', 'does not parse'],
    [
      'a suppression without a reason',
      'suppressions:\n- rule: no-inline-secret\n  file: a.yaml\n',
      'suppressions.0.reason',
    ],
    [
      'a suppression of everything',
      'suppressions:\n- rule: no-inline-secret\n  reason: all of them\n',
      'name the file or the object',
    ],
  ])('refuses a configuration with %s, at its line', async (_, text, expected) => {
    const { status, err } = await runCli(['check'], checkedFolder({ 'vaultwright.config.yaml': text }));
    expect(status).toBe(2);
    expect(err).toContain('error VW2002: ');
    expect(err).toContain('vaultwright.config.yaml:');
    expect(err).toContain(expected);
  });

  const fifo = (folder: string, name: string) => execFileSync('mkfifo', [join(folder, name)]);
  test.each<[string, readonly string[], (folder: string) => void, string]>([
    [
      'a configuration that is a device',
      [],
      (at) => symlinkSync('/dev/zero', join(at, 'vaultwright.config.yaml')),
      'VW2001',
    ],
    ['a configuration that is a FIFO', [], (at) => fifo(at, 'vaultwright.config.yaml'), 'VW2001'],
    [
      'a configuration that leads nowhere',
      [],
      (at) => symlinkSync('gone', join(at, 'vaultwright.config.yaml')),
      'VW2001',
    ],
    [
      'a configuration outside of the repository',
      [],
      (at) => symlinkSync(join(checkedFolder({ c: '{}' }), 'c'), join(at, 'vaultwright.config.yaml')),
      'VW2001',
    ],
    ['a named configuration that is a device', ['--config', '/dev/zero'], () => {}, 'VW2001'],
    [
      'a baseline elsewhere',
      ['--write-baseline'],
      (at) => writeFileSync(join(at, 'vaultwright.config.yaml'), 'baseline: ../b\n'),
      'VW2002',
    ],
    [
      'a baseline behind a link',
      ['--write-baseline'],
      (at) => {
        symlinkSync(checkedFolder({}), join(at, 'out'));
        writeFileSync(join(at, 'vaultwright.config.yaml'), 'baseline: out/b\n');
      },
      'VW2002',
    ],
    ['a named baseline that is a device', ['--baseline', '/dev/zero'], () => {}, 'VW2022'],
    ['a FIFO to check', ['pipe'], (at) => fifo(at, 'pipe'), 'VW2004'],
    ['a device to check', ['/dev/zero'], () => {}, 'VW2004'],
  ])('opens nothing of a hostile tree: %s', async (_, args, prepare, code) => {
    const outer = checkedFolder({ 'tree/db.yaml': secret() });
    const folder = join(outer, 'tree');
    prepare(folder);
    const { status, err } = await runCli(['check', ...args], folder);
    expect({ status, code: /^error (VW\d+)/.exec(err)?.[1] }).toEqual({ status: 2, code });
    expect(existsSync(join(outer, 'b'))).toBe(false);
  });

  test('takes a configuration behind a link of its own repository', async () => {
    const folder = checkedFolder({
      '.git/HEAD': '',
      'settings/v.yaml': 'rules: {no-inline-secret: off}\n',
      'sub/db.yaml': secret(),
    });
    symlinkSync('../settings/v.yaml', join(folder, 'sub/vaultwright.config.yaml'));
    expect((await runCli(['check'], join(folder, 'sub'))).status).toBe(0);
  });

  test('shows no line of a file that it did not read', async () => {
    const folder = checkedFolder({ 'a.yaml': clean });
    symlinkSync('/etc/passwd', join(folder, 'x.yaml'));
    const { out } = await runCli(['check'], folder);
    expect(out).toContain('VW4008');
    expect(out).not.toContain(' | ');
  });

  test.each([
    ['a key of the configuration', '"\\n::error::x\\e[31m": 1\n'],
    ['a rule of the configuration', 'rules: {"\\n::error::x\\e[31m": off}\n'],
    ['an option of a rule', 'rules: {no-inline-secret: {options: {"\\n::error::x\\e[31m": 1}}}\n'],
    ['the rule of a suppression', 'suppressions:\n- {rule: "\\n::error::x\\e[31m", file: c.yaml, reason: r}\n'],
  ])('lets %s command neither terminal nor pipeline', async (_, text) => {
    const folder = checkedFolder({ 'c.yaml': clean, 'vaultwright.config.yaml': text });
    for (const format of ['terminal', 'github', 'json']) {
      const { out, err } = await runCli(['check', '--format', format], folder);
      expect(`${out}${err}`).toContain('error::x');
      expect(`\n${out}${err}`).not.toMatch(/\n\s*::error::/);
      expect(out + err).not.toContain('\u001b');
    }
  });

  test('shows no credential that the arguments or the configuration quote', async () => {
    const folder = checkedFolder({
      'c.yaml': clean,
      'vaultwright.config.yaml': `"token-ghp_${'a1B2'.repeat(10)}": 1\n`,
    });
    for (const args of [['check'], ['check', `--db-password=${value}`]]) {
      const { status, err } = await runCli(args, folder);
      expect(status).toBe(2);
      expect(err).not.toMatch(/ghp_|changeme/);
    }
  });

  test('takes the nearest configuration, and a preset instead of its own', async () => {
    const folder = checkedFolder({
      'vaultwright.config.yaml': 'rules: {no-inline-secret: off}\n',
      'sub/db.yaml': secret(),
      'sub/.keep': '',
    });
    expect((await runCli(['check'], join(folder, 'sub'))).status).toBe(0);
    expect(
      (
        await runCli(
          ['check', '--config', '../empty.json'],
          join(checkedFolder({ 'empty.json': '{}', 'sub/db.yaml': secret() }), 'sub'),
        )
      ).status,
    ).toBe(1);
  });

  test('fails on a text that does not parse only under strict', async () => {
    const folder = checkedFolder({ 'a.yaml': 'a: [\n' });
    expect((await runCli(['check'], folder)).status).toBe(0);
    expect((await runCli(['check', '--preset', 'strict'], folder)).status).toBe(1);
  });
});
