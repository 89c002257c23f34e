import type { VaultClient } from '../clients/vault/vault-client.ts';
import type { LifecycleCode } from '../problems/lifecycle-problems.ts';
import type { Deadline } from '../run/deadline.ts';

/** A Vault, and how long it may take. */
export interface VaultAccess {
  /** Logged in. */
  readonly vault: VaultClient;
  readonly deadline: Deadline;
}

/** What a document declares of Vault, besides its keys, by kind. */
export type ResourceKind = 'audit device' | 'engine' | 'auth method' | 'auth configuration' | 'policy' | 'role';

/** What stands there, beside what is declared. */
export type Observation =
  | { readonly state: 'right' }
  | { readonly state: 'absent' }
  /** `fields` names what differs, where the resource has fields. */
  | { readonly state: 'differs'; readonly fields: readonly string[] }
  /** Something that is not ours to change stands there, or what others must make is missing. */
  | { readonly state: 'defect'; readonly code: LifecycleCode; readonly defect: string };

/** One line of a plan: what would be done about one thing. Names and reasons only, never a value. */
export interface PlannedChange {
  readonly kind: ResourceKind | 'key' | 'server' | 'credentials';
  readonly name: string;
  readonly action: string;
  readonly reason?: string;
}

/**
 * One thing in Vault that a document declares. Whether its plan is carried out is up to whoever looks at it.
 */
export interface Resource {
  readonly kind: ResourceKind;
  readonly name: string;
  /** Looks at what stands there. @throws VW5001–VW5004 where that is not known */
  observe(access: VaultAccess): Promise<Observation>;
  /** Returns what would be done about what was seen; `undefined` where nothing would. */
  plan(seen: Observation): PlannedChange | undefined;
  /** Brings it to what is declared. @throws VW5001–VW5004, VW5011 */
  apply(access: VaultAccess): Promise<void>;
}

/** Returns why something is written. */
export function reasonOf(seen: Observation): string {
  if (seen.state === 'defect') return seen.defect;
  return seen.state === 'differs' && seen.fields.length > 0 ? `differs in ${seen.fields.join(', ')}` : seen.state;
}

/** Plans a change of a resource with one thing to do. */
export function planOf({ kind, name }: Pick<Resource, 'kind' | 'name'>, action: string, seen: Observation) {
  if (seen.state === 'right') return undefined;
  return { kind, name, action: seen.state === 'defect' ? 'refuse' : action, reason: reasonOf(seen) };
}
