import { ApiObject } from 'cdk8s';
import { Construct } from 'constructs';
import type { PushSecret } from '../../imports/external-secrets.io.d.ts';
import { DeliveredSecret } from '../model/declarations/secret-contract.ts';
import { declarationPosition } from '../model/diagnostics/declaration-position.ts';
import { ownerAnnotation } from '../model/documents/annotations.ts';
import type { Component } from './component.ts';
import type { EnvironmentApp } from './environment-app.ts';
import { type Contribution, contribution, type Mirror } from './tree/contribution.ts';
import { genuineContracts } from './tree/genuine-contracts.ts';

/**
 * Copies a delivered Secret to Vault for audit: a PushSecret with its own store and role.
 *
 * The copy is written only; a path that any ExternalSecret reads is refused (VW1106), since source and copy
 * would feed each other.
 * @see https://external-secrets.io/latest/api/pushsecret/
 */
export class SecretMirror<S extends EnvironmentApp = EnvironmentApp> extends Construct {
  readonly component: Component<S>;
  readonly #mirrors: readonly Mirror[];

  constructor(component: Component<S>, source: DeliveredSecret) {
    const { app, environment } = component;
    const { all, names: secret, reportForged } = genuineContracts(component, source, DeliveredSecret.isDelivered);
    super(component, `mirror-${secret}`);
    this.component = component;
    const found = { component, constructPath: this.node.path, declaredAt: declarationPosition(SecretMirror) };
    reportForged(found.constructPath, found.declaredAt);
    const [contract] = all;
    const copies = Object.entries(contract?.mirror ?? {}).sort(([a], [b]) => (a < b ? -1 : 1));
    const isHere =
      contract !== undefined && component.isRendered && contract.existsIn(environment) && copies.length > 0;
    const namespace = component.componentNamespace;
    this.#mirrors = isHere ? [{ contract, namespace, keys: copies.map(([, key]) => key), ...found }] : [];
    if (!isHere) return;
    new ApiObject(this, `${secret}-mirror`, {
      apiVersion: 'external-secrets.io/v1alpha1',
      kind: 'PushSecret',
      metadata: { name: `${secret}-mirror`, annotations: { [ownerAnnotation]: component.owner } },
      spec: {
        refreshInterval: '1h0m0s',
        updatePolicy: 'Replace',
        // Deleting the mirror keeps the audit copy.
        deletionPolicy: 'None',
        secretStoreRefs: [{ kind: 'SecretStore', name: app.platform.settings.mirrorStore }],
        selector: { secret: { name: secret } },
        data: copies.map(([secretKey, key]) => ({
          conversionStrategy: 'None',
          match: { secretKey, remoteRef: { remoteKey: key.pathIn(environment), property: key.property } },
        })),
      },
    } satisfies PushSecret);
  }

  get [contribution](): Contribution {
    return { mirrors: this.#mirrors };
  }
}
