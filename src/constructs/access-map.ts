import { Construct } from 'constructs';
import type { AccessMap as AccessMapDocument, VaultPolicy, VaultRole } from '../model/access-map.ts';
import type { VaultKey } from '../model/vault-key.ts';
import { type CollectedEnvironment, namespacesThatRead, patternsThatRead } from './collect-environment.ts';
import type { Component } from './component.ts';
import { documentConfigMap } from './document-config-map.ts';
import type { EnvironmentApp } from './environment-app.ts';
import type { NamespacePattern } from './namespace-pattern.ts';
import { vaultKeyUses } from './vault-key-uses.ts';

interface Grant extends Omit<VaultRole, 'policies'> {
  readonly rules: VaultPolicy['rules'];
}

/**
 * The Vault roles and policies of an environment, derived from what its stores, mirrors and producers use.
 *
 * Each role reads or writes exactly the paths that are used through it; no wildcard, no audience, no token reviewer.
 * It renders a ConfigMap (label `vaultwright.io/document: access-map`). Its shape is `accessMapSchema`, version 1.
 */
export class AccessMap<S extends EnvironmentApp = EnvironmentApp> extends Construct {
  readonly component: Component<S>;

  constructor(component: Component<S>) {
    super(component, 'access-map');
    this.component = component;
    if (component.isRendered) documentConfigMap(this, component, 'access-map', () => this.accessMap);
  }

  /** The roles and policies of the environment as they stand now. */
  get accessMap(): AccessMapDocument {
    const { app, environment } = this.component;
    const { mount, authMount } = app.platform.settings;
    const grants = grantsOf(app, app.collect()).sort((a, b) => (a.name < b.name ? -1 : 1));
    return {
      kind: 'AccessMap',
      version: 1,
      environment: environment.name,
      mount,
      authMount,
      roles: grants.map(({ rules: _, ...role }) => ({ ...role, policies: [role.name] })),
      policies: grants.map(({ name, rules }) => ({ name, rules })),
    };
  }
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
  return [...stores, ...writers];
}
