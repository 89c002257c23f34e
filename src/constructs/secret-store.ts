import { ApiObject } from 'cdk8s';
import { Construct } from 'constructs';
import type { SecretStore as SecretStoreObject } from '../../imports/external-secrets.io.d.ts';
import type { KnownOptions } from '../model/declarations/known-options.ts';
import type { Position } from '../model/diagnostics/diagnostic.ts';
import { ownerAnnotation } from '../model/documents/annotations.ts';
import { isOwnEngine } from '../model/platform/stores.ts';
import { reportUnknownOptions } from './checks/option-problems.ts';
import type { Component } from './component.ts';
import type { EnvironmentApp } from './environment-app.ts';
import { storeName } from './objects/store-name.ts';
import { storeProvider } from './objects/store-provider.ts';
import { namespacesThatRead } from './tree/collect-environment.ts';
import { type Contribution, contribution } from './tree/contribution.ts';

/** What the store is for. */
export interface SecretStoreProps {
  /** Namespace that the store serves; its Vault role binds exactly this namespace. */
  readonly namespace: string;
  /**
   * `read` serves ExternalSecrets, `mirror` serves PushSecrets under a store and a role of its own.
   * @default 'read'
   */
  readonly use?: 'read' | 'mirror';
  /** Name among the platform's further stores; they serve reading only. @default the platform's own store */
  readonly store?: string;
}

/** Every option, as the type has them. */
const options: KnownOptions<SecretStoreProps> = { namespace: true, use: true, store: true };

/**
 * The store of one namespace. Store and role binding come together: the access map gets a role for each
 * store.
 * @see https://external-secrets.io/latest/api/secretstore/
 */
export class SecretStore<S extends EnvironmentApp = EnvironmentApp> extends Construct {
  readonly component: Component<S>;
  readonly namespace: string;
  readonly use: 'read' | 'mirror';
  /** Name among the platform's further stores, `undefined` for the platform's own. */
  readonly store: string | undefined;
  /** Vault role under which it logs in, unless somebody else runs what is behind it. */
  readonly role: string | undefined;
  readonly declaredAt: Position | undefined;

  constructor(component: Component<S>, props: SecretStoreProps) {
    const { namespace, use = 'read', store } = props;
    super(component, `store-${store === undefined ? '' : `${store}-`}${use}-${namespace}`);
    reportUnknownOptions(component.app, this, SecretStore, props, options);
    const { app } = component;
    const { settings } = app.platform;
    this.component = component;
    this.namespace = namespace;
    this.use = use;
    this.store = store;
    this.declaredAt = component.declaredAt;
    const role = `${settings.role}-${store === undefined ? '' : `${store}-`}${use === 'mirror' ? 'mirror-' : ''}${namespace}`;
    const isOwn = store === undefined || isOwnEngine(app.platform.storeDefinitions.get(store));
    this.role = isOwn ? role : undefined;
    const name = storeName(app, store, component, this);
    if (name === undefined || !component.isRendered || !app.rendersInto(namespace, this)) return;
    new ApiObject(this, 'store', {
      apiVersion: 'external-secrets.io/v1',
      kind: 'SecretStore',
      metadata: {
        name: use === 'mirror' ? settings.mirrorStore : name,
        namespace,
        annotations: { [ownerAnnotation]: component.owner },
      },
      spec: { provider: storeProvider(app, store, role) },
    } satisfies SecretStoreObject);
  }

  get [contribution](): Contribution {
    const { component, namespace, role, use, store: id } = this;
    const found = { component, constructPath: this.node.path, declaredAt: component.declaredAt };
    return {
      stores: component.isRendered ? [{ id, role, use, serves: { kind: 'namespace', namespace }, ...found }] : [],
    };
  }

  /** Constructs the stores that the environment turns out to need, once all components are there. */
  static whereNeeded<S extends EnvironmentApp>(component: Component<S>): void {
    component.app.whenComplete((collected) => {
      const { app } = component;
      const isNamespaced = app.storeKind === 'SecretStore';
      const reading = (store?: string) => (isNamespaced ? namespacesThatRead(collected, app.environment, store) : []);
      const mirroring = [...new Set(collected.mirrors.map(({ namespace }) => namespace))].sort();
      for (const namespace of reading()) new SecretStore(component, { namespace });
      for (const store of app.platform.storeDefinitions.keys())
        for (const namespace of reading(store)) new SecretStore(component, { namespace, store });
      for (const namespace of mirroring) new SecretStore(component, { namespace, use: 'mirror' });
    });
  }
}
