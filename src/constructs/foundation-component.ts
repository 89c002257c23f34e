import { Component, type ComponentProps } from './component.ts';
import type { EnvironmentApp } from './environment-app.ts';

/**
 * A component of the foundation: stores, bootstrap, operators' configuration. Renders under
 * `foundation/<name>`.
 */
export abstract class FoundationComponent<S extends EnvironmentApp = EnvironmentApp> extends Component<S> {
  constructor(app: S, name: string, props: ComponentProps<S>) {
    super(app, name, `foundation/${name}`, props);
  }
}
