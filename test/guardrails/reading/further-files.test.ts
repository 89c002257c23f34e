import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { runCli } from '../../cli/run-cli.ts';

let folder: string;
const literal = ['correct', 'horse', '7'].join('-');
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'vaultwright-'));
  write({
    'a.yaml': 'a: b\n',
    '.env.prod': `A=b\nDB_PASSWORD=${literal}\n`,
    'scripts/run.sh': `#!/bin/sh\nA=b\nexport DB_PASSWORD=${literal}\n`,
    's.yaml.tpl': `apiVersion: v1\nkind: Secret\nmetadata: {name: "\${name}"}\nstringData:\n  password: ${literal}\n`,
    'prod.tfvars': `region = "eu"\ndb_password = "${literal}"\n`,
  });
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const write = (files: Record<string, string>): void => {
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, name)), { recursive: true });
    writeFileSync(join(folder, name), text);
  }
};
const found = async (...args: string[]): Promise<string[]> => {
  const { out } = await runCli(['check', '--format', 'json', ...args], folder);
  const { findings } = JSON.parse(out) as { findings: { place: { position: { file: string; line: number } } }[] };
  return findings.map(({ place: { position } }) => `${position.file}:${position.line}`);
};

test.each<[string, string[], string[]]>([
  ['nothing but YAML and JSON', [], []],
  ['settings, by a name', ['--also', '.env*'], ['.env.prod:2']],
  ['manifests that a template finishes', ['--also', '*.yaml.tpl'], ['s.yaml.tpl:5']],
  ['scripts, by a path', ['--also', 'scripts/**'], ['scripts/run.sh:3']],
  ['settings of Terraform', ['--also', '*.tfvars'], ['prod.tfvars:2']],
  ['several', ['--also', '.env*', '--also', '*.sh'], ['.env.prod:2', 'scripts/run.sh:3']],
  ['a name in no other folder than the path says', ['--also', 'other/*.sh'], []],
])('reads %s', async (_, args, places) => {
  expect(await found(...args)).toEqual(places);
});

test('the configuration asks for them too', async () => {
  write({ 'vaultwright.config.yaml': "also: ['.env*']\n" });
  expect(await found('--also', '*.sh')).toEqual(['.env.prod:2', 'scripts/run.sh:3']);
});

test('what .gitignore excludes is not read, and links lead to what was asked for', async () => {
  write({ '.gitignore': '.env.prod\n', 'more/x.sh': `TOKEN=${literal}\n` });
  symlinkSync('more/x.sh', join(folder, 'y.conf'));
  expect(await found('--also', '.env*', '--also', 'y.conf')).toEqual(['more/x.sh:1']);
});

test('a comment accepts a finding in them', async () => {
  write({ '.env.prod': `# vaultwright-ignore no-field-credential: an example\nDB_PASSWORD=${literal}\n` });
  expect(await found('--also', '.env*')).toEqual([]);
});
