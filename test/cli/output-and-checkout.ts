import { execFileSync } from 'node:child_process';
import { cpSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach } from 'vitest';
import { folderWith, runCli } from './run-cli.ts';

/** A rendered output as small as one can be; publishing does not read what stands in it. */
const output = {
  'dist/.vaultwright-output.json': '{}',
  'dist/lab/environment.json': '{"kind":"Environment"}',
  'dist/lab/services/shop/shop.k8s.yaml': 'kind: ExternalSecret\n',
  'dist/lab/services/mail/mail.k8s.yaml': 'kind: ExternalSecret\n',
};
/** What an output says of where it is published. */
export const publication = (files: Readonly<Record<string, string>>, url = 'https://git.example/team/gitops') =>
  JSON.stringify({ kind: 'Publication', version: 1, repository: { url, revision: 'main' }, files });

/** Gives each test of a file an output beside a checkout that holds one file of others. */
export function outputAndCheckout() {
  let whole: string;
  let folder: string;
  beforeAll(() => {
    folder = whole = folderWith(output);
    mkdirSync(join(folder, 'gitops'));
    put('gitops/README.md', 'Of others.\n');
    git('init', '-q', '-b', 'main', '--template=');
    commit();
  });
  beforeEach(() => {
    folder = folderWith({});
    cpSync(whole, folder, { recursive: true, preserveTimestamps: true });
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));
  afterAll(() => rmSync(whole, { recursive: true }));

  function put(file: string, text: string): void {
    mkdirSync(dirname(join(folder, file)), { recursive: true });
    writeFileSync(join(folder, file), text);
  }
  const git = (...args: readonly string[]): string =>
    execFileSync('git', ['-c', 'user.name=a', '-c', 'user.email=a@example.com', ...args], {
      cwd: join(folder, 'gitops'),
      encoding: 'utf8',
    });
  function commit(): void {
    git('add', '-A');
    git('commit', '-q', '-m', 'Now');
  }
  const read = (file: string): string => readFileSync(join(folder, 'gitops', file), 'utf8');
  const tree = (): string[] =>
    readdirSync(join(folder, 'gitops'), { recursive: true, withFileTypes: true })
      .filter((entry) => !entry.isDirectory() && !entry.parentPath.includes('.git'))
      .map((entry) => relative(join(folder, 'gitops'), join(entry.parentPath, entry.name)))
      .sort();
  const publish = (...args: readonly string[]) => runCli(['publish', '--repo', 'gitops', ...args], folder);

  return { at: (...path: readonly string[]) => join(folder, ...path), put, git, commit, read, tree, publish };
}

/** What stands in the checkout once the output is published. */
export const published = [
  '.vaultwright-published.json',
  'README.md',
  'lab/environment.json',
  'lab/services/mail/mail.k8s.yaml',
  'lab/services/shop/shop.k8s.yaml',
];
