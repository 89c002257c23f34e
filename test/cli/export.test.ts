import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { vaultPolicyText } from '../../src/model/documents/vault-policy-text.ts';
import { type Harbour, renderHarbour } from '../e2e/configure/harbour.ts';
import { writeSmallDist } from '../lifecycle/commands/rendered/small-dist.ts';
import { folderWith, runCli } from './run-cli.ts';

const authority = '-----BEGIN CERTIFICATE-----\nMIIB\n-----END CERTIFICATE-----\n';
let folder: string;
let document: Harbour['document'];
beforeAll(async () => {
  folder = folderWith({});
  writeSmallDist(folder);
  ({ document } = await renderHarbour(authority));
  mkdirSync(join(folder, 'dist', 'live'));
  writeFileSync(join(folder, 'dist', 'live', 'environment.json'), JSON.stringify(document));
});
afterAll(() => rmSync(folder, { recursive: true }));

const live = ['-e', 'live'];

describe('vaultwright export terraform', () => {
  test('prints all files, or writes them, or says them as JSON', async () => {
    const printed = await runCli(['export', 'terraform', ...live], folder);
    expect(printed).toMatchObject({
      status: 0,
      err: expect.stringMatching(/^live: \d+ resources, 0 removed, 5 files\n$/),
    });
    expect(printed.out).toContain('# ---- entries.tf\n');
    const written = await runCli(['export', 'terraform', ...live, '-o', 'mirror'], folder);
    expect(written).toMatchObject({ status: 0, out: '' });
    const names = ['access.tf', 'entries.tf', 'imports.tf', 'variables.tf', 'versions.tf'];
    expect(readdirSync(join(folder, 'mirror')).sort()).toEqual(names);
    const { out } = await runCli(['export', 'terraform', ...live, '--json'], folder);
    const report = JSON.parse(out);
    expect(report).toMatchObject({ kind: 'TerraformMirror', environment: 'live', removed: [] });
    expect(report.files['entries.tf']).toBe(readFileSync(join(folder, 'mirror', 'entries.tf'), 'utf8'));
    expect(report.resources).toContainEqual({
      address: 'vault_policy.keycloak-client-patcher',
      kind: 'policy',
      id: 'keycloak-client-patcher',
      importId: 'keycloak-client-patcher',
    });
  });

  test('writes over a mirror only with the document that it was made from, and forgets what vanished', async () => {
    await runCli(['export', 'terraform', ...live, '-o', 'former'], folder);
    const refused = await runCli(['export', 'terraform', ...live, '-o', 'former'], folder);
    expect(refused).toMatchObject({ status: 2, err: expect.stringContaining('VW4021') });
    const { 'ferry-session': session, ...keys } = document.keys;
    const before = { ...document, keys: { ...keys, 'ferry-former': session } };
    writeFileSync(join(folder, 'before.json'), JSON.stringify(before));
    const args = ['export', 'terraform', ...live, '-o', 'former', '--previous'];
    expect((await runCli([...args, 'before.json'], folder)).err).toContain('1 removed');
    // Also where it is written once more before it was applied.
    expect((await runCli([...args, 'dist/live/environment.json'], folder)).err).toContain('1 removed');
    expect(readFileSync(join(folder, 'former', 'removed.tf'), 'utf8')).toContain(
      'vault_kv_secret_v2.secret_ferry-former',
    );
  });

  test.each(['missing.json', 'dist/demo'])('refuses %s as the previous document', async (file) => {
    const { status, err } = await runCli(['export', 'terraform', ...live, '--previous', file], folder);
    expect({ status, err }).toEqual({ status: 2, err: expect.stringContaining('VW4020') });
  });
});

describe('vaultwright export configurator', () => {
  test('prints the policy, and as JSON the role as well', async () => {
    const { status, out } = await runCli(['export', 'configurator', ...live], folder);
    const { policy } = document.configurator ?? {};
    expect({ status, out }).toEqual({ status: 0, out: policy && vaultPolicyText(policy) });
    const report = JSON.parse((await runCli(['export', 'configurator', ...live, '--json'], folder)).out);
    expect(report).toMatchObject({
      kind: 'Configurator',
      serviceAccount: 'configurator',
      role: { name: 'configurator', fields: { token_policies: ['configurator'], token_no_default_policy: true } },
    });
  });

  test('refuses an environment without one', async () => {
    const { status, err } = await runCli(['export', 'configurator', '-e', 'demo'], folder);
    expect({ status, err }).toEqual({ status: 2, err: expect.stringContaining('VW4022') });
  });
});
