import type { SecretContract } from '../../model/declarations/secret-contract.ts';
import { externalSecretDigest } from '../../model/documents/external-secret-digest.ts';
import { placeholderDigests } from '../../model/documents/placeholder-digest.ts';
import type { PreflightPlan } from '../../model/documents/preflight-plan.ts';
import type { EnvironmentApp } from '../environment-app.ts';
import { externalSecretSpec } from '../objects/external-secret-spec.ts';
import type { CollectedEnvironment } from '../tree/collect-environment.ts';
import type { ComponentRecord } from '../tree/component-record.ts';
import type { DeclaredPreflight, Placement } from '../tree/contribution.ts';
import { placementKeys } from './environment-document.ts';
import { keyFacts } from './key-facts.ts';
import { type JoinedRead, joinReads } from './reads-of.ts';
import { writersOfVault } from './writers-of-vault.ts';

/** What a preflight waits for, and the ExternalSecrets behind it. */
export interface Needs {
  readonly secrets: PreflightPlan['secrets'];
  readonly placements: readonly Placement[];
  /** Ids of the Vault keys behind the data keys. */
  readonly vaultKeys: ReadonlySet<string>;
}

/**
 * Returns what a preflight waits for, sorted: the Secrets that it names, else those that its component reads.
 *
 * What the component itself brings about is left out, since its workload is what the preflight holds back:
 * data keys of its own producers, and Secrets that it delivers. Before the sync, its own ExternalSecrets are
 * not there yet either.
 */
export function preflightNeeds(
  app: EnvironmentApp,
  preflight: DeclaredPreflight,
  collected: CollectedEnvironment,
): Needs {
  const { component, hook, secrets: given } = preflight;
  const { environment } = app;
  const { componentNamespace: namespace } = component;
  const reads = joinReads(given ?? component.reads, environment);
  const placements: Placement[] = [];
  const vaultKeys = new Set<string>();
  const secrets = reads.flatMap((read): PreflightPlan['secrets'] => {
    const isHere = (one: { readonly contract: SecretContract<string>; readonly namespace: string }): boolean =>
      one.namespace === namespace && one.contract.nameIn(environment) === read.secret;
    const delivery = collected.deliveries.find(isHere);
    const placement = collected.placements.find(isHere);
    const { secret } = read;
    if (!placement) {
      if (!delivery || delivery.component === component) return [];
      return [
        { name: secret, by: delivery.contract.by, isShared: true, keys: read.keys.map((name) => ({ name, from: [] })) },
      ];
    }
    if (hook === 'PreSync' && placement.component === component) return [];
    const keys = neededKeys(read, placement, component, collected, environment);
    if (keys.length === 0) return [];
    placements.push(placement);
    for (const { from } of keys) for (const id of from) vaultKeys.add(id);
    const { contract, externalSecret } = placement;
    const isWhole = contract.creationPolicy === 'Owner' && keys.length === placementKeys(contract, environment).length;
    const digest = externalSecretDigest(externalSecretSpec(contract, app));
    return [{ name: secret, externalSecret, digest, ...(!isWhole && { isShared: true }), keys }];
  });
  return { secrets, placements, vaultKeys };
}

/** The data keys that are read, without those that the component itself has to produce. */
function neededKeys(
  { keys }: JoinedRead,
  { contract }: Placement,
  component: ComponentRecord,
  { writers }: CollectedEnvironment,
  environment: { readonly name: string },
): PreflightPlan['secrets'][number]['keys'] {
  const own = new Set(writers.flatMap((writer) => (writer.component === component ? [writer.producer] : [])));
  const produced = new Set(
    contract
      .vaultKeysIn(environment)
      .filter(({ producer }) => producer !== undefined && own.has(producer))
      .map((key) => key.idIn(environment)),
  );
  const known = placementKeys(contract, environment);
  return known
    .filter(({ name }) => name === '*' || keys.includes(name))
    .filter(({ from }) => !from.some((id) => produced.has(id)));
}

/** Returns the plan of a preflight that waits for something; everything in it is sorted. */
export function preflightPlan(
  app: EnvironmentApp,
  { component, name }: DeclaredPreflight,
  { secrets, placements, vaultKeys }: Needs,
  collected: CollectedEnvironment,
): PreflightPlan {
  const { environment } = app;
  const { componentNamespace: namespace } = component;
  const { settings } = app.platform;
  const facts = keyFacts(
    app,
    placements.flatMap(({ contract }) => contract.vaultKeysIn(environment)),
  );
  return {
    kind: 'PreflightPlan',
    version: 1,
    environment: environment.name,
    name,
    component: component.name,
    namespace,
    ...writersOfVault(collected),
    placeholders: placeholderDigests(
      [settings.placeholder, ...settings.knownPlaceholders.exact],
      settings.knownPlaceholders.prefixes,
    ),
    keys: Object.fromEntries(Object.entries(facts).filter(([id]) => vaultKeys.has(id))),
    secrets,
  };
}
