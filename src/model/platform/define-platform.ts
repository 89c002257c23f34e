import type { z } from 'zod';
import { dockerConfigJsonTexts } from '../declarations/docker-config-json.ts';
import { family } from '../declarations/family.ts';
import type { Origin } from '../declarations/origin.ts';
import type { PerEnvironment } from '../declarations/per-environment.ts';
import { Producer } from '../declarations/producer.ts';
import { type OverrideFor, RecipeOverride } from '../declarations/recipe-override.ts';
import { DeliveredSecret, LimitedSource, VaultSecret } from '../declarations/secret-contract.ts';
import {
  isTemplateVariable,
  SecretTemplate,
  type TemplatePart,
  type TemplateVariable,
} from '../declarations/template.ts';
import { VaultFactory } from '../declarations/vault-factory.ts';
import { VaultKey } from '../declarations/vault-key.ts';
import { declarationPosition } from '../diagnostics/declaration-position.ts';
import type { Position } from '../diagnostics/diagnostic.ts';
import { goDuration } from '../go-duration.ts';
import { DeclarationChecks } from './declaration-checks.ts';
import { entrySources, type GivenSources } from './entry-sources.ts';
import { type Environment, Platform, type PlatformDefinition } from './platform.ts';
import {
  type DeliveredProps,
  deliveredOptions,
  type SecretFactory,
  type SecretOptions,
  type Source,
  secretOptions,
} from './secret-props.ts';
import type { StoreHandles } from './store-handle.ts';
import type { EngineIn, StoreDefinition } from './stores.ts';

/** Types refuse anything else, but a cast does not. */
const isSound = (part: TemplatePart): boolean =>
  'text' in part
    ? ['string', 'function'].includes(typeof part.text)
    : ('key' in part ? [part.key] : part.basicAuth).every(VaultKey.is);

/**
 * Defines a platform: its store, clusters and environments, and the factories of everything that it declares.
 *
 * A definition that is not valid does not throw; its problems (VW1201) are reported with all others of the
 * run.
 */
export function definePlatform<
  const C extends string,
  const N extends string,
  // biome-ignore lint/complexity/noBannedTypes: the empty object is the neutral set of fields
  F extends z.ZodObject = z.ZodObject<{}>,
  // biome-ignore lint/complexity/noBannedTypes: a platform without further stores has none to name
  const S extends Readonly<Record<string, StoreDefinition>> = {},
>(definition: PlatformDefinition<C, N, F, S>): DefinedPlatform<N, F, S> {
  return new DefinedPlatform<N, F, S>(definition);
}

/** A platform with its factories; they are bound, so they may be destructured. */
export class DefinedPlatform<
  N extends string,
  F extends z.ZodObject,
  // biome-ignore lint/complexity/noBannedTypes: a platform without further stores has none to name
  S extends Readonly<Record<string, StoreDefinition>> = {},
