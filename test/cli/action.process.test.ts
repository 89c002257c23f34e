import { spawnSync } from 'node:child_process';
import { chmodSync, existsSync, mkdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { load } from 'js-yaml';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { folderWith, runCli } from './run-cli.ts';

interface Action {
  readonly inputs: Readonly<Record<string, { readonly default: string }>>;
  readonly runs: { readonly steps: readonly { readonly run: string }[] };
}
const action = load(readFileSync('action.yml', 'utf8')) as Action;

/**
 * Stands in for npm: notes where it was called and with what, and installs a program that notes its
 * arguments.
 */
const npm = `#!/bin/sh
{ pwd; printf '%s\\n' "$@"; } > "$SEEN/npm"
mkdir -p node_modules/vaultwright/bin
cat > node_modules/vaultwright/bin/vaultwright.js <<'END'
require('fs').appendFileSync(process.env.SEEN + '/calls', JSON.stringify([process.cwd(), ...process.argv.slice(2)]) + '\\n');
const written = process.argv.find((each) => each.startsWith('--output=') && each.endsWith('.md'));
if (written) require('fs').writeFileSync(written.slice('--output='.length), '### What changes\\n');
if (process.env.GH_TOKEN || process.env.INPUT_TOKEN) require('fs').writeFileSync(process.env.SEEN + '/pwned', 'token');
process.exitCode = Number(process.env.STATUS);
END
`;
/** Stands in for gh: notes its arguments and the comment, and knows one comment where it is told so. */
const gh = `#!/bin/sh
for each in "$@"; do case $each in body=@*) body=$(cat "\${each#body=@}");; esac; done
printf '%s|%s|%s\n' "$GH_TOKEN" "$*" "$body" >> "$SEEN/gh"
case $* in *--paginate*) echo "$COMMENT";; esac
`;
const evil = (name: string) => `require('fs').writeFileSync(process.env.SEEN + '/pwned', '${name}');`;

let folder: string;
let tree: string;
beforeEach(() => {
  folder = folderWith({ 'bin/npm': npm, 'bin/gh': gh, 'temp/.keep': '', 'seen/.keep': '' });
  for (const program of ['npm', 'gh']) chmodSync(join(folder, 'bin', program), 0o755);
  // What a hostile tree may hold.
  const files = {
    'node_modules/vaultwright/package.json': '{"name":"vaultwright","version":"0.1.0","bin":"x.js"}',
    'node_modules/vaultwright/bin/vaultwright.js': evil('committed package'),
    'node_modules/.bin/vaultwright': `#!/bin/sh\nnode -e "${evil('committed command')}"\n`,
    '.npmrc': 'registry=https://evil.example/\nscript-shell=./evil.sh\n',
    'package.json': '{"scripts":{"preinstall":"./evil.sh"}}',
    '--config=evil.yaml': 'apiVersion: v1\n',
    'a.yaml': 'apiVersion: v1\n',
  };
  tree = join(folder, 'tree');
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(dirname(join(tree, name)), { recursive: true });
    writeFileSync(join(tree, name), text, { mode: 0o755 });
  }
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

function runAction(inputs: Readonly<Record<string, string>> = {}, status = 0, comment = '') {
  const defaults = Object.entries(action.inputs).map(([name, input]) => [name, input.default]);
  const given = Object.entries({ ...Object.fromEntries(defaults), ...inputs });
  const { status: ended, stderr } = spawnSync('bash', ['-e', '-o', 'pipefail', '-c', action.runs.steps[0]?.run ?? ''], {
    cwd: tree,
    encoding: 'utf8',
    env: {
      PATH: `${join(folder, 'bin')}:${dirname(process.execPath)}:${process.env.PATH}`,
      RUNNER_TEMP: join(folder, 'temp'),
      SEEN: join(folder, 'seen'),
      STATUS: String(status),
      COMMENT: comment,
      GITHUB_REPOSITORY: 'team/gitops',
      GITHUB_STEP_SUMMARY: join(folder, 'seen/summary'),
      ...Object.fromEntries(given.map(([name, value]) => [`INPUT_${name.toUpperCase().replaceAll('-', '_')}`, value])),
    },
  });
  const seen = (name: string): string => {
    const file = join(folder, 'seen', name);
    return existsSync(file) ? readFileSync(file, 'utf8') : '';
  };
  const calls = seen('calls')
    .split('\n')
    .filter((line) => line !== '');
  return {
    status: ended,
    stderr,
    npm: seen('npm').split('\n'),
    pwned: seen('pwned'),
    summary: seen('summary'),
    // Folders of a run have other names each time.
    gh: seen('gh').replaceAll(/\/\S*\/comment\.md/g, 'comment.md'),
    calls: calls.map((line) => JSON.parse(line) as string[]),
  };
}

describe('the action', () => {
  test('installs outside of the tree, runs what it installed, and leaves nothing behind', () => {
    const {
      status,
      npm: [where = '', ...args],
      calls,
      pwned,
    } = runAction();
    expect(status).toBe(0);
    expect(where.startsWith(join(folder, 'temp/vaultwright-'))).toBe(true);
    expect(existsSync(where)).toBe(false);
    expect(args).toContain('--ignore-scripts');
    expect(args).toContain('vaultwright@latest');
    expect(pwned).toBe('');
    expect(calls).toEqual([
      [tree, 'check', '--format=sarif', '--output=vaultwright.sarif', '--', '.'],
      [tree, 'check', '--format=github', '--', '.'],
    ]);
  });

  test('takes no path for an option', () => {
    const { calls } = runAction({
      paths: '--config=evil.yaml\n-o\n$(touch x)\na b\n',
      since: '--output=x',
      preset: '-q',
    });
    expect(calls.map((call) => call.slice(call.indexOf('--') + 1))).toEqual(
      Array.from({ length: 2 }, () => ['--config=evil.yaml', '-o', '$(touch x)', 'a b']),
    );
    expect(calls[0]).toContain('--since=--output=x');
    expect(calls[0]).toContain('--preset=-q');
    expect(existsSync(join(tree, 'x'))).toBe(false);
  });

  test('fails with findings after both reports, and at once with anything else', () => {
    expect(runAction({}, 1)).toMatchObject({ status: 1, calls: [{}, {}] });
    rmSync(join(folder, 'seen/calls'));
    expect(runAction({}, 2)).toMatchObject({ status: 1, calls: [{}] });
  });

  const asked = { 'diff-old': 'main:gitops', 'diff-new': 'gitops', 'pull-request': '12', token: 'a-token' };
  const body = '<!-- vaultwright diff -->\n### What changes\n';

  test('says what a change does in the summary of the run, and in no comment that was not asked for', () => {
    const { calls, summary, gh: asks } = runAction({ 'diff-old': 'main:gitops' });
    expect(calls[0]?.slice(1).map((each) => each.replace(/^--output=.*/, '--output'))).toEqual([
      'diff',
      '--format=markdown',
      '--output',
      '--',
      'main:gitops',
      '.',
    ]);
    expect({ summary, asks }).toEqual({ summary: '### What changes\n', asks: '' });
  });

  test.each([
    [
      'makes a comment',
      '',
      `a-token|api --silent --method POST repos/team/gitops/issues/12/comments --field body=@comment.md|${body}`,
    ],
    [
      'replaces its comment',
      '7',
      `a-token|api --silent --method PATCH repos/team/gitops/issues/comments/7 --field body=@comment.md|${body}`,
    ],
  ])('%s on the pull request, by a token that nothing else sees', (_, comment, expected) => {
    const { gh: asks, pwned, status } = runAction(asked, 0, comment);
    expect({ status, pwned }).toEqual({ status: 0, pwned: '' });
    expect(asks.slice(asks.indexOf('\n') + 1)).toBe(expected);
  });

  test.each([
    ['a number that is none', { ...asked, 'pull-request': '12/../3' }],
    ['no token', { ...asked, token: '' }],
  ])('makes no comment with %s', (_, inputs) => {
    expect(runAction(inputs)).toMatchObject({ status: 2, gh: '' });
  });

  test.each([
    ['a package of the tree', { version: 'file:.' }],
    ['a package of anybody', { version: 'https://evil.example/x.tgz' }],
    ['an option', { version: '--registry=https://evil.example' }],
    ['nothing', { version: '' }],
  ])('installs no %s in place of a version', (_, inputs) => {
    expect(runAction(inputs)).toMatchObject({ status: 2, npm: [''], calls: [] });
  });

  test('writes no report through a link of the tree', () => {
    symlinkSync(join(folder, 'victim'), join(tree, 'vaultwright.sarif'));
    expect(runAction()).toMatchObject({ status: 2, calls: [] });
    expect(existsSync(join(folder, 'victim'))).toBe(false);
  });
});

describe('vaultwright check in a hostile tree', () => {
  test('takes no file for an option, unless behind two dashes', async () => {
    const { status, err } = await runCli(['check', '--config=evil.yaml', 'a.yaml'], tree);
    expect(status).toBe(2);
    expect(err).toContain('error VW2009: ');
    expect((await runCli(['check', '--', '--config=evil.yaml', 'a.yaml'], tree)).status).toBe(0);
  });

  test('writes no report through a link', async () => {
    symlinkSync(join(folder, 'victim'), join(tree, 'report.json'));
    const { status, err } = await runCli(['check', '--output', 'report.json', 'a.yaml'], tree);
    expect({ status, code: /VW\d+/.exec(err)?.[0] }).toEqual({ status: 2, code: 'VW2008' });
    expect(existsSync(join(folder, 'victim'))).toBe(false);
  });
});
