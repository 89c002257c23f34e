import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import { hclText } from '../../../src/exports/terraform/hcl.ts';
import { addressOf, type MirrorResource, resourceName } from '../../../src/exports/terraform/resource.ts';
import { removedIn, terraformMirror } from '../../../src/exports/terraform/terraform-files.ts';
import { renderPlatform } from '../../../src/index.ts';
import { configuratorRules } from '../../../src/model/documents/configurator-policy.ts';
import type { EnvironmentDocument } from '../../../src/model/documents/environment-document.ts';
import { vaultPolicyText } from '../../../src/model/documents/vault-policy-text.ts';
import { renderHarbour } from '../../e2e/configure/harbour.ts';
import { orchard, orchardComponents } from '../../second-platform/orchard.ts';
import schema from './provider-schema.json' with { type: 'json' };

const hasTerraform = spawnSync('terraform', ['version']).status === 0;
if (!hasTerraform) console.warn('terraform is not in PATH: the mirror is neither formatted nor parsed by it');

const authority = '-----BEGIN CERTIFICATE-----\nMIIB\n-----END CERTIFICATE-----\n';
const documents = new Map<string, EnvironmentDocument>();
beforeAll(async () => {
  documents.set('kubernetes', (await renderHarbour(authority)).document);
  const { files } = await renderPlatform(orchard, { components: orchardComponents });
  for (const [login, environment] of [
    ['jwt', 'hill'],
    ['role id', 'valley'],
  ] as const)
    documents.set(login, JSON.parse(files.get(`${environment}/environment.json`) ?? ''));
});
const logins = ['kubernetes', 'jwt', 'role id'] as const;
const documentOf = (login: string): EnvironmentDocument => structuredClone(documents.get(login)) as EnvironmentDocument;

/** Paths of Vault’s interface that a resource stands for. */
function pathOf({ kind, id }: Pick<MirrorResource, 'kind' | 'id'>, authMount: string): string {
  if (kind === 'audit device') return `sys/audit/${id}`;
  if (kind === 'engine') return `sys/mounts/${id}`;
  if (kind === 'auth configuration') return `auth/${id}/config`;
  if (kind === 'policy') return `sys/policies/acl/${id}`;
  if (kind === 'role') return `auth/${authMount}/role/${id}`;
  return id;
}

/** What the configurator of an environment writes, by the policy that is derived from its plan. */
function plannedPaths({ vault, engines, keys, roles, policies }: EnvironmentDocument): string[] {
  const own = Object.entries(engines).flatMap(([store, { mount, version, isOwn }]) =>
    isOwn && store !== '' ? [[store, { mount, version }] as const] : [],
  );
  const accessMap = {
    mount: engines['']?.mount ?? '',
    engines: Object.fromEntries(own),
    authMount: vault.authMount,
    auth: vault.auth,
    roles,
    policies,
  };
  const audit = vault.server?.auditBy === 'api' ? vault.server.audit : [];
  return configuratorRules({ accessMap, entries: keys, audit })
    .filter(({ path, capabilities }) => capabilities.includes('create') && !path.startsWith('auth/token/'))
    .map(({ path }) => path);
}

const mirroredPaths = (resources: readonly MirrorResource[], { vault }: EnvironmentDocument): string[] =>
  resources
    // A configurator logs in by its auth method, so that it is there; by signature its configuration is part
    // of it.
    .filter(({ kind }) => kind !== 'auth method' || vault.auth.method === 'jwt')
    .map((resource) =>
      resource.kind === 'auth method' ? `auth/${resource.id}/config` : pathOf(resource, vault.authMount),
    );
const sorted = (items: Iterable<string>): string[] => [...items].sort();

