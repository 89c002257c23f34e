import { createHash } from 'node:crypto';
import { VaultKey } from '../../model/declarations/vault-key.ts';
import { placeholderDigests } from '../../model/documents/placeholder-digest.ts';
import type { SmokePlan } from '../../model/documents/smoke-plan.ts';
import type { EnvironmentApp } from '../environment-app.ts';
import { externalSecretSpec } from '../objects/external-secret-spec.ts';
import { type CollectedEnvironment, storesOf } from '../tree/collect-environment.ts';
import type { Placement } from '../tree/contribution.ts';
import type { PublishedDigests, SmokeDeployment, SmokeProbe } from '../tree/smoke-subjects.ts';
import { placementKeys } from './environment-document.ts';
import { keyFacts } from './key-facts.ts';
import { writersOfVault } from './writers-of-vault.ts';

/** What a smoke is told besides what follows from the tree. */
export interface SmokeScope {
  readonly name: string;
  readonly namespace: string;
  readonly placements: readonly Placement[];
  readonly deployments: readonly SmokeDeployment[];
  readonly digests: PublishedDigests | undefined;
  readonly probes: readonly SmokeProbe[];
  readonly asksVault: boolean;
}

/** Returns the plan of a smoke; everything in it is sorted. */
export function smokePlan(app: EnvironmentApp, collected: CollectedEnvironment, scope: SmokeScope): SmokePlan {
  const { environment, platform } = app;
  const { settings } = platform;
  const { name, namespace, placements, deployments, digests, probes, asksVault } = scope;
  const { address, ca } = environment.vault;
  return {
    kind: 'SmokePlan',
    version: 1,
    environment: environment.name,
    name,
    namespace,
    ...(asksVault && { vault: { address, ...(ca && 'pem' in ca && { ca: ca.pem }) } }),
    ...writersOfVault(collected),
    placeholders: placeholderDigests(
      [settings.placeholder, ...settings.knownPlaceholders.exact],
      settings.knownPlaceholders.prefixes,
    ),
    stores: storesBehind(app, placements),
    deployments: sorted(
      deployments.map(({ namespace: of, name: deployment }) => ({ namespace: of, name: deployment })),
      (one) => `${one.namespace}/${one.name}`,
    ),
    ...(digests && { digests: publishedDigests(app, placements, namespace, digests) }),
    ...(probes.length > 0 && { probes: probes.flatMap((probe) => probeOf(app, placements, probe)) }),
    keys: keyFacts(
      app,
      placements.flatMap(({ contract }) => contract.vaultKeysIn(environment)),
    ),
    secrets: sorted(
      placements.map(({ contract, namespace: of, externalSecret }) => ({
        namespace: of,
        externalSecret,
        secret: contract.nameIn(environment),
        ...(contract.creationPolicy === 'Merge' && { isShared: true }),
        keys: placementKeys(contract, environment),
        spec: sha256(JSON.stringify(externalSecretSpec(contract, app))),
      })),
      (one) => `${one.namespace}/${one.externalSecret}`,
    ),
  };
}

function storesBehind(app: EnvironmentApp, placements: readonly Placement[]): SmokePlan['stores'] {
  const { platform, environment, storeKind: kind } = app;
  const nameOf = (id: string | undefined): string =>
    id === undefined ? platform.settings.store : platform.nameOfStore(id);
  const stores = placements.flatMap(({ contract, namespace }) =>
    [...storesOf(contract, environment)].map((id) => ({
      kind,
      name: nameOf(id),
      ...(kind === 'SecretStore' && { namespace }),
    })),
  );
  const unique = new Map(stores.map((store) => [`${store.name}/${store.namespace ?? ''}`, store]));
  return sorted([...unique.values()], ({ name, namespace = '' }) => `${name}/${namespace}`);
}

/** Only a value that stands in its Secret as it is has the digest of what was published. */
function publishedDigests(
  { environment }: EnvironmentApp,
  placements: readonly Placement[],
  own: string,
  { configMap, namespace = own, names }: PublishedDigests,
): SmokePlan['digests'] {
  const values = placements.flatMap((placement) =>
    placement.contract.bindingsIn(environment).flatMap(([key, source]) => {
      const entry = VaultKey.is(source) ? names.find((one) => one.key === source) : undefined;
      const secret = placement.contract.nameIn(environment);
      return entry ? [{ namespace: placement.namespace, secret, key, names: [...entry.names] }] : [];
    }),
  );
  return {
    namespace,
    configMap,
    values: sorted(values, (one) => `${one.namespace}/${one.secret}/${one.key}`),
  };
}

/** One whose Secret is not inspected has been refused. */
function probeOf(
  { environment }: EnvironmentApp,
  placements: readonly Placement[],
  { name, url, path, token, header }: SmokeProbe,
): NonNullable<SmokePlan['probes']> {
  const placement = placements.find(({ contract }) => contract === token.contract);
  if (placement === undefined) return [];
  const secret = placement.contract.nameIn(environment);
  const { namespace } = placement;
  return [{ name, namespace, secret, urlKey: url.name, path, tokenKey: token.name, ...(header && { header }) }];
}

const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex');

const sorted = <T>(items: readonly T[], keyOf: (item: T) => string): T[] =>
  items
    .map((item) => [keyOf(item), item] as const)
    .sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0))
    .map(([, item]) => item);