> extends Platform<N, F> {
  /** Declares Vault keys. */
  readonly vault: VaultFactory<N, Environment<N, F>, EngineIn<S>>;
  /** Declares keys that others manage behind the platform's further stores. */
  readonly stores: StoreHandles<S, Environment<N, F>>;
  readonly #checks = new DeclarationChecks(this);

  /** @internal */
  constructor(definition: PlatformDefinition<string, N, F, S>) {
    super(definition, definePlatform);
    const vault = new VaultFactory<N, Environment<N, F>, EngineIn<S>>(this);
    this.vault = vault;
    this.stores = Object.fromEntries(
      [...this.storeDefinitions.keys()].map((name) => [name, { existing: vault.existingIn(name) }]),
    ) as StoreHandles<S, Environment<N, F>>;
  }

  /**
   * Declares a Secret that the External Secrets Operator writes from Vault; a `ServiceSecrets` places it.
   * @see https://external-secrets.io/latest/api/externalsecret/
   */
  readonly secret: SecretFactory<N, Environment<N, F>> = (
    name: PerEnvironment<string, Environment<N, F>>,
    props: SecretOptions<N, Environment<N, F>> & GivenSources<N>,
  ): VaultSecret<string, never> => {
    const declaredAt = declarationPosition(this.secret);
    const { type = 'Opaque', creationPolicy = 'Owner', labels = {}, purpose, environments } = props;
    const { audience = 'workloads' } = props;
    this.#checks.props(props, secretOptions, declaredAt);
    this.#checks.labels(labels, declaredAt);
    const entries = entrySources(this, props, (code, what) => this.#checks.report(code, what, declaredAt));
    const refreshInterval = props.refreshInterval === undefined ? undefined : goDuration(props.refreshInterval);
    if (refreshInterval === undefined && props.refreshInterval !== undefined)
      this.#checks.report('VW1018', `"${props.refreshInterval}" is not a duration`, declaredAt);
    const keys: Record<string, Source<N>> = { ...props.keys };
    this.#checks.name(name, 'Secret', declaredAt);
    if (props.externalSecret !== undefined) this.#checks.name(props.externalSecret, 'ExternalSecret', declaredAt);
    this.#checks.limit(environments, declaredAt);
    if (audience === 'tests') this.#checks.tests(environments, declaredAt);
    this.#checks.dataKeys([...Object.keys(keys), ...entries.dataKeys], declaredAt, entries.isOpen);
    for (const [key, source] of Object.entries(keys)) this.#checks.source(key, source, declaredAt);
    const externalSecretName =
      props.externalSecret ?? ((env: Environment<N, F>) => `${typeof name === 'function' ? name(env) : name}-sync`);
    return new VaultSecret<string, never>({
      platform: this,
      name,
      externalSecretName,
      keys,
      type,
      creationPolicy,
      labels,
      purpose,
      environments,
      refreshInterval,
      from: entries.from,
      find: entries.find,
      audience,
      declaredAt,
    });
  };

  /**
   * Declares a Secret that something other than Vault delivers: CNPG, cert-manager, a job; a
   * `DeliveredSecrets` says where.
   */
  readonly delivered = <const K extends string>(
    name: PerEnvironment<string, Environment<N, F>>,
    props: DeliveredProps<N, Environment<N, F>, K>,
  ): DeliveredSecret<K> => {
    const declaredAt = declarationPosition(this.delivered);
    const { by, purpose, type = 'Opaque', environments } = props;
    const keys: readonly string[] = props.keys;
    this.#checks.props(props, deliveredOptions, declaredAt);
    this.#checks.name(name, 'Secret', declaredAt);
    this.#checks.limit(environments, declaredAt);
    this.#checks.dataKeys(keys, declaredAt);
    const copies: Partial<Record<string, PerEnvironment<string, Environment<N, F>>>> = props.mirror ?? {};
    const mirror = Object.fromEntries(
      Object.entries(copies).flatMap(([key, path]) =>
        path === undefined ? [] : [[key, this.vault.mirrored(path, declaredAt)]],
      ),
    );
    return new DeliveredSecret({ platform: this, name, by, purpose, type, keys, environments, mirror, declaredAt });
  };

  /**
   * Declares text that is built in the cluster around Vault values.
   * @see https://external-secrets.io/latest/guides/templating/
   */
  readonly template = (
    strings: TemplateStringsArray,
    ...inserted: (string | VaultKey | TemplateVariable | ((env: Environment<N, F>) => string))[]
  ): SecretTemplate => {
    const declaredAt = declarationPosition(this.template);
    const parts = strings.raw.flatMap((text, index): TemplatePart[] => {
      const literal = text === '' ? [] : [{ text: strings[index] ?? text }];
      if (index >= inserted.length) return literal;
      const next: unknown = inserted[index];
      if (VaultKey.is(next)) return [...literal, { key: next, filter: 'plain' }];
      return [...literal, isTemplateVariable(next) ? next : { text: next as PerEnvironment<string, never> }];
    });
    return this.#templateOf(parts, declaredAt);
  };

  /**
   * Declares the credentials document of one container registry.
   * @see https://kubernetes.io/docs/tasks/configure-pod-container/pull-image-private-registry/
   */
  readonly dockerConfigJson = (registry: string, user: VaultKey, password: VaultKey): SecretTemplate => {
    const declaredAt = declarationPosition(this.dockerConfigJson);
    const [beforeUser, beforePassword, beforeAuth, end] = dockerConfigJsonTexts(registry);
    const parts: TemplatePart[] = [
      { text: beforeUser },
      { key: user, filter: 'json' },
      { text: beforePassword },
      { key: password, filter: 'json' },
      { text: beforeAuth },
      { basicAuth: [user, password] },
      { text: end },
    ];
    return this.#templateOf(parts, declaredAt);
  };

  /** Limits a data key to some environments; elsewhere the Secret does not have it. */
  readonly only = (
    environments: readonly N[],
    source: VaultKey | SecretTemplate,
  ): LimitedSource & { readonly environments: readonly N[] } => {
    const declaredAt = declarationPosition(this.only);
    this.#checks.limit(environments, declaredAt);
    return new LimitedSource(environments, source, declaredAt) as LimitedSource & {
      readonly environments: readonly N[];
    };
  };

  /** Declares one member for each index. */
  readonly family = family;

  /** Declares a program that writes Vault keys; a `VaultWriter` says where it runs. */
  readonly producer = (name: string): Producer => {
    const declaredAt = declarationPosition(this.producer);
    this.#checks.name(name, 'producer', declaredAt);
    return new Producer(name, declaredAt);
  };

  /**
   * Replaces the recipe of one key in one environment. Its origin stays, unless the value becomes a required
   * input (`upstream`): the key is external there. All overrides are given in one place, to `renderPlatform`.
   */
  readonly overrideRecipe = <O extends Origin>(
    key: VaultKey<O>,
    environment: N,
    recipe: OverrideFor<NoInfer<O>>,
  ): RecipeOverride => {
    const declaredAt = declarationPosition(this.overrideRecipe);
    this.#checks.environments([environment], declaredAt);
    return new RecipeOverride(key, environment, recipe, declaredAt);
  };

  #templateOf(given: readonly TemplatePart[], declaredAt: Position | undefined): SecretTemplate {
    const parts = given.filter(isSound);
    if (parts.length < given.length)
      this.#checks.report('VW1012', 'A template inserts something that is neither text nor a Vault key', declaredAt);
    const texts = parts.flatMap((part) => ('text' in part && typeof part.text === 'string' ? [part.text] : []));
    if (parts.length === 0) this.#checks.report('VW1012', 'A template is empty', declaredAt);
    if (texts.some((text) => text.includes('{{') || text.includes('}}')))
      this.#checks.report('VW1012', 'The text of a template contains template braces', declaredAt);
    return new SecretTemplate(this, parts, declaredAt);
  }
}
