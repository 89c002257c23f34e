import { ApiObject, JsonPatch, Lazy } from 'cdk8s';
import { Construct } from 'constructs';
import type { ClusterSecretStore as ClusterSecretStoreObject } from '../../imports/external-secrets.io.d.ts';
import type { KnownOptions } from '../model/declarations/known-options.ts';
import { declarationPosition } from '../model/diagnostics/declaration-position.ts';
import type { Position } from '../model/diagnostics/diagnostic.ts';
import { environmentsAnnotation, ownerAnnotation } from '../model/documents/annotations.ts';
import { isOwnEngine } from '../model/platform/stores.ts';
import { reportUnknownOptions } from './checks/option-problems.ts';
import { problemAt } from './checks/problem-at.ts';
import type { Component } from './component.ts';
import { anchoredExpression, type NamespacePattern, namespacePatternDefect } from './derive/namespace-pattern.ts';
import type { EnvironmentApp } from './environment-app.ts';
import { storeName } from './objects/store-name.ts';
import { storeProvider } from './objects/store-provider.ts';
import { namespacesThatRead, patternsThatRead } from './tree/collect-environment.ts';
import { type Contribution, contribution, type Provenance } from './tree/contribution.ts';

/** Admits exactly the namespaces in which ExternalSecrets of the environment turn out to be. */
export const whereRead: unique symbol = Symbol('whereRead');

/** Whom the store serves. */
export interface ClusterSecretStoreProps {
  /**
   * Namespaces that the store serves. There is no default: a store without conditions serves every namespace
   * of the cluster. Give {@link whereRead}, or patterns of namespaces that are created later; both become
   * anchored conditions.
   */
  readonly conditions: typeof whereRead | readonly [NamespacePattern, ...NamespacePattern[]];
  /** Name among the platform's further stores. @default the platform's own store */
  readonly store?: string;
}

/** Every option, as the type has them. */
const options: KnownOptions<ClusterSecretStoreProps> = { conditions: true, store: true };

/**
 * The store of a whole cluster, limited by conditions. Store and role binding come together.
 * @see https://external-secrets.io/latest/api/clustersecretstore/
 */
export class ClusterSecretStore<S extends EnvironmentApp = EnvironmentApp> extends Construct {
  readonly #conditions: ClusterSecretStoreProps['conditions'];
  readonly component: Component<S>;
  readonly declaredAt: Position | undefined;
  /** Name among the platform's further stores, `undefined` for the platform's own. */
  readonly store: string | undefined;
  /** Vault role under which it logs in, unless somebody else runs what is behind it. */
  readonly role: string | undefined;

  constructor(component: Component<S>, props: ClusterSecretStoreProps) {
    super(component, props.store === undefined ? 'cluster-store' : `cluster-store-${props.store}`);
    reportUnknownOptions(component.app, this, ClusterSecretStore, props, options);
    const { app } = component;
    const { settings } = app.platform;
    this.component = component;
    this.store = props.store;
    const name = storeName(app, props.store, component, this);
    // Without a default, also behind a cast: a store that is not limited serves every namespace.
    this.#conditions = props.conditions ?? ([] as never);
    this.declaredAt = declarationPosition(ClusterSecretStore);
    const defect = this.#conditions === whereRead ? undefined : namespacePatternDefect(this.#conditions);
    if (defect) app.problems.push(problemAt(app, 'VW1116', `ClusterSecretStore "${name}" ${defect}`, this.#found));
    const role = props.store === undefined ? settings.role : `${settings.role}-${props.store}`;
    const isOwn = props.store === undefined || isOwnEngine(app.platform.storeDefinitions.get(props.store));
    const ownRole = app.storeKind === 'ClusterSecretStore' ? role : `${role}-cluster`;
    this.role = isOwn ? ownRole : undefined;
    if (!component.isRendered || name === undefined) return;
    new ApiObject(this, 'store', {
      apiVersion: 'external-secrets.io/v1',
      kind: 'ClusterSecretStore',
      metadata: {
        name,
        annotations: { [ownerAnnotation]: component.owner, [environmentsAnnotation]: app.environment.name },
      },
      spec: {
        provider: storeProvider(app, props.store, ownRole),
        conditions: Lazy.any({
          produce: () => {
            const collected = app.collect();
            const namespaces =
              this.#conditions === whereRead ? namespacesThatRead(collected, app.environment, props.store) : [];
            const patterns =
              this.#conditions === whereRead
                ? patternsThatRead(collected, app.environment, props.store)
                : this.#conditions;
            const namespaceRegexes = patterns.map(anchoredExpression).sort();
            return [
              {
                ...(namespaces.length > 0 && { namespaces }),
                ...(namespaceRegexes.length > 0 && { namespaceRegexes }),
              },
            ];
          },
        }),
      },
      // Cluster-scoped: without the namespace that the chart adds.
    } satisfies ClusterSecretStoreObject).addJsonPatch(JsonPatch.remove('/metadata/namespace'));
  }

  get #found(): Provenance {
    return { component: this.component, constructPath: this.node.path, declaredAt: this.declaredAt };
  }

  get [contribution](): Contribution {
    const { component, role, store: id } = this;
    const serves =
      this.#conditions === whereRead
        ? ({ kind: 'where-read' } as const)
        : ({ kind: 'patterns', patterns: this.#conditions } as const);
    return { stores: component.isRendered ? [{ id, role, use: 'read', serves, ...this.#found }] : [] };
  }

  /**
   * Constructs the further stores that the environment turns out to need, where one store serves the whole
   * cluster.
   */
  static whereNeeded<S extends EnvironmentApp>(component: Component<S>): void {
    const { app } = component;
    app.whenComplete((collected) => {
      if (app.storeKind !== 'ClusterSecretStore') return;
      for (const store of app.platform.storeDefinitions.keys())
        if (
          namespacesThatRead(collected, app.environment, store).length > 0 ||
          patternsThatRead(collected, app.environment, store).length > 0
        )
          new ClusterSecretStore(component, { store, conditions: whereRead });
    });
  }
}
