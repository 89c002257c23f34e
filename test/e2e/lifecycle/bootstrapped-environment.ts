import { mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import type { BootstrapDocuments } from '../../../src/lifecycle/run/documents.ts';
import { parseDocuments } from '../../../src/lifecycle/run/documents.ts';
import { keyId } from '../../../src/model/documents/coordinates.ts';
import { documentLabel } from '../../../src/model/documents/fixture-map.ts';
import type { Bench } from '../bench.ts';
import type { KubernetesObject } from '../clients/kubernetes-client.ts';
import type { VaultClient } from '../clients/vault-client.ts';
import type { RenderedEnvironment } from '../platform/rendered-environment.ts';

const secretKind = { apiVersion: 'v1', kind: 'Secret' };
const leaseKind = { apiVersion: 'coordination.k8s.io/v1', kind: 'Lease' };

/** The documents of a rendered environment, as its bootstrap reads them. */
export function documentsOf({ objects }: RenderedEnvironment): BootstrapDocuments {
  return parseDocuments((name) => {
    const isDocument = ({ metadata, data }: KubernetesObject): boolean =>
      metadata.labels?.[documentLabel] !== undefined && data?.[`${name}.json`] !== undefined;
    return objects.find(isDocument)?.data[`${name}.json`];
  });
}

/** Set to run the matrices over the whole environment: an hour instead of minutes. */
const isWhole = Boolean(process.env.VAULTWRIGHT_E2E_WHOLE);

/**
 * A smaller environment of the same kinds, for tests that run it hundreds of times: some keys of each recipe,
 * those in `names`, and what they are composed from; some roles.
 */
export function excerptOf(documents: BootstrapDocuments, names: readonly string[]): BootstrapDocuments {
  if (isWhole) return documents;
  const { fixtureMap, accessMap } = documents;
  const kept = new Set<string>();
  const keep = (path: string): void => {
    const recipe = fixtureMap.entries[path]?.recipe;
    if (!recipe || kept.has(path)) return;
    kept.add(path);
    if (recipe.type === 'compose') for (const part of recipe.parts) if ('key' in part) keep(part.key);
  };
  for (const path of names) keep(path);
  const perRecipe = new Map<string, number>();
  for (const [path, { recipe }] of Object.entries(fixtureMap.entries)) {
    const kind =
      recipe === undefined ? '' : JSON.stringify([recipe.type, recipe.type === 'compose' && recipe.parts.length > 1]);
    const seen = perRecipe.get(kind) ?? 0;
    if (recipe !== undefined && seen < 2) keep(path);
    perRecipe.set(kind, seen + 1);
  }
  const roles = accessMap.roles.filter(({ name }) => ['external-secrets', 'keycloak-client-patcher'].includes(name));
  return {
    ...documents,
    fixtureMap: {
      ...fixtureMap,
      entries: Object.fromEntries(Object.entries(fixtureMap.entries).filter(([path]) => kept.has(path))),
    },
    accessMap: {
      ...accessMap,
      roles,
      policies: accessMap.policies.filter(({ name }) => roles.some(({ policies }) => policies.includes(name))),
    },
  };
}

/** Components whose objects a bootstrap needs: its own, and that by which Vault may review tokens. */
const ofBootstrap = ['foundation-vault-bootstrap', 'foundation-vault-core'];

/**
 * Everything that is rendered for the bootstrap besides what the operator reads: accounts, rights, documents,
 * the program, its CronJob.
 */
export const bootstrapObjects = ({ objects }: RenderedEnvironment): KubernetesObject[] =>
  objects.filter(
    ({ apiVersion, metadata }) =>
      !apiVersion.startsWith('external-secrets.io/') &&
      ofBootstrap.includes(metadata.labels?.['app.kubernetes.io/part-of'] ?? ''),
  );

/** Values of a developer, one for each name that the upstream store of a local environment is asked for. */
export function exampleUpstream({ fixtureMap }: BootstrapDocuments): Record<string, string> {
  const names = Object.values(fixtureMap.entries).flatMap(({ recipe, storedAs }) =>
    recipe?.type === 'upstream' ? [[recipe.name, storedAs] as const] : [],
  );
  return Object.fromEntries(
    names.map(([name, storedAs]) => {
      const value = `upstream-example-of-${name}-ü|$'"`;
      return [name, storedAs === 'base64' ? Buffer.from(value).toString('base64') : value];
    }),
  );
}

/** Writes the Secret that `seed-local-secrets.sh` would. */
export async function seedLocalSecret(
  bench: Bench,
  { settings }: BootstrapDocuments,
  values: Readonly<Record<string, string>>,
  more: Readonly<Record<string, string>> = {},
): Promise<void> {
  if (settings.upstream.type !== 'local') throw new TypeError('The upstream of this environment is not local.');
  const { secret, key } = settings.upstream;
  await bench.cluster.apply(
    {
      ...secretKind,
      metadata: { name: secret, namespace: settings.namespace },
      stringData: { [key]: JSON.stringify(values), ...more },
    },
    'seed-local-secrets',
  );
}

/** Lets the Lease of a run that was killed be older than it lives, as the minute until the next run does. */
export async function expireLease(bench: Bench, { settings }: BootstrapDocuments): Promise<void> {
  const { name, namespace } = settings;
  if (!(await bench.cluster.find(leaseKind, name, namespace))) return;
  const renewTime = new Date(Date.now() - 60_000).toISOString().replace('Z', '000Z');
  await bench.cluster.patch(leaseKind, name, namespace, { spec: { renewTime } });
}

/** Removes the Secrets that a bootstrap keeps, and its Lease. */
export async function forgetKept(bench: Bench, { settings }: BootstrapDocuments): Promise<void> {
  const { namespace, name, seedSecret, vault } = settings;
  await bench.cluster.delete(secretKind, vault.credentialsSecret, namespace);
  await bench.cluster.delete(secretKind, seedSecret, namespace);
  await bench.cluster.delete(leaseKind, name, namespace);
}

/** Returns a Vault that was never initialised, at the same address. */
export async function wipeVault(bench: Bench): Promise<void> {
  await bench.vault().stop('SIGKILL');
  const data = join(bench.folder, 'vault-main', 'data');
  rmSync(data, { recursive: true, force: true });
  mkdirSync(data, { recursive: true });
  await bench.vault().run();
}

/** Undoes by hand what a bootstrap configured and seeded; Vault stays initialised and open. */
export async function emptyVault(root: VaultClient, { accessMap }: BootstrapDocuments): Promise<void> {
  await root.request('DELETE', `sys/mounts/${accessMap.mount}`);
  await root.request('DELETE', `sys/auth/${accessMap.authMount}`);
  const list = await root.request('GET', 'sys/policies/acl?list=true');
  for (const name of list.body?.data?.keys ?? [])
    if (name !== 'default' && name !== 'root') await root.request('DELETE', `sys/policies/acl/${name}`);
}

/** The credentials that a bootstrap kept. */
export async function keptCredentials(
  bench: Bench,
  { settings }: BootstrapDocuments,
): Promise<{ rootToken: string; unsealKey: string } | undefined> {
  const secret = await bench.cluster.find(secretKind, settings.vault.credentialsSecret, settings.namespace);
  if (!secret) return undefined;
  const text = (key: string): string => Buffer.from(secret.data[key] ?? '', 'base64').toString();
  return { rootToken: text('root-token'), unsealKey: text('unseal-key') };
}

/** What may be shown nowhere: the values in Vault that are not in Git, and the kept credentials. */
export async function secretsIn(bench: Bench, documents: BootstrapDocuments): Promise<Map<string, string>> {
  const { fixtureMap } = documents;
  const credentials = await keptCredentials(bench, documents);
  const secrets = new Map<string, string>(Object.entries(credentials ?? {}));
  const root = bench.vault().client.as(credentials?.rootToken ?? '');
  const engines = Object.entries(fixtureMap.engines ?? {}).map(([store, { mount }]) => [store, mount] as const);
  for (const [store, mount] of [[undefined, fixtureMap.mount] as const, ...engines])
    for (const [path, { properties }] of await readAll(root, mount))
      for (const [property, value] of Object.entries(properties)) {
        const id = keyId({ store, path, property });
        const type = fixtureMap.entries[id]?.recipe?.type;
        if (typeof value === 'string' && (type === 'generate' || type === 'compose' || type === 'upstream'))
          secrets.set(id, value);
      }
  return secrets;
}

/** An entry of Vault as a test compares it. */
export interface KvEntry {
  /** What stands under `value`. */
  readonly value: unknown;
  readonly properties: Readonly<Record<string, unknown>>;
  readonly version: number;
  readonly metadata: Readonly<Record<string, string>>;
}

/** Reads every entry below the mount. */
export async function readAll(root: VaultClient, mount: string, folder = ''): Promise<Map<string, KvEntry>> {
  const list = await root.request('GET', `${mount}/metadata/${folder}?list=true`);
  const found = new Map<string, KvEntry>();
  const keys: readonly string[] = list.body?.data?.keys ?? [];
  await Promise.all(
    keys.map(async (key) => {
      const path = `${folder}${key}`;
      if (key.endsWith('/')) {
        for (const [below, entry] of await readAll(root, mount, path)) found.set(below, entry);
        return;
      }
      const { body, status } = await root.request('GET', `${mount}/data/${path}`);
      const { version = 0, custom_metadata: metadata } = body?.data?.metadata ?? {};
      const properties = status === 200 ? body.data.data : {};
      found.set(path, { value: properties.value, properties, version, metadata: metadata ?? {} });
    }),
  );
  return new Map([...found].sort(([a], [b]) => (a < b ? -1 : 1)));
}