describe.each(logins)('the mirror of an environment that logs in by %s', (login) => {
  test('has the paths, policies and roles of the configurator, key by key', () => {
    const document = documentOf(login);
    const { resources } = terraformMirror(document);
    expect(sorted(mirroredPaths(resources, document))).toEqual(sorted(plannedPaths(document)));
    for (const { name, rules } of document.policies) {
      const found = resources.find(({ kind, id }) => kind === 'policy' && id === name);
      expect(found?.attributes.policy, name).toBe(vaultPolicyText({ name, rules }));
    }
    for (const { name, policies } of document.roles)
      expect(resources.find(({ kind, id }) => kind === 'role' && id === name)?.attributes, name).toMatchObject({
        token_policies: policies,
        token_max_ttl: 3600,
      });
    const made = Object.entries(document.keys).filter(([, { recipe }]) => recipe && recipe.type !== 'placeholder');
    const text = (id: string): string => {
      const [, store = '', path] = /^(?:([a-z0-9-]+):)?([^#]*)/.exec(id) ?? [];
      const at = `${document.engines[store]?.mount}/data/${path}`;
      return (resources.find((each) => each.id === at)?.attributes.data_json_wo as { text?: string })?.text ?? '';
    };
    for (const [id] of made) expect(text(id), id).toContain(`"${id.split('#')[1] ?? 'value'}" = `);
  });

  test('differs as soon as one resource is taken away', () => {
    const document = documentOf(login);
    const { resources } = terraformMirror(document);
    const counted = resources.filter(({ kind }) => kind !== 'auth method' || document.vault.auth.method === 'jwt');
    for (const resource of counted) {
      const rest = resources.filter((each) => each !== resource);
      expect(sorted(mirroredPaths(rest, document)), addressOf(resource)).not.toEqual(sorted(plannedPaths(document)));
    }
  });

  test('is in the schema of the provider, with every required field', () => {
    const { resources } = terraformMirror(documentOf(login));
    const known = schema.resources as Readonly<
      Record<string, Readonly<Record<string, { required?: boolean; type: unknown }>>>
    >;
    for (const resource of resources) {
      const { count: _, ...attributes } = resource.attributes;
      const type = known[resource.type];
      expect(type, resource.type).toBeDefined();
      for (const name of Object.keys(attributes)) expect(type?.[name], `${resource.type}.${name}`).toBeDefined();
      for (const [name, { required }] of Object.entries(type ?? {}))
        if (required) expect(attributes, addressOf(resource)).toHaveProperty(name);
      for (const name of resource.ignored ?? []) expect(type?.[name], name).toBeDefined();
      for (const { labels = [], attributes: read = {} } of (resource.ephemeral ?? []).filter(
        (block) => block.labels?.[0] === 'vault_kv_secret_v2',
      )) {
        for (const name of Object.keys(read))
          expect(schema.ephemeral.vault_kv_secret_v2, `${labels[1]}.${name}`).toHaveProperty(name);
      }
    }
  });

  test.skipIf(!hasTerraform)('is formatted as Terraform does', () => {
    const folder = mkdtempSync(join(tmpdir(), 'mirror-'));
    onTestFinished(() => rmSync(folder, { recursive: true }));
    for (const [name, text] of terraformMirror(documentOf(login)).files) writeFileSync(join(folder, name), text);
    const { status, stdout, stderr } = spawnSync('terraform', ['fmt', '-check', '-diff', folder], { encoding: 'utf8' });
    expect(status, `${stdout}${stderr}`).toBe(0);
  });

  test('never destroys, and creates an entry under check-and-set alone', () => {
    const { resources, files } = terraformMirror(documentOf(login));
    const text = [...files.values()].join('\n');
    expect(text).not.toMatch(/custom_metadata|delete_all_versions|^ {2}cas +=/m);
    expect(text.match(/prevent_destroy = true/g)).toHaveLength(resources.length);
    for (const { kind, attributes, ignored } of resources.filter((each) => each.kind === 'entry')) {
      expect(kind).toBe('entry');
      expect(attributes).toMatchObject({ disable_read: true, data_json_wo: expect.anything() });
      expect(attributes).not.toHaveProperty('data_json');
      const { cas } = attributes.options as { cas: number | { text: string } };
      if (cas === 0) expect(ignored).toContain('options');
      else
        expect((cas as { text: string }).text).toBe(
          `${(attributes.data_json_wo_version as { text: string }).text} - 1`,
        );
    }
  });
});

describe('a value', () => {
  const expressions = () => {
    const { resources } = terraformMirror(documentOf('kubernetes'));
    return Object.fromEntries(
      resources
        .filter(({ kind }) => kind === 'entry')
        .map(({ id, attributes }) => [id, (attributes.data_json_wo as { text: string }).text]),
    );
  };

  test('is drawn, given, declared, or composed of what stands in Vault', () => {
    const found = expressions();
    expect(found['secret/data/ferry-session']).toBe(
      'jsonencode({ "value" = ephemeral.random_password.secret_ferry-session.result })',
    );
    expect(found['secret/data/registry-token']).toBe('jsonencode({ "value" = var.external["registry-token"] })');
    expect(found['secret/data/ferry-db-username']).toBe('jsonencode({ "value" = "ferry" })');
    expect(found['secret/data/ferry-admin-hash']).toBe(
      'jsonencode({ "value" = bcrypt(ephemeral.vault_kv_secret_v2.secret_ferry-db-password.data["value"]) })',
    );
    // Of the same entry: what the same write brings.
    expect(found['apps/data/crane/database']).toContain('ephemeral.random_password.');
    expect(found['apps/data/crane/database']).not.toContain('ephemeral.vault_kv_secret_v2');
    // Beside its own values an entry may lack those that nobody has to give.
    expect(found['secret/data/crane/mixed']).toMatch(
      /^jsonencode\(\{ for name, value in \{ .*"outside" = try\(var\.external\["crane-outside"\], null\).* if value != null \}\)$/,
    );
  });

  test('is read only after it was written, and missed by name', () => {
    const { files, resources } = terraformMirror(documentOf('kubernetes'));
    expect(files.get('variables.tf')).toMatch(/contains\(keys\(var\.external\), "registry-token"\)/);
    expect(files.get('variables.tf')).not.toContain('"mail-token"');
    const reads = resources.flatMap(({ ephemeral = [] }) =>
      ephemeral.filter(({ labels }) => labels?.[0] === 'vault_kv_secret_v2'),
    );
    expect(reads.length).toBeGreaterThan(2);
    for (const { labels, attributes } of reads)
      expect(attributes?.mount_id).toMatchObject({ text: `one(vault_kv_secret_v2.${labels?.[1]}[*].id)` });
  });
});

describe('what is declared no more', () => {
  test('is forgotten and not destroyed, also where an earlier mirror had it', () => {
    const document = documentOf('kubernetes');
    const renamed = structuredClone(document);
    const { 'ferry-session': session, ...keys } = renamed.keys;
    renamed.keys = { ...keys, ...(session && { 'ferry-cookie': session }) };
    const { removed, files } = terraformMirror(renamed, document, ['vault_policy.gone']);
    expect(removed).toEqual(['vault_kv_secret_v2.secret_ferry-session', 'vault_policy.gone']);
    expect(removedIn(files.get('removed.tf') ?? '')).toEqual(removed);
    expect(files.get('removed.tf')?.match(/destroy = false/g)).toHaveLength(2);
    expect(terraformMirror(document, renamed, removed).removed).toEqual([
      'vault_kv_secret_v2.secret_ferry-cookie',
      'vault_policy.gone',
    ]);
  });
});

describe('a name', () => {
  test.each([
    [['secret', 'db'], 'secret_db'],
    [['secret', 'a/b'], /^secret_a-b_[0-9a-f]{8}$/],
    [['0', 'b'], /^x0_b_[0-9a-f]{8}$/],
  ])('of %j', (parts, expected) => expect(resourceName(...parts)).toMatch(expected));

  test('is another one for each thing', () => {
    const all = [
      ['a', 'b-c'],
      ['a-b', 'c'],
      ['a_b', 'c'],
      ['a', 'b_c'],
      ['a', 'b/c'],
      ['a', 'b.c'],
      ['a', 'b', 'c'],
    ];
    expect(new Set(all.map((parts) => resourceName(...parts))).size).toBe(all.length);
  });
});

test.each([
  ['an interpolation', `\${b} %{c}`, `"$\${b} %%{c}"`],
  ['quotes and breaks', '"d"\n', String.raw`"\"d\"\n"`],
  ['what JSON escapes and the language does not', '\b\f\\b', String.raw`"\u0008\u000c\\b"`],
])('%s is spelled as text', (_, text, expected) => {
  expect(hclText({ type: 'x', attributes: { a: text, bb: [1, true] } })).toBe(
    `x {\n  a  = ${expected}\n  bb = [1, true]\n}\n`,
  );
});

test('the schema is that of the provider, trimmed to what is used', () => {
  const text = readFileSync(join(import.meta.dirname, 'provider-schema.json'), 'utf8');
  expect(Object.keys(schema.resources)).toHaveLength(10);
  expect(text.length).toBeLessThan(40_000);
});
