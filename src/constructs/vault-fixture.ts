import { Construct } from 'constructs';
import { defaultProperty } from '../model/documents/coordinates.ts';
import { splitFixtureMap } from '../model/documents/document-parts.ts';
import type { FixtureMap } from '../model/documents/fixture-map.ts';
import type { Component } from './component.ts';
import { fixtureEntry } from './derive/fixture-entry.ts';
import { vaultReach } from './derive/vault-reach.ts';
import type { EnvironmentApp } from './environment-app.ts';
import { splitConfigMaps } from './objects/document-config-map.ts';
import { type Contribution, contribution } from './tree/contribution.ts';
import { vaultKeyUses } from './tree/vault-key-uses.ts';

/**
 * The one registry of an environment's Vault keys, collected from the tree when it renders.
 *
 * It renders a ConfigMap (label `vaultwright.io/document: fixture-map`) with one entry for each key: who
 * writes it and, where bootstrap does, by which recipe. It holds recipes, never values. Its shape is
 * `fixtureMapSchema`, version 1.
 */
export class VaultFixture<S extends EnvironmentApp = EnvironmentApp> extends Construct {
  readonly component: Component<S>;

  constructor(component: Component<S>) {
    super(component, 'vault-fixture');
    this.component = component;
    if (component.isRendered) splitConfigMaps(this, component, 'fixture-map', () => splitFixtureMap(this.fixtureMap));
  }

  get [contribution](): Contribution {
    const { component } = this;
    const found = { component, constructPath: this.node.path, declaredAt: component.declaredAt };
    return { fixtures: component.isRendered ? [found] : [] };
  }

  /** The fixture map of the environment as it stands now. */
  get fixtureMap(): FixtureMap {
    const { app, environment } = this.component;
    const uses = vaultKeyUses(app, app.collect());
    const entries = uses.map((use) => [use.id, fixtureEntry(use, app)] as const);
    const { namespace, mount, engines, foreign } = vaultReach(app);
    const stores = [...app.platform.storeDefinitions.keys()].sort();
    return {
      kind: 'FixtureMap',
      version: 1,
      environment: environment.name,
      ...(namespace !== undefined && { namespace }),
      mount,
      property: defaultProperty,
      ...(Object.keys(engines).length > 0 && { engines: { ...engines } }),
      ...(stores.length > 0 && {
        storeNames: Object.fromEntries(stores.map((id) => [id, app.platform.nameOfStore(id)])),
      }),
      ...(foreign.length > 0 && { foreign: [...foreign] }),
      entries: Object.fromEntries(entries.sort(([a], [b]) => (a < b ? -1 : 1))),
    };
  }
}
