import { Component, type ComponentProps } from './component.ts';
import type { EnvironmentApp } from './environment-app.ts';

/** A service: it owns the Secrets that only it reads. Renders under `services/<name>`. */
export abstract class Service<S extends EnvironmentApp = EnvironmentApp> extends Component<S> {
  constructor(app: S, name: string, props: ComponentProps<S>) {
    super(app, name, `services/${name}`, props);
  }
}
