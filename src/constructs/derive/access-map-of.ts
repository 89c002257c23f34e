import type { VaultKey } from '../../model/declarations/vault-key.ts';
import type { AccessMap, VaultPolicy, VaultRole } from '../../model/documents/access-map.ts';
import type { EnvironmentApp } from '../environment-app.ts';
import { type CollectedEnvironment, namespacesThatRead, patternsThatRead } from '../tree/collect-environment.ts';
import { vaultKeyUses } from '../tree/vault-key-uses.ts';
import type { NamespacePattern } from './namespace-pattern.ts';
import { previewAccessOf } from './preview-access.ts';

interface Grant extends Omit<VaultRole, 'policies'> {
  readonly rules: VaultPolicy['rules'];
}

/** Derives the Vault roles and policies of an environment from its tree as it stands now. */
export function accessMapOf(app: EnvironmentApp): AccessMap {
  const { mount, authMount } = app.platform.settings;
  const previews = previewAccessOf(app, app.collect());
  const grants = grantsOf(app, app.collect()).sort((a, b) => (a.name < b.name ? -1 : 1));
  return {
    kind: 'AccessMap',
    version: 1,
    environment: app.environment.name,
    mount,
    authMount,
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
const write: VaultPolicy['rules'][number]['capabilities'] = ['create', 'read', 'update'];

function grantsOf(app: EnvironmentApp, collected: CollectedEnvironment): Grant[] {
  const { environment } = app;
  const { mount, serviceAccount } = app.platform.settings;
  const rules = (keys: Iterable<VaultKey>, parts: readonly string[], capabilities: typeof read): VaultPolicy['rules'] =>
    [...new Set(keys)]
      .map((key) => key.pathIn(environment))
      .sort()
      .flatMap((path) => parts.map((part) => ({ path: `${mount}/${part}/${path}`, capabilities })));
  const readIn = (namespaces: readonly string[]): VaultKey[] =>
    collected.placements
      .filter(({ namespace }) => namespaces.includes(namespace))
      .flatMap(({ contract }) => contract.vaultKeysIn(environment));
  const readThrough = (patterns: readonly NamespacePattern[]): VaultKey[] =>
    collected.clusterPlacements
      .filter(({ pattern }) => patterns.includes(pattern))
      .flatMap(({ contract }) => contract.vaultKeysIn(environment));

  const stores = collected.stores.map(({ role, use, serves }): Grant => {
    const namespaces =
      serves.kind === 'namespace'
        ? [serves.namespace]
        : serves.kind === 'where-read'
          ? namespacesThatRead(collected)
          : [];
    const patterns =
      serves.kind === 'where-read' ? patternsThatRead(collected) : serves.kind === 'patterns' ? serves.patterns : [];
    const mirrored = collected.mirrors
      .filter(({ namespace }) => namespaces.includes(namespace))
      .flatMap(({ keys }) => keys);
    return {
      name: role,
      serviceAccounts: [serviceAccount],
      namespaces,
      ...(patterns.length > 0 && { namespaceSelector: Object.assign({}, ...patterns.map(({ labels }) => labels)) }),
      rules:
        use === 'mirror'
          ? // The operator keeps its own mark in the metadata of what it pushes.
            rules(mirrored, ['data', 'metadata'], write)
          : rules([...readIn(namespaces), ...readThrough(patterns)], ['data'], read),
    };
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
  return [...stores, ...writers, ...previewing];
}
