// e2e: 2 minutes
import { type SpawnSyncReturns, spawnSync } from 'node:child_process';
import { existsSync, linkSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { terraformMirror } from '../../../src/exports/terraform/terraform-files.ts';
import type { EnvironmentDocument } from '../../../src/model/documents/environment-document.ts';
import type { VaultClient } from '../clients/vault-client.ts';
import { readAll } from '../lifecycle/bootstrapped-environment.ts';
import { findLeaks } from '../lifecycle/leak-scan.ts';
import { ConfigureTrials } from './configure-trials.ts';

/**
 * The mirror, applied by Terraform or OpenTofu with the real provider on a Vault of its own, beside one that
 * the configurator filled. The provider is no package, so that whoever runs this names its binary.
 */
const { VAULTWRIGHT_TERRAFORM_PROVIDER: provider, VAULTWRIGHT_TERRAFORM: program = 'terraform' } = process.env;
const random = process.env.VAULTWRIGHT_TERRAFORM_RANDOM_PROVIDER ?? besideProvider();
const isNamed = provider !== undefined && random !== undefined;
if (!isNamed) console.warn('VAULTWRIGHT_TERRAFORM_PROVIDER is not set: the mirror is not applied');

/** The other provider in the folder of the named one. */
function besideProvider(): string | undefined {
  if (provider === undefined) return undefined;
  const name = readdirSync(dirname(provider)).find((each) => each.startsWith('terraform-provider-random'));
  return name === undefined ? undefined : join(dirname(provider), name);
}

const values = { 'registry-token': 'of-the-registry', 'crane-outside': 'of-outside' };

describe.skipIf(!isNamed)('the mirror with the provider', () => {
  let trials: ConfigureTrials;
  let folder: string;
  let root: VaultClient;
  /** Everything that Terraform printed. */
  let output = '';
  const document = (): EnvironmentDocument => structuredClone(trials.harbour.harbour.document);

  beforeAll(async () => {
    trials = await ConfigureTrials.start(values, { hasMirror: true });
    expect((await trials.run()).result.code).toBe(0);
    const mirror = trials.harbour.bench.vault('mirror');
    const { rootToken } = await mirror.initialise();
    root = mirror.client.as(rootToken);
    folder = join(trials.harbour.bench.folder, 'terraform');
    // Providers that are overridden need no registry, hence no init.
    for (const [name, binary] of [
      ['vault', provider ?? ''],
      ['random', random ?? ''],
    ] as const) {
      const at = join(folder, 'providers', name);
      mkdirSync(at, { recursive: true });
      linkOrCopy(binary, join(at, `terraform-provider-${name}`));
    }
    const overrides = ['vault', 'random'].map(
      (name) => `    "hashicorp/${name}" = ${JSON.stringify(join(folder, 'providers', name))}\n`,
    );
    writeFileSync(
      join(folder, 'cli.tfrc'),
      `provider_installation {\n  dev_overrides {\n${overrides.join('')}  }\n}\n`,
    );
    write(terraformMirror(document()).files);
    token = rootToken;
  });

  afterAll(async () => {
    await trials?.stop();
  });

  let token = '';
  const write = (files: ReadonlyMap<string, string>): void => {
    for (const [name, text] of files) writeFileSync(join(folder, name), text);
  };
  const terraform = (...args: readonly string[]): SpawnSyncReturns<string> => {
    const ended = spawnSync(program, [...args, '-no-color'], {
      cwd: folder,
      encoding: 'utf8',
      env: {
        PATH: process.env.PATH,
        HOME: folder,
        TF_CLI_CONFIG_FILE: join(folder, 'cli.tfrc'),
        TF_IN_AUTOMATION: '1',
        VAULT_ADDR: trials.harbour.bench.vault('mirror').address,
        VAULT_TOKEN: token,
        TF_VAR_external: JSON.stringify(values),
      },
    });
    output += ended.stdout + ended.stderr;
    return ended;
  };
  const apply = (...args: readonly string[]) => terraform('apply', '-auto-approve', '-input=false', ...args);
  const entries = async (client: VaultClient) =>
    new Map([...(await readAll(client, 'secret')), ...(await readAll(client, 'apps'))]);

  test('is valid', () => {
    const { status, stdout, stderr } = terraform('validate');
    expect(status, stdout + stderr).toBe(0);
  });

  test('makes the same objects as the configurator', { timeout: 300_000 }, async () => {
    const { status, stdout, stderr } = apply();
    expect(status, stdout + stderr).toBe(0);
    const { policies, roles, vault } = document();
    const other = trials.harbour.root;
    for (const { name } of policies) {
      const path = `sys/policies/acl/${name}`;
      expect((await root.expect('GET', path)).data.policy, name).toBe((await other.expect('GET', path)).data.policy);
    }
    for (const { name } of roles) {
      const path = `auth/${vault.authMount}/role/${name}`;
      expect((await root.expect('GET', path)).data, name).toEqual((await other.expect('GET', path)).data);
    }
    const [made, wanted] = [await entries(root), await entries(other)];
    const shapes = (found: Awaited<ReturnType<typeof entries>>) =>
      [...found].map(([path, { properties, version }]) => [path, version, Object.keys(properties).sort()]);
    expect(shapes(made)).toEqual(shapes(wanted));
    const text = (path: string): string => String(made.get(path)?.value);
    expect(text('ferry-db-url')).toBe(`postgresql://ferry:${text('ferry-db-password')}@db/ferry`);
    expect(text('registry-token')).toBe('of-the-registry');
  });

  test('changes nothing when it is applied again', { timeout: 300_000 }, async () => {
    const before = await entries(root);
    const { status, stdout, stderr } = terraform('plan', '-detailed-exitcode', '-input=false');
    expect(status, stdout + stderr).toBe(0);
    expect(apply().status).toBe(0);
    expect(await entries(root)).toEqual(before);
  });

  test('follows an external value on top of its version, and of no other', { timeout: 300_000 }, async () => {
    const versions = (version: number): string =>
      `-var=external_versions=${JSON.stringify({ 'registry-token': version })}`;
    const { status, stdout, stderr } = apply(versions(2));
    expect(status, stdout + stderr).toBe(0);
    expect((await entries(root)).get('registry-token')?.version).toBe(2);
    await root.expect('POST', 'secret/data/registry-token', { data: { value: 'by-hand' } });
    expect(apply(versions(3)).status).not.toBe(0);
    expect((await entries(root)).get('registry-token')?.value).toBe('by-hand');
    expect(apply(versions(4)).status).toBe(0);
  });

  test('destroys nothing when a key is renamed, and makes no version when a text changes', {
    timeout: 300_000,
  }, async () => {
    const before = await entries(root);
    const changed = document();
    const { 'ferry-session': session, 'ferry-db-username': user, ...keys } = changed.keys;
    if (!session || !user) throw new TypeError('The environment lost its keys.');
    changed.keys = { ...keys, 'ferry-cookie': session, 'ferry-db-username': { ...user, reason: 'another text' } };
    write(terraformMirror(changed, document()).files);
    const { status, stdout, stderr } = apply(`-var=external_versions=${JSON.stringify({ 'registry-token': 4 })}`);
    expect(status, stdout + stderr).toBe(0);
    const now = await entries(root);
    for (const [path, entry] of before) expect(now.get(path), path).toEqual(entry);
    expect(now.get('ferry-cookie')?.version).toBe(1);
  });

  test('no value is in state, plan or output', { timeout: 300_000 }, async () => {
    terraform('plan', '-input=false', '-out=plan', `-var=external_versions=${JSON.stringify({ 'registry-token': 4 })}`);
    const secrets = new Map<string, string>(Object.entries(values));
    // Literals are no secrets, and stand in the files.
    for (const [path, { properties }] of await entries(root))
      for (const [property, value] of Object.entries(properties))
        if (String(value).length > 8) secrets.set(`${path}#${property}`, String(value));
    const shown = terraform('show', '-json', 'plan').stdout;
    const texts = [
      ...readdirSync(folder)
        .filter((name) => name.startsWith('terraform.tfstate'))
        .map((name) => ({ name, text: readFileSync(join(folder, name), 'utf8') })),
      { name: 'plan', text: shown },
      { name: 'plan file', text: readFileSync(join(folder, 'plan'), 'latin1') },
      { name: 'output', text: output },
    ];
    expect(texts.length).toBeGreaterThan(3);
    expect(findLeaks(secrets, texts)).toEqual([]);
  });
});

function linkOrCopy(from: string, to: string): void {
  if (existsSync(to)) return;
  try {
    linkSync(from, to);
  } catch {
    writeFileSync(to, readFileSync(from), { mode: 0o755 });
  }
}
