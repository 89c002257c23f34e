import type { Position } from '../../model/diagnostics/diagnostic.ts';
import type { ResolvedComponentArgoCd } from '../../model/platform/argo-cd.ts';
import type { SecretRead } from '../derive/helm-values.ts';

/**
 * What others need to know of a component: who it is, when and where it is rendered, and what it reads.
 *
 * What constructs bring names their component by it, so that the records of a tree need not know its classes.
 */
export interface ComponentRecord {
  readonly name: string;
  readonly owner: string;
  readonly phase: number;
  readonly secretsPhase: number;
  /** Namespace into which its objects go unless they say otherwise. */
  readonly componentNamespace: string;
  /** Environments to which it is limited, or `undefined` where it is not. */
  readonly environments: readonly string[] | undefined;
  /** Environments in which it is on, or `undefined` where that is the same in all. */
  readonly enabledIn: readonly string[] | undefined;
  /** Whether this environment renders it. */
  readonly isRendered: boolean;
  /** Why it is off here, or `undefined` where it is rendered or belongs elsewhere. */
  readonly disabledReason: string | undefined;
  /** What Argo CD needs to know of it, with defaults filled in. */
  readonly argoCd: ResolvedComponentArgoCd | undefined;
  readonly declaredAt: Position | undefined;
  /** Folder of its manifests, relative to the environment's output. */
  readonly folder: string;
  readonly node: { readonly path: string };
  /** The Secrets that it reads. */
  readonly reads: readonly SecretRead[];
  readonly helmValues: Readonly<Record<string, unknown>>;
}
