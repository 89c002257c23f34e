import type { EnvironmentDocument } from '../../model/documents/environment-document.ts';
import { groupBy } from '../../model/group-by.ts';
import type { Component } from '../component.ts';
import type { CollectedEnvironment } from '../tree/collect-environment.ts';
import type { SecretRead } from './helm-values.ts';

/**
 * Returns the Secrets that a component reads, whatever the way: its values, its workloads, copies that it
 * makes; each once, sorted, with its keys.
 */
export function readsOf(
  component: Component,
  { mirrors }: CollectedEnvironment,
): EnvironmentDocument['components'][number]['reads'] {
  const copied = mirrors
    .filter((mirror) => mirror.component === component)
    .map(({ contract }): SecretRead => ({ contract }));
  const { environment } = component;
  const reads = [...component.reads, ...copied].filter(({ contract }) => contract.existsIn(environment));
  return [...groupBy(reads, ({ contract }) => contract.nameIn(environment))]
    .map(([secret, ofSecret]) => {
      const asked = ofSecret.flatMap(({ key }) => (key === undefined ? [] : [key]));
      const all = ofSecret.flatMap(({ contract }) => contract.keysIn(environment));
      return { secret, keys: [...new Set(asked.length > 0 ? asked : all)].sort() };
    })
    .sort((a, b) => (a.secret < b.secret ? -1 : 1));
}
