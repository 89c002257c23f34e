import type { Position } from '../diagnostics/diagnostic.ts';
import type { PerEnvironment } from './per-environment.ts';
import { VaultKey } from './vault-key.ts';

/** How a variable is written into a template. */
export type TemplateFilter = 'plain' | 'json' | 'url' | 'base64';

/** A Vault key's value as one variable of a template. */
export interface TemplateVariable {
  readonly key: VaultKey;
  readonly filter: TemplateFilter;
}

/** One piece of a template. */
export type TemplatePart =
  | { readonly text: PerEnvironment<string, never> }
  | TemplateVariable
  /** base64 of `user:password`, as registries and basic authentication want it. */
  | { readonly basicAuth: readonly [user: VaultKey, password: VaultKey] };

/**
 * Text of a data key that is built in the cluster from Vault values, by the operator's template engine.
 *
 * Use it where a consumer wants a document around a value; where the value itself is wanted, bind the Vault
 * key directly.
 * @see https://external-secrets.io/latest/guides/templating/
 */
export class SecretTemplate {
  readonly #platform: object;
  readonly parts: readonly TemplatePart[];
  readonly declaredAt: Position | undefined;

  /** @internal */
  constructor(platform: object, parts: readonly TemplatePart[], declaredAt: Position | undefined) {
    this.#platform = platform;
    this.parts = parts;
    this.declaredAt = declaredAt;
  }

  static is(candidate: unknown): candidate is SecretTemplate {
    return typeof candidate === 'object' && candidate !== null && #platform in candidate;
  }

  belongsTo(platform: object): boolean {
    return this.#platform === platform;
  }

  /** The Vault keys that the template reads, each once. */
  get variables(): readonly VaultKey[] {
    const keys = this.parts.flatMap((part) => ('key' in part ? [part.key] : 'basicAuth' in part ? part.basicAuth : []));
    return [...new Set(keys)];
  }
}

/** A variable written as a JSON string, quotes included. */
export const json = (key: VaultKey): TemplateVariable => variable(key, 'json');
/** A variable percent-encoded, so that it survives inside a URL. */
export const urlEncoded = (key: VaultKey): TemplateVariable => variable(key, 'url');
/** A variable encoded as base64. */
export const base64 = (key: VaultKey): TemplateVariable => variable(key, 'base64');

const variable = (key: VaultKey, filter: TemplateFilter): TemplateVariable => ({ key, filter });

/** Returns whether `part` is a variable that {@link json}, {@link urlEncoded} or {@link base64} made. */
export const isTemplateVariable = (part: unknown): part is TemplateVariable =>
  typeof part === 'object' && part !== null && 'key' in part && VaultKey.is(part.key);
