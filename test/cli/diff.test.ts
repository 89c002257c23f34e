import { execFileSync } from 'node:child_process';
import { mkdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { renderShop } from '../exports/diff/shop.ts';
import { folderWith, runCli } from './run-cli.ts';

let before: ReadonlyMap<string, string>;
let after: ReadonlyMap<string, string>;
beforeAll(async () => {
  before = (await renderShop()).files;
  after = (await renderShop({ refresh: '5m' })).files;
});

let folder: string;
const makeFolder = () => {
  folder = folderWith({});
};
const removeFolder = () => rmSync(folder, { recursive: true, force: true });

function write(files: ReadonlyMap<string, string>, below: string): void {
  for (const [file, text] of files) {
    mkdirSync(dirname(join(folder, below, file)), { recursive: true });
    writeFileSync(join(folder, below, file), text);
  }
}
const git = (...args: readonly string[]): void =>
  void execFileSync('git', ['-c', 'user.name=a', '-c', 'user.email=a@example.com', ...args], {
    cwd: folder,
    stdio: 'ignore',
  });
const diff = (...args: readonly string[]) => runCli(['diff', ...args], folder);
const line = '  Secret database: 5m0s instead of 1h0m0s  (lab, live)';

describe('vaultwright diff', () => {
  beforeEach(makeFolder);
  afterEach(removeFolder);

  test('compares two folders, and says by the exit status that they differ where that is asked', async () => {
    write(before, 'old');
    write(after, 'dist');
    const { status, out } = await diff('old', 'dist');
    expect({ status, lines: out.split('\n') }).toMatchObject({ status: 0, lines: expect.arrayContaining([line]) });
    expect((await diff('old', 'dist', '--exit-code')).status).toBe(1);
    expect((await diff('old', 'old', '--exit-code')).status).toBe(0);
  });

  test('compares revisions of Git, whole or below a folder, with the working tree', async () => {
    write(before, 'gitops');
    git('init', '-q', '-b', 'main');
    git('add', '-A');
    git('commit', '-q', '-m', 'Before');
    write(after, 'gitops');
    expect((await diff('main', 'gitops')).out).toContain(line);
    git('commit', '-q', '-a', '-m', 'After');
    expect((await diff('main~1:gitops', 'HEAD')).out).toContain(line);
    expect((await diff('HEAD', 'gitops')).out).toBe('No difference in what is rendered.\n');
  });

  test('prints JSON, and writes Markdown to a file', async () => {
    write(before, 'old');
    write(after, 'dist');
    const { out } = await diff('old', 'dist', '-e', 'live', '--json');
    expect(JSON.parse(out)).toEqual({
      kind: 'DiffReport',
      version: 1,
      before: 'old',
      after: 'dist',
      changes: [
        {
          environment: 'live',
          kind: 'secret-refresh',
          subject: 'Secret database',
          what: '5m0s instead of 1h0m0s',
          follows: [],
        },
      ],
    });
    const written = await diff('old', 'dist', '--format', 'markdown', '-o', 'comment.md');
    expect(written).toEqual({ status: 0, out: '', err: '' });
  });
});

describe('vaultwright diff refuses', () => {
  beforeAll(() => {
    makeFolder();
    for (const below of ['dist', 'both/old', 'both/new', 'broken', 'unreadable']) write(before, below);
    mkdirSync(join(folder, 'empty'));
    writeFileSync(join(folder, 'broken/lab/environment.json'), '{}');
    writeFileSync(join(folder, 'unreadable/lab/services/shop/shop.k8s.yaml'), 'a: [');
    // A circle of links must not be walked.
    symlinkSync('..', join(folder, 'empty/up'));
  });
  afterAll(removeFolder);

  const refusals: readonly [name: string, args: readonly string[], code: string][] = [
    ['neither folder nor revision', ['nowhere', 'dist'], 'VW4030'],
    ['a revision that is an option', ['--output=x', '--all', 'dist'], 'VW2000'],
    ['a folder without documents', ['empty', 'dist'], 'VW4031'],
    ['a tree with two of the same environment', ['both', 'dist'], 'VW4031'],
    ['a document that is not valid', ['broken', 'dist'], 'VW4032'],
    ['a file that is no YAML', ['unreadable', 'dist'], 'VW4033'],
    ['an unknown environment', ['dist', 'dist', '-e', 'nowhere'], 'VW4034'],
  ];
  test.each(refusals)('%s', async (_, args, code) => {
    const { status, err, out } = await diff(...args);
    expect({ status, out, code: /VW\d{4}/.exec(err)?.[0] }).toEqual({ status: 2, out: '', code });
  });
});
