import { execFileSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { checkedFolder, clean, findingsOf, secret } from './checked-folder.ts';
import { runCli } from './run-cli.ts';

describe('vaultwright check --since', () => {
  test('reports only files that changed since a revision, and resolves references everywhere', async () => {
    const pod = (name: string) =>
      `apiVersion: v1\nkind: Pod\nmetadata: {name: p}\nspec:\n  containers:\n  - name: a\n    envFrom: [{secretRef: {name: ${name}}}]\n`;
    const folder = checkedFolder({ 'old.yaml': secret('old'), 'pod.yaml': clean });
    const git = (...args: string[]) =>
      execFileSync('git', ['-c', 'user.name=t', '-c', 'user.email=t@example.invalid', ...args], { cwd: folder });
    git('init', '-q');
    git('add', '.');
    git('commit', '-q', '-m', 'one');
    writeFileSync(join(folder, 'pod.yaml'), pod('old'));
    writeFileSync(join(folder, 'new.yaml'), secret('new'));
    const { out } = await runCli(['check', '--since', 'HEAD', '--format', 'json'], folder);
    const files = findingsOf(out).map(({ place }) => place.position?.file);
    expect(files).toEqual(['new.yaml']);
  });

  test('takes every file for changed before the first commit, as the hook of pre-commit needs it', async () => {
    const folder = checkedFolder({ 'db.yaml': secret() });
    execFileSync('git', ['init', '-q'], { cwd: folder });
    expect((await runCli(['check', '--since', 'HEAD'], folder)).status).toBe(1);
    execFileSync('git', ['add', '.'], { cwd: folder });
    expect((await runCli(['check', '--since', 'HEAD'], folder)).status).toBe(1);
    expect((await runCli(['check', '--since', 'main'], folder)).status).toBe(2);
  });

  test('looks at renamed files, files of odd names and those beside the working directory', async () => {
    const folder = checkedFolder({ 'a.yaml': secret('a'), 'sub/clean.yaml': clean, 'ü b/c.yaml': clean });
    const git = (...args: string[]) =>
      execFileSync('git', ['-c', 'user.name=t', '-c', 'user.email=t@example.invalid', ...args], { cwd: folder });
    git('init', '-q');
    git('add', '.');
    git('commit', '-q', '-m', 'one');
    expect((await runCli(['check', '--since', 'HEAD'], folder)).status).toBe(0);
    git('mv', 'a.yaml', 'b.yaml');
    writeFileSync(join(folder, 'ü b/c.yaml'), secret('c'));
    const { out } = await runCli(['check', '..', '--since', 'HEAD', '--format', 'json'], join(folder, 'sub'));
    const files = findingsOf(out).map(({ place }) => place.position?.file);
    expect(files).toEqual([join(folder, 'b.yaml'), join(folder, 'ü b/c.yaml')]);
  });
});
