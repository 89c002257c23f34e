import { type Approval, approvalSchema } from '../model/platform/approval.ts';
import { Component, type ComponentProps, componentOptions } from './component.ts';
import type { EnvironmentApp } from './environment-app.ts';

/** What a bundle says about itself beyond what every component does. */
export interface SharedBundleProps<S extends EnvironmentApp = EnvironmentApp> extends ComponentProps<S> {
  /** The decision that allows it; without one a bundle cannot be constructed. */
  readonly approval: Approval;
}

/**
 * A foundation component that owns Secrets of several services. Renders under `foundation/secrets/<name>`.
 */
export abstract class SharedBundle<S extends EnvironmentApp = EnvironmentApp> extends Component<S> {
  readonly approval: Approval;

  constructor(app: S, name: string, props: SharedBundleProps<S>) {
    super(app, name, `foundation/secrets/${name}`, props, { ...componentOptions, approval: true });
    this.approval = props.approval;
    const { error } = approvalSchema.safeParse(props.approval);
    if (typeof props.approval !== 'object') this.report('VW1112', `Bundle "${name}" has no approval`);
    else if (error) {
      const fields = error.issues.flatMap((issue) => (issue.code === 'unrecognized_keys' ? issue.keys : issue.path));
      this.report('VW1112', `The approval of bundle "${name}" is missing or wrong in ${fields.join(', ')}`);
    }
  }
}
