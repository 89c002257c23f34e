import type { IConstruct } from 'constructs';
import type { VaultSecret } from '../../model/declarations/secret-contract.ts';
import type { NamespacePattern } from '../derive/namespace-pattern.ts';
import { type Contributing, type Contribution, contribution } from './contribution.ts';

/** Everything of an environment that its constructs brought. */
export type CollectedEnvironment = Required<Contribution>;

const isContributing = (construct: IConstruct): construct is IConstruct & Contributing => contribution in construct;

/**
 * Reads the tree below `root` back: nothing registers itself, so nothing can be forgotten or outlive its
 * construct.
 */
export function collectEnvironment(root: IConstruct): CollectedEnvironment {
  // By path, not by age: findings and output must not depend on the order in which components are listed.
  const all = root.node
    .findAll()
    .filter(isContributing)
    .sort((a, b) => (a.node.path < b.node.path ? -1 : 1))
    .map((construct) => construct[contribution]);
  const merge = <K extends keyof Contribution>(kind: K) => all.flatMap((one) => [...(one[kind] ?? [])]);
  return {
    components: merge('components') as CollectedEnvironment['components'],
    disabled: merge('disabled') as CollectedEnvironment['disabled'],
    placements: merge('placements') as CollectedEnvironment['placements'],
    clusterPlacements: merge('clusterPlacements') as CollectedEnvironment['clusterPlacements'],
    deliveries: merge('deliveries') as CollectedEnvironment['deliveries'],
    mirrors: merge('mirrors') as CollectedEnvironment['mirrors'],
    writers: merge('writers') as CollectedEnvironment['writers'],
    unread: merge('unread') as CollectedEnvironment['unread'],
    stores: merge('stores') as CollectedEnvironment['stores'],
    fixtures: merge('fixtures') as CollectedEnvironment['fixtures'],
    bootstraps: merge('bootstraps') as CollectedEnvironment['bootstraps'],
    snapshotters: merge('snapshotters') as CollectedEnvironment['snapshotters'],
    configurators: merge('configurators') as CollectedEnvironment['configurators'],
    smokes: merge('smokes') as CollectedEnvironment['smokes'],
    preflights: merge('preflights') as CollectedEnvironment['preflights'],
  };
}

/** Returns the stores that a Secret reads through, `undefined` for the platform's own. */
export const storesOf = (contract: VaultSecret<string>, environment: { readonly name: string }) =>
  new Set(contract.vaultKeysIn(environment).map(({ store }) => store));

/**
 * Returns the namespaces in which ExternalSecrets read through a store, sorted.
 * @param store `undefined` for the platform's own
 */
export const namespacesThatRead = (
  { placements }: CollectedEnvironment,
  environment: { readonly name: string },
  store: string | undefined,
): string[] =>
  [
    ...new Set(
      placements.filter(({ contract }) => storesOf(contract, environment).has(store)).map(({ namespace }) => namespace),
    ),
  ].sort();

/** Returns the patterns of later namespaces into which Secrets are placed that read through a store. */
export const patternsThatRead = (
  { clusterPlacements }: CollectedEnvironment,
  environment: { readonly name: string },
  store: string | undefined,
): NamespacePattern[] => [
  ...new Set(
    clusterPlacements
      .filter(({ contract }) => storesOf(contract, environment).has(store))
      .map(({ pattern }) => pattern),
  ),
];
