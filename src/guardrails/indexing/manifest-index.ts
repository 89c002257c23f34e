import type { AccessMapDocument } from '../../model/documents/access-map.ts';
import type { FixtureMap } from '../../model/documents/fixture-map.ts';
import type { VaultRole } from '../../model/documents/vault-role.ts';
import type { CredentialPlace } from '../credential/credential-place.ts';
import type { EnvironmentSettings, GuardrailConfiguration } from '../engine/configuration.ts';
import { KnownKinds } from '../knowledge/known-kinds.ts';
import { nothingSpelled } from '../knowledge/spelled-vault.ts';
import type { Manifest } from '../manifest/manifest.ts';
import { inEnvironments } from '../reading/manifest-environments.ts';
import { RecipeFlow } from '../wall/recipe-flow.ts';
import { isRenderedTemplate, withRenderedCharts } from './chart-references.ts';
import { type Chart, chartsOf } from './charts.ts';
import type { CredentialSite } from './credential-collector.ts';
import { type ExternalSecret, externalSecretOf } from './external-secret.ts';
import { entriesOf, FixtureKeys } from './fixture-keys.ts';
import { Generators } from './generators.ts';
import type { IndexedObject } from './indexed-object.ts';
import { NameVariables } from './name-variables.ts';
import { withoutNamesOfCharts } from './named-in-templates.ts';
import { OpenReleases } from './open-releases.ts';
import { producersOf, writtenByTemplates } from './producers.ts';
import { type PushSecret, pushSecretOf } from './push-secret.ts';
import { RenderingChoices } from './rendering-choices.ts';
import { withCopies } from './replicated.ts';
import { type SecretProducer, SecretProducers } from './secret-producer.ts';
import type { SecretReference } from './secret-reference.ts';
import { type SecretStore, SecretStores } from './secret-store.ts';
import { type Seed, seedsOf } from './seed-maps.ts';
import { SpelledAccess } from './spelled-access.ts';
import { type StoreUse, storeUsesOf } from './store-use.ts';
import { strictSitesOf, type UnopenedText } from './strict-sites.ts';
import { type VaultDocument, VaultDocuments } from './vault-documents.ts';
import { ManifestWalk } from './walk.ts';
import type { WatchedField, WatchedFields } from './watched-fields.ts';

/** Everything that rules ask about the checked manifests, built in one pass over them. */
export class ManifestIndex {
  readonly manifests: readonly Manifest[];
  readonly objects: readonly IndexedObject[];
  readonly references: readonly SecretReference[];
  /** Which renderings of kustomizations are never deployed together. */
  readonly renderings: RenderingChoices;
  readonly charts: readonly Chart[];
  /** Fields that rules ask for by name. */
  readonly watched: WatchedFields;
  readonly externalSecrets: readonly ExternalSecret[];
  /** What is known of kinds that write and read Secrets. */
  readonly kinds: KnownKinds;
  readonly pushSecrets: readonly PushSecret[];
  readonly generators: Generators;
  /** Paths that lists for other tools seed. */
  readonly seeds: readonly Seed[];
  readonly openReleases: OpenReleases;
  readonly stores: SecretStores;
  readonly documents: VaultDocuments;
  readonly producers: SecretProducers;
  /** Every use of a store by an object that reads or pushes. */
  readonly storeUses: readonly StoreUse[];
  /** Tells a Secret that a program beside the manifests may make. */
  readonly mayBeMade: (secret: string) => boolean;
  /** The texts beside the manifests, where they are known. */
  readonly spoken: GuardrailConfiguration['spoken'];
  /** Texts that carry more than is opened, where only references pass. */
  readonly unopened: readonly UnopenedText[];
  readonly #flows = new Map<string, RecipeFlow>();
  readonly #fixtureKeys = new Map<FixtureMap, FixtureKeys>();
  readonly #keysRead = new Map<FixtureMap, ReadonlySet<string>>();
  #externalSecretByObject: ReadonlyMap<IndexedObject, ExternalSecret> | undefined;
  readonly #environments: readonly EnvironmentSettings[];
  readonly #spelledVault: GuardrailConfiguration['spelledVault'];
  #spelled: SpelledAccess | undefined;
  readonly #byManifest = new Map<Manifest, IndexedObject>();
  readonly #byKind = new Map<string, IndexedObject[]>();
  readonly #credentials = new Map<CredentialPlace, CredentialSite[]>();

