import type { EnvironmentDocument } from '../../model/documents/environment-document.ts';
import { groupBy } from '../../model/group-by.ts';
import type { CollectedEnvironment } from '../tree/collect-environment.ts';
import type { ComponentRecord } from '../tree/component-record.ts';
import type { SecretRead } from './helm-values.ts';

/** A Secret that is read, and all data keys that are asked for. */
export interface JoinedRead {
  readonly secret: string;
  /** Sorted: all of the Secret where a read names none, and none where nobody knows them. */
  readonly keys: readonly string[];
}

/** Joins reads of one Secret, sorted by its name; Secrets that the environment does not have are left out. */
export function joinReads(reads: readonly SecretRead[], environment: { readonly name: string }): JoinedRead[] {
  const existing = reads.filter(({ contract }) => contract.existsIn(environment));
  return [...groupBy(existing, ({ contract }) => contract.nameIn(environment))]
    .map(([secret, ofSecret]) => {
      const asked = ofSecret.flatMap(({ key }) => (key === undefined ? [] : [key]));
      const all = ofSecret.flatMap(({ contract }) => contract.keysIn(environment));
      return { secret, keys: [...new Set(asked.length > 0 ? asked : all)].sort() };
    })
    .sort((a, b) => (a.secret < b.secret ? -1 : 1));
}

/**
 * Returns the Secrets that a component reads, in any way: its values, its workloads, copies that it
 * makes; each once, sorted, with its keys.
 */
export function readsOf(
  component: ComponentRecord,
  { mirrors }: CollectedEnvironment,
  environment: { readonly name: string },
): EnvironmentDocument['components'][number]['reads'] {
  const copied = mirrors
    .filter((mirror) => mirror.component === component)
    .map(({ contract }): SecretRead => ({ contract }));
  return joinReads([...component.reads, ...copied], environment).map(({ secret, keys }) => ({
    secret,
    keys: [...keys],
  }));
}
