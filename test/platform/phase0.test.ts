import { readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, expect, test } from 'vitest';
import { folderWith, runCli } from '../cli/run-cli.ts';

const root = join(import.meta.dirname, '../..');
let folder = '';
afterEach(() => rmSync(folder, { recursive: true }));

/** Runs what `npm run phase0` runs over a core root and a GitOps root. */
async function phase0(files: Readonly<Record<string, string>>): Promise<readonly [status: number, output: string]> {
  folder = folderWith({ 'core/README.md': '', 'gitops/README.md': '', ...files });
  const { scripts } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as { scripts: { phase0: string } };
  const [, args] = scripts.phase0.split('node src/cli/main.ts ');
  const { status, out } = await runCli(
    [...(args?.split(' ') ?? []), join(folder, 'core'), join(folder, 'gitops')],
    root,
  );
  return [status, out];
}

const secret = (data: string): string =>
  `apiVersion: v1\nkind: Secret\nmetadata: {name: shop}\nstringData: {${data}}\n`;

test('phase 0 finds what is wrong in every root', async () => {
  const [status, output] = await phase0({
    'core/charts/shop/secret.yaml': secret('token: abcdef'),
    'gitops/shop/sealed.yaml': 'apiVersion: bitnami.com/v1alpha1\nkind: SealedSecret\nmetadata: {name: shop}\n',
    'gitops/shop/secret.json': JSON.stringify({
      apiVersion: 'v1',
      kind: 'Secret',
      metadata: { name: 'shop' },
      data: { privateKey: Buffer.from('abcdef').toString('base64') },
    }),
  });
  expect(status).toBe(1);
  expect(output.match(/(?<=core|gitops)\S+\.(?:yaml|json)/g)?.sort()).toEqual([
    '/charts/shop/secret.yaml',
    '/shop/sealed.yaml',
    '/shop/secret.json',
  ]);
  expect(output).not.toContain('abcdef');
});

test('phase 0 passes templates, variables, and keys that hold no credential', async () => {
  const [status, output] = await phase0({
    'core/a.yaml': secret(`password: '{{ .Values.password }}', clientSecret: "\${CLIENT_SECRET}", host: db`),
    'gitops/b.yaml': 'password: abcdef\n',
  });
  expect(output).not.toContain('error');
  expect(status).toBe(0);
});
