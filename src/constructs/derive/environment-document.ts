import type { VaultSecret } from '../../model/declarations/secret-contract.ts';
import type { VaultKey } from '../../model/declarations/vault-key.ts';
import type { EnvironmentDocument } from '../../model/documents/environment-document.ts';
import { documentedAuth } from '../../model/documents/logins/login-methods.ts';
import { placeholderDigests } from '../../model/documents/placeholder-digest.ts';
import { approvalSchema } from '../../model/platform/approval.ts';
import { serverOf } from '../../model/platform/server/server.ts';
import type { ResolvedStore } from '../../model/platform/stores.ts';
import type { EnvironmentApp } from '../environment-app.ts';
import type { CollectedEnvironment } from '../tree/collect-environment.ts';
import type { ComponentRecord } from '../tree/component-record.ts';
import type { ClusterPlacement, Placement, Store } from '../tree/contribution.ts';
import { vaultKeyUses } from '../tree/vault-key-uses.ts';
import { accessMapOf } from './access-map-of.ts';
import { auditDevicesBy, auditDevicesOf } from './audit-devices.ts';
import { upstreamSettings } from './bootstrap-settings.ts';
import { configuratorOf } from './configurator-of.ts';
import { deliveredSecretsOf } from './delivered-secrets-of.ts';
import { fixtureEntry } from './fixture-entry.ts';
import { readsOf } from './reads-of.ts';
import { refreshIntervalOf } from './refresh-interval.ts';
import { vaultReach } from './vault-reach.ts';

/** Returns the document of an environment as its tree stands now; everything in it is sorted. */
export function environmentDocument(app: EnvironmentApp): EnvironmentDocument {
  const { environment, platform } = app;
  const { settings } = platform;
  const collected = app.collect();
  const accessMap = accessMapOf(app);
  const { previews, roles, policies } = accessMap;
  const [bootstrap] = collected.bootstraps;
  const [configurator] = collected.configurators;
  const keys = Object.fromEntries(
    sortedBy(
      vaultKeyUses(app, collected).map((use) => [use.id, fixtureEntry(use, app)] as const),
      ([id]) => id,
    ),
  );
  return {
    kind: 'Environment',
    version: 1,
    name: environment.name,
    lifecycle: environment.lifecycle,
    namespace: environment.namespace,
    cluster: clusterOf(app),
    vault: vaultOf(app),
    kubernetesHost: settings.kubernetesHost,
    upstream: upstreamSettings(environment),
    placeholders: placeholderDigests(
      [settings.placeholder, ...settings.knownPlaceholders.exact],
      settings.knownPlaceholders.prefixes,
    ),
    ...(bootstrap && {
      bootstrap: {
        component: bootstrap.component.name,
        name: bootstrap.name,
        namespace: bootstrap.namespace,
        credentialsSecret: bootstrap.credentialsSecret,
        ...(bootstrap.succeedsWithinSeconds !== undefined && {
          succeedsWithinSeconds: bootstrap.succeedsWithinSeconds,
        }),
      },
    }),
    ...(configurator && { configurator: configuratorOf(configurator, accessMap, keys, environment) }),
    engines: enginesOf(app),
    stores: sortedBy(storesOf(app, collected), ({ name, namespace = '' }) => `${name}/${namespace}`),
    components: sortedBy(
      collected.components.map((component) => ({
        ...componentOf(component),
        reads: readsOf(component, collected, environment),
      })),
      ({ name }) => name,
    ),
    disabled: sortedBy(
      collected.disabled.map(({ component, reason }) => ({ ...componentOf(component), reason })),
      ({ name }) => name,
    ),
    placements: sortedBy(
      [...collected.placements, ...collected.clusterPlacements].map((placement) => placementOf(app, placement)),
      ({ namespace = '', externalSecret }) => `${namespace}/${externalSecret}`,
    ),
    producers: sortedBy(
      collected.writers.map(({ producer: { name }, component, role }) => ({ name, component: component.name, role })),
      ({ name }) => name,
    ),
    keys,
    ...(previews && { previews }),
    roles,
    policies,
    delivered: deliveredSecretsOf(app),
  };
}

function componentOf(component: ComponentRecord): Omit<EnvironmentDocument['components'][number], 'reads'> {
  const { name, owner, phase, secretsPhase, folder, componentNamespace: namespace, argoCd } = component;
  const { data: approval } = approvalSchema.safeParse('approval' in component ? component.approval : undefined);
  return {
    name,
    owner,
    phase,
    secretsPhase,
    folder,
    namespace,
    ...(approval && { approval }),
    ...(argoCd && { argoCd }),
  };
}

function clusterOf({ environment, platform, cluster }: EnvironmentApp): EnvironmentDocument['cluster'] {
  const environments = [...platform.environments.values()]
    .filter((other) => other.cluster === environment.cluster)
    .map(({ name }) => name)
    .sort();
  const isDisposable = environment.lifecycle === 'ephemeral' && environments.length === 1;
  const sharedNamespaces = Object.keys(cluster.sharedNamespaces).sort();
  return { name: environment.cluster, environments, stores: cluster.stores, sharedNamespaces, isDisposable };
}

