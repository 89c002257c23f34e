import { Construct } from 'constructs';
import type { AccessMapDocument } from '../../model/documents/access-map.ts';
import { splitAccessMap } from '../../model/documents/document-parts.ts';
import type { Component } from '../component.ts';
import { accessMapOf } from '../derive/access-map-of.ts';
import type { EnvironmentApp } from '../environment-app.ts';
import { splitConfigMaps } from './document-config-map.ts';

/**
 * The Vault roles and policies of an environment, derived from what its stores, mirrors and producers use.
 *
 * Each role reads or writes exactly the paths that are used through it; no wildcard, no audience, no token
 * reviewer. It renders a ConfigMap (label `vaultwright.io/document: access-map`). Its shape is
 * `accessMapSchema`, version 1.
 */
export class AccessMap<S extends EnvironmentApp = EnvironmentApp> extends Construct {
  readonly component: Component<S>;

  constructor(component: Component<S>) {
    super(component, 'access-map');
    this.component = component;
    if (component.isRendered) splitConfigMaps(this, component, 'access-map', () => splitAccessMap(this.accessMap));
  }

  /** The roles and policies of the environment as they stand now. */
  get accessMap(): AccessMapDocument {
    return accessMapOf(this.component.app);
  }
}
