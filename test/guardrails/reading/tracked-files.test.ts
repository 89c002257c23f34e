import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { readManifests } from '../../../src/guardrails/reading/read-manifests.ts';
import { checkFiles } from '../probes/check-files.ts';

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'tracked-'));
});
afterEach(() => {
  rmSync(folder, { recursive: true, force: true });
});

const map = (name: string): string => `apiVersion: v1\nkind: ConfigMap\nmetadata: {name: ${name}}\n`;
const git = (...args: readonly string[]) => execFileSync('git', ['-C', folder, ...args], { stdio: 'ignore' });

test.each(['2', '4'])(
  'a file that git tracks counts although .gitignore names it, with index version %s',
  (version) => {
    const files = {
      '.gitignore': 'kept.yaml\nout/\n',
      'a.yaml': map('a'),
      'kept.yaml': map('b'),
      'left/kept.yaml': map('c'),
      'out/deep/d.yaml': map('d'),
      'out/e.yaml': map('e'),
    };
    for (const [name, text] of Object.entries(files)) {
      mkdirSync(dirname(join(folder, name)), { recursive: true });
      writeFileSync(join(folder, name), text);
    }
    git('init', '-q');
    git('config', 'index.version', version);
    git('add', '-f', 'a.yaml', 'kept.yaml', 'out/deep/d.yaml');
    git('update-index', '--index-version', version);
    const { manifests } = readManifests({ paths: [folder], streams: [], workingDirectory: folder });
    expect(manifests.map(({ file }) => file)).toEqual(['a.yaml', 'kept.yaml', 'out/deep/d.yaml']);
  },
);

test('a quoted text may go on at the indentation of its key', () => {
  const text = `${map('a')}data:\n  path: "one/\\\n  two"\n  password: hunter2hunter2\n  note: "long\n  text"\n`;
  const [finding, ...others] = checkFiles({ 'a.yaml': text });
  expect([finding?.rule, finding?.place.position?.line, others.length]).toEqual(['no-configmap-credential', 7, 0]);
});