function vaultOf(app: EnvironmentApp): EnvironmentDocument['vault'] {
  const { vault } = app.environment;
  const { namespace, authMount, login } = vaultReach(app);
  const seal = vault.autoUnseal?.type;
  const server = serverDocument(app);
  return {
    address: vault.address,
    ...(namespace !== undefined && { namespace }),
    ...(vault.ca && 'pem' in vault.ca && { ca: vault.ca.pem }),
    operatedBy: vault.managed ? 'others' : app.environment.lifecycle === 'ephemeral' ? 'bootstrap' : 'ceremony',
    authMount,
    auth: documentedAuth(login),
    ...(seal !== undefined && { seal }),
    ...(server && { server }),
  };
}

/** Returns nothing where a bootstrap opens any server that its chart brings. */
function serverDocument({ environment }: EnvironmentApp): EnvironmentDocument['vault']['server'] {
  const { lifecycle, vault } = environment;
  if (vault.managed || (lifecycle === 'ephemeral' && vault.server === undefined)) return undefined;
  const server = serverOf(vault.server, lifecycle);
  const { product, version, edition, replicas, storage } = server;
  const audit = auditDevicesOf(server).map(({ path, type, options }) => ({ path, type, options: { ...options } }));
  return { product, version, edition, replicas, storage, auditBy: auditDevicesBy(server), audit };
}

function enginesOf(app: EnvironmentApp): EnvironmentDocument['engines'] {
  const { mount, engines } = vaultReach(app);
  const others = [...app.platform.storeDefinitions].flatMap(([id, store]) =>
    store.provider === 'vault' && store.server !== undefined
      ? [[id, { mount: store.mount, version: versionOf(store), isOwn: false }] as const]
      : [],
  );
  const own = Object.entries(engines).map(([id, engine]) => [id, { ...engine, isOwn: true }] as const);
  const all = [['', { mount, version: 2 as const, isOwn: true }] as const, ...own, ...others];
  return Object.fromEntries(sortedBy(all, ([id]) => id));
}

const versionOf = (store: Extract<ResolvedStore, { provider: 'vault' }>): 1 | 2 => (store.version === 'v1' ? 1 : 2);

function storesOf({ platform }: EnvironmentApp, { stores }: CollectedEnvironment): EnvironmentDocument['stores'] {
  const nameOf = ({ id, use }: Store): string =>
    id !== undefined
      ? platform.nameOfStore(id)
      : use === 'mirror'
        ? platform.settings.mirrorStore
        : platform.settings.store;
  return stores.map((store) => ({
    ...(store.id !== undefined && { id: store.id }),
    name: nameOf(store),
    kind: store.serves.kind === 'namespace' ? ('SecretStore' as const) : ('ClusterSecretStore' as const),
    ...(store.serves.kind === 'namespace' && { namespace: store.serves.namespace }),
    use: store.use,
    provider:
      store.id === undefined ? ('vault' as const) : (platform.storeDefinitions.get(store.id)?.provider ?? 'vault'),
    ...(store.role !== undefined && { role: store.role }),
    component: store.component.name,
  }));
}

function placementOf(
  { environment }: EnvironmentApp,
  placement: Placement | ClusterPlacement,
): EnvironmentDocument['placements'][number] {
  const { contract, component, externalSecret } = placement;
  return {
    component: component.name,
    secret: contract.nameIn(environment),
    externalSecret,
    ...('namespace' in placement
      ? { namespace: placement.namespace }
      : { namespaceSelector: { ...placement.pattern.labels } }),
    refreshInterval: refreshIntervalOf(contract, environment),
    keys: placementKeys(contract, environment),
  };
}

/** Returns the data keys of a Secret, sorted, each with the ids of the Vault keys of which it is made. */
export function placementKeys(
  contract: VaultSecret<string>,
  environment: { readonly name: string },
): EnvironmentDocument['placements'][number]['keys'] {
  const sources = contract.sourcesIn(environment);
  const idsOf = (keys: readonly VaultKey[]): string[] => keys.map((key) => key.idIn(environment)).sort();
  const whole = contract.vaultKeysIn(environment).filter((key) => ![...sources.values()].flat().includes(key));
  return sortedBy(
    [
      ...[...sources].map(([name, keys]) => ({ name, from: idsOf(keys) })),
      // What others keep in an entry whose properties nobody declared.
      ...(whole.length > 0 ? [{ name: '*', from: idsOf(whole) }] : []),
    ],
    ({ name }) => name,
  );
}

const sortedBy = <T>(items: readonly T[], keyOf: (item: T) => string): T[] =>
  items
    .map((item) => [keyOf(item), item] as const)
    .sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0))
    .map(([, item]) => item);
