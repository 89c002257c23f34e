import { Construct } from 'constructs';
import type { DeliveredSecrets } from '../../model/documents/delivered-secrets.ts';
import type { Component } from '../component.ts';
import { deliveredSecretsOf } from '../derive/delivered-secrets-of.ts';
import type { EnvironmentApp } from '../environment-app.ts';
import { documentConfigMap } from './document-config-map.ts';

/**
 * The Secrets of an environment that something other than Vault writes, for tools that resolve references
 * from the manifests alone.
 *
 * It renders a ConfigMap (label `vaultwright.io/document: delivered-secrets`). Its shape is
 * `deliveredSecretsSchema`, version 1.
 */
export class DeliveredSecretsRecord<S extends EnvironmentApp = EnvironmentApp> extends Construct {
  readonly component: Component<S>;

  constructor(component: Component<S>) {
    super(component, 'delivered-secrets-record');
    this.component = component;
    if (component.isRendered) documentConfigMap(this, component, 'delivered-secrets', () => this.record);
  }

  /** The record of the environment as it stands now. */
  get record(): DeliveredSecrets {
    const { app, environment } = this.component;
    return {
      kind: 'DeliveredSecrets',
      version: 1,
      environment: environment.name,
      secrets: deliveredSecretsOf(app).map(({ component: _, ...secret }) => secret),
    };
  }
}