  private constructor(manifests: readonly Manifest[], configuration: GuardrailConfiguration) {
    this.spoken = configuration.spoken;
    this.mayBeMade = configuration.mayBeMade ?? (() => false);
    this.kinds = new KnownKinds(configuration.producerKinds, configuration.readerKinds);
    const walk = new ManifestWalk(manifests, configuration, this.kinds);
    // What goes into a rendering is asked about there; a kustomization has fields of its own.
    this.manifests = manifests.filter(({ isInput, role }) => !isInput || role === 'kustomization');
    this.objects = walk.objects.filter(({ manifest }) => !isRenderedTemplate(manifest));
    this.renderings = new RenderingChoices(this.objects);
    this.charts = chartsOf(this.manifests);
    this.watched = walk.watched;
    this.references = withRenderedCharts(walk.references.references);
    for (const object of walk.objects) {
      push(this.#byKind, object.kindKey, object);
      if (object.path.length === 0) this.#byManifest.set(object.manifest, object);
    }
    const owned = this.objects.filter(({ manifest }) => manifest.isPatch !== true);
    // Under which names the releases of a chart write that nobody installs here, only its templates tell.
    const templates = walk.objects.filter(
      ({ manifest }) => isRenderedTemplate(manifest) && manifest.chart?.isInstalled === false,
    );
    this.openReleases = new OpenReleases(owned);
    this.generators = new Generators(owned);
    this.seeds = owned.flatMap(seedsOf);
    this.externalSecrets = owned.flatMap((object) => externalSecretOf(object, this.generators) ?? []);
    this.stores = new SecretStores(owned, this.renderings);
    this.documents = new VaultDocuments(owned, configuration);
    this.pushSecrets = owned.flatMap((object) => pushSecretOf(object) ?? []);
    this.storeUses = storeUsesOf(this.externalSecrets, this.pushSecrets);
    this.#environments = configuration.environments;
    this.#spelledVault = configuration.spelledVault;
    this.producers = new SecretProducers(
      openPatched(
        withCopies(
          [...producersOf({ ...this, objects: owned }, configuration), ...writtenByTemplates(templates, this)],
          owned,
        ),
        this.objects,
      ),
      new NameVariables(this.ofKind('kustomization')),
      this.renderings,
      walk.inputs,
    );
    const strict = configuration.strictness === 'references' ? strictSitesOf(this, walk.credentials.sites) : undefined;
    const written = strict?.credentials ?? withoutNamesOfCharts(walk.credentials.sites, this.manifests);
    for (const site of written) push(this.#credentials, site.place, site);
    this.unopened = strict?.unopened ?? [];
  }

  /** Indexes manifests; linear in their fields. */
  static of(manifests: Iterable<Manifest>, configuration: GuardrailConfiguration): ManifestIndex {
    return new ManifestIndex(inEnvironments([...manifests], configuration), configuration);
  }

  /** Returns the objects of a kind, given in lower case, however the manifests spell it. */
  ofKind(kind: string): readonly IndexedObject[] {
    return this.#byKind.get(kind) ?? [];
  }

  /** Returns what the judgement took for a credential in one kind of place. */
  credentialsIn(...places: readonly CredentialPlace[]): readonly CredentialSite[] {
    return places.flatMap((place) => this.#credentials.get(place) ?? []);
  }

  /** Returns the object that a document is, `undefined` for Helm values and lists. */
  objectOf(manifest: Manifest): IndexedObject | undefined {
    return this.#byManifest.get(manifest);
  }

  /** Returns the settings of an environment that the configuration knows. */
  environment(name: string | undefined): EnvironmentSettings | undefined {
    return this.#environments.find((environment) => environment.name === name);
  }

  /** Returns the fixture map that must cover what an object reads: its environment's, or the only one. */
  fixturesOf({ scope, environment }: IndexedObject): FixtureMap | undefined {
    return this.fixturesFor(scope, environment);
  }

  /** Returns the fixture map of an environment, or the only one of a cluster. */
  fixturesFor(scope: string, environment: string | undefined): FixtureMap | undefined {
    return this.#ownDocument(this.documents.wholeFixtures, scope, environment)?.document;
  }

  /** Returns the keys of a fixture map, by what ExternalSecrets say of them. */
  keysOf(map: FixtureMap): FixtureKeys {
    let keys = this.#fixtureKeys.get(map);
    if (keys === undefined) {
      keys = new FixtureKeys(map);
      this.#fixtureKeys.set(map, keys);
    }
    return keys;
  }

  /** Returns how literals flow through the recipes of an environment. */
  flowOf(scope: string, environment: string | undefined): RecipeFlow {
    const key = `${scope}\0${environment}`;
    let flow = this.#flows.get(key);
    if (flow === undefined) {
      const own = this.documents.fixtures.filter((map) => map.scope === scope && map.environment === environment);
      flow = new RecipeFlow(
        new Map(own.flatMap(({ document }) => entriesOf(document).map(([id, { recipe }]) => [id, recipe] as const))),
      );
      this.#flows.set(key, flow);
    }
    return flow;
  }

  /** Returns the variables of containers with one of the names that rules ask for. */
  environmentVariables(name: 'VAULT_ADDR'): readonly WatchedField[] {
    return this.watched.named(`env:${name}`);
  }

  /** Returns what rules know of an object that is an ExternalSecret. */
  externalSecretOf(object: IndexedObject): ExternalSecret | undefined {
    this.#externalSecretByObject ??= new Map(this.externalSecrets.map((one) => [one.object, one]));
    return this.#externalSecretByObject.get(object);
  }

  /** Returns the ids of the Vault keys of a fixture map that the ExternalSecrets of its environment read. */
  keysReadIn(scope: string, environment: string | undefined, map: FixtureMap): ReadonlySet<string> {
    const known = this.#keysRead.get(map);
    if (known !== undefined) return known;
    const keys = this.keysOf(map);
    const read = new Set<string>();
    for (const { object, reads } of this.externalSecrets) {
      if (object.scope !== scope || object.environment !== environment) continue;
      for (const one of reads) for (const id of keys.idsOf(one)) read.add(id);
    }
    this.#keysRead.set(map, read);
    return read;
  }

  /**
   * Returns the access map of the Vault that a store talks to, `undefined` where none is known.
   *
   * A store in a shared namespace may use another environment's Vault: its address says which. Without an
   * access map it is what the tree spells for other tools.
   */
  accessFor(store: SecretStore): AccessMapDocument | undefined {
    const { object, vault } = store;
    const server = vault?.server;
    const owner = this.#environments.find(
      ({ namespace, cluster }) =>
        cluster === object.scope &&
        this.stores.all.some(
          (other) => other.object.scope === cluster && other.namespace === namespace && other.vault?.server === server,
        ),
    );
    const own = this.#ownDocument(this.documents.wholeAccess, object.scope, owner?.name ?? object.environment);
    if (own !== undefined || vault?.role === undefined) return own?.document;
    this.#spelled ??= new SpelledAccess(this.objects, this.#spelledVault?.() ?? nothingSpelled);
    return this.#spelled.of(store);
  }

  /** Returns the Vault roles with which a store can log in, `undefined` where nothing tells. */
  rolesFor(store: SecretStore): readonly VaultRole[] | undefined {
    return this.accessFor(store)?.roles;
  }

  #ownDocument<Document>(
    documents: readonly VaultDocument<Document>[],
    scope: string,
    environment: string | undefined,
  ): VaultDocument<Document> | undefined {
    const inScope = documents.filter((document) => document.scope === scope);
    return (
      inScope.find((document) => document.environment === environment) ??
      (inScope.length === 1 ? inScope[0] : undefined)
    );
  }
}

/**
 * A patch may add keys that its object does not show; what tests and examples write is only alike what is
 * deployed.
 */
function openPatched(producers: readonly SecretProducer[], objects: readonly IndexedObject[]): SecretProducer[] {
  const patched = new Set(
    objects.flatMap(({ manifest, kindKey, name }) => (manifest.isPatch ? `${kindKey}\0${name}` : [])),
  );
  return producers.map((producer) => {
    const object = producer.site?.object;
    const isPatched = object !== undefined && patched.has(`${object.kindKey}\0${object.name}`);
    if (!isPatched && producer.site?.manifest.purpose === undefined) return producer;
    const { keys: _, ...open } = producer;
    return open;
  });
}

function push<Key, Value>(map: Map<Key, Value[]>, key: Key, value: Value): void {
  const list = map.get(key);
  if (list) list.push(value);
  else map.set(key, [value]);
}
