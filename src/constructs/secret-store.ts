import { ApiObject } from 'cdk8s';
import { Construct } from 'constructs';
import type { SecretStore as SecretStoreObject } from '../../imports/external-secrets.io.d.ts';
import type { Position } from '../model/diagnostics/diagnostic.ts';
import { ownerAnnotation } from '../model/documents/annotations.ts';
import type { Component } from './component.ts';
import type { EnvironmentApp } from './environment-app.ts';
import { vaultProvider } from './objects/vault-provider.ts';
import { namespacesThatRead } from './tree/collect-environment.ts';
import { type Contribution, contribution } from './tree/contribution.ts';

/** What the store is for. */
export interface SecretStoreProps {
  /** Namespace that the store serves; its Vault role binds exactly this namespace. */
  readonly namespace: string;
  /** `read` serves ExternalSecrets, `mirror` serves PushSecrets under a store and a role of its own. @default 'read' */
  readonly use?: 'read' | 'mirror';
}

/**
 * The store of one namespace. Store and role binding come together: the access map gets a role for each store.
 * @see https://external-secrets.io/latest/api/secretstore/
 */
export class SecretStore<S extends EnvironmentApp = EnvironmentApp> extends Construct {
  readonly component: Component<S>;
  readonly namespace: string;
  readonly use: 'read' | 'mirror';
  /** Vault role under which it logs in. */
  readonly role: string;
  readonly declaredAt: Position | undefined;

  constructor(component: Component<S>, { namespace, use = 'read' }: SecretStoreProps) {
    super(component, `store-${use}-${namespace}`);
    const { app } = component;
    const { settings } = app.platform;
    this.component = component;
    this.namespace = namespace;
    this.use = use;
    this.declaredAt = component.declaredAt;
    this.role = `${settings.role}-${use === 'mirror' ? 'mirror-' : ''}${namespace}`;
    if (!component.isRendered || !app.rendersInto(namespace, this)) return;
    new ApiObject(this, 'store', {
      apiVersion: 'external-secrets.io/v1',
      kind: 'SecretStore',
      metadata: {
        name: use === 'mirror' ? settings.mirrorStore : settings.store,
        namespace,
        annotations: { [ownerAnnotation]: component.owner },
      },
      spec: { provider: vaultProvider(app, this.role) },
    } satisfies SecretStoreObject);
  }

  get [contribution](): Contribution {
    const { component, namespace, role, use } = this;
    const found = { component, constructPath: this.node.path, declaredAt: component.declaredAt };
    return { stores: component.isRendered ? [{ role, use, serves: { kind: 'namespace', namespace }, ...found }] : [] };
  }

  /** Constructs the stores that the environment turns out to need, once all components are there. */
  static whereNeeded<S extends EnvironmentApp>(component: Component<S>): void {
    component.app.whenComplete((collected) => {
      const reading = component.app.storeKind === 'SecretStore' ? namespacesThatRead(collected) : [];
      const mirroring = [...new Set(collected.mirrors.map(({ namespace }) => namespace))].sort();
      for (const namespace of reading) new SecretStore(component, { namespace });
      for (const namespace of mirroring) new SecretStore(component, { namespace, use: 'mirror' });
    });
  }
}
