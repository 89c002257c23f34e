import type { Chart } from 'cdk8s';
import type { SecretRead } from '../derive/helm-values.ts';
import type { EnvironmentApp } from '../environment-app.ts';
import type { ComponentRecord } from './component-record.ts';

/** A component as what stands inside it sees it: every `Component` is one. */
export interface ComponentScope<S extends EnvironmentApp = EnvironmentApp>
  extends Chart,
    Omit<ComponentRecord, 'node'> {
  readonly app: S;
  /** Records that the component reads a Secret in some way other than through its Helm values. */
  recordRead(read: SecretRead): void;
}
