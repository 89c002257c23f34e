import type { VaultSecret } from '../../model/declarations/secret-contract.ts';
import type { VaultKey } from '../../model/declarations/vault-key.ts';
import type { AccessMapDocument, VaultPolicy } from '../../model/documents/access-map.ts';
import { entryId } from '../../model/documents/coordinates.ts';
import { documentedAuth } from '../../model/documents/logins/login-methods.ts';
import type { VaultRole } from '../../model/documents/vault-role.ts';
import type { EnvironmentApp } from '../environment-app.ts';
import { type CollectedEnvironment, namespacesThatRead, patternsThatRead } from '../tree/collect-environment.ts';
import { vaultKeyUses } from '../tree/vault-key-uses.ts';
import { entryFind } from './entry-finds.ts';
import type { NamespacePattern } from './namespace-pattern.ts';
import { previewAccessOf } from './preview-access.ts';
import { policyPath, vaultReach } from './vault-reach.ts';

interface Grant extends Omit<VaultRole, 'policies'> {
  readonly rules: VaultPolicy['rules'];
}

/** Derives the Vault roles and policies of an environment from its tree as it stands now. */
export function accessMapOf(app: EnvironmentApp): AccessMapDocument {
  const reach = vaultReach(app);
  const previews = previewAccessOf(app, app.collect());
  const grants = grantsOf(app, app.collect()).sort((a, b) => (a.name < b.name ? -1 : 1));
  return {
    kind: 'AccessMap',
    version: 1,
    environment: app.environment.name,
    ...(reach.namespace !== undefined && { namespace: reach.namespace }),
    mount: reach.mount,
    ...(Object.keys(reach.engines).length > 0 && { engines: { ...reach.engines } }),
    authMount: reach.authMount,
    ...(reach.login.method !== 'kubernetes' && { auth: documentedAuth(reach.login) }),
    ...(previews && {
      previews: {
        role: previews.role,
        namespace: app.environment.namespace,
        components: [...previews.components],
      },
    }),
    roles: grants.map(({ rules: _, ...role }) => ({ ...role, policies: [role.name] })),
    policies: grants.map(({ name, rules }) => ({ name, rules })),
  };
}

const read: VaultPolicy['rules'][number]['capabilities'] = ['read'];
const list: VaultPolicy['rules'][number]['capabilities'] = ['list'];
const write: VaultPolicy['rules'][number]['capabilities'] = ['create', 'read', 'update'];

function grantsOf(app: EnvironmentApp, collected: CollectedEnvironment): Grant[] {
  const { environment } = app;
  const { serviceAccount } = app.platform.settings;
  const reach = vaultReach(app);
  const rules = (
    keys: Iterable<VaultKey>,
    parts: readonly string[],
    capabilities: typeof read,
  ): VaultPolicy['rules'] => {
    const own = [...new Set(keys)].filter(({ store }) => store === undefined || Object.hasOwn(reach.engines, store));
    const entries = new Map(own.map((key) => [entryId({ store: key.store, path: key.pathIn(environment) }), key]));
    return [...entries]
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .flatMap(([, key]) =>
        parts.map((part) => ({ path: policyPath(reach, key.store, key.pathIn(environment), part), capabilities })),
      );
  };
  /** What an ExternalSecret that finds entries by their paths may list: their folder and those below. */
  const lists = (
    placed: readonly { readonly contract: VaultSecret<string> }[],
    id: string | undefined,
  ): VaultPolicy['rules'] => {
    const folders = placed.flatMap(({ contract }) => {
      const find = entryFind(contract.foundEntries(), environment);
      return typeof find === 'object' && find.store === id ? [policyPath(reach, id, find.folder, 'metadata')] : [];
    });
    return [...new Set(folders)]
      .sort()
      .flatMap((folder) => [`${folder}/`, `${folder}/*`].map((path) => ({ path, capabilities: list })));
  };
  const placedIn = (namespaces: readonly string[], patterns: readonly NamespacePattern[]) => [
    ...collected.placements.filter(({ namespace }) => namespaces.includes(namespace)),
    ...collected.clusterPlacements.filter(({ pattern }) => patterns.includes(pattern)),
  ];

  const stores = collected.stores.flatMap(({ id, role, use, serves }): Grant[] => {
    if (role === undefined) return [];
    const namespaces =
      serves.kind === 'namespace'
        ? [serves.namespace]
        : serves.kind === 'where-read'
          ? namespacesThatRead(collected, environment, id)
          : [];
    const patterns =
      serves.kind === 'where-read'
        ? patternsThatRead(collected, environment, id)
        : serves.kind === 'patterns'
          ? serves.patterns
          : [];
    const mirrored = collected.mirrors
      .filter(({ namespace }) => namespaces.includes(namespace))
      .flatMap(({ keys }) => keys);
    return [
      {
        name: role,
        serviceAccounts: [serviceAccount],
        namespaces,
        ...(patterns.length > 0 && { namespaceSelector: Object.assign({}, ...patterns.map(({ labels }) => labels)) }),
        rules:
          use === 'mirror'
            ? // The operator keeps its own mark in the metadata of what it pushes.
              rules(mirrored, ['data', 'metadata'], write)
            : [
                ...rules(
                  placedIn(namespaces, patterns)
                    .flatMap(({ contract }) => contract.vaultKeysIn(environment))
                    .filter(({ store }) => store === id),
                  ['data'],
                  read,
                ),
                ...lists(placedIn(namespaces, patterns), id),
              ],
      },
    ];
  });
  const used = vaultKeyUses(app, collected).map(({ key }) => key);
  const writers = collected.writers.map(
    ({ role, serviceAccounts, producer, component }): Grant => ({
      name: role,
      serviceAccounts: [...serviceAccounts].sort(),
      namespaces: [component.componentNamespace],
      rules: rules(
        used.filter((key) => key.producer === producer),
        ['data'],
        write,
      ),
    }),
  );
  const previews = previewAccessOf(app, collected);
  const previewing: Grant[] = previews
    ? [
        {
          name: previews.role,
          serviceAccounts: [serviceAccount],
          namespaces: [previews.namespaces],
          rules: rules(
            previews.placements.flatMap(({ contract }) => contract.vaultKeysIn(environment)),
            ['data'],
            read,
          ),
        },
      ]
    : [];
  const snapshotters = collected.snapshotters.map(
    ({ role, serviceAccount, namespace }): Grant => ({
      name: role,
      serviceAccounts: [serviceAccount],
      namespaces: [namespace],
      rules: [{ path: 'sys/storage/raft/snapshot', capabilities: read }],
    }),
  );
  return [...stores, ...writers, ...previewing, ...snapshotters];
}
