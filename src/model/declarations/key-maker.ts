import type { Position } from '../diagnostics/diagnostic.ts';
import { type ProblemCode, problem } from '../diagnostics/problems.ts';
import { keyId } from '../documents/coordinates.ts';
import { goDuration } from '../go-duration.ts';
import type { Platform } from '../platform/platform.ts';
import { readOnlyReason } from '../platform/stores.ts';
import { dockerConfigJsonTexts } from './docker-config-json.ts';
import { unknownOptions, unknownOptionsText } from './known-options.ts';
import type { Origin } from './origin.ts';
import { type PerEnvironment, textFor } from './per-environment.ts';
import type { Producer } from './producer.ts';
import {
  type ComposePart,
  type CredentialKey,
  type Encoding,
  type KeyInput,
  keysOfPart,
  type LiteralKey,
  type Recipe,
  VaultKey,
} from './vault-key.ts';
import { vaultPathDefect, vaultPropertyDefect } from './vault-path.ts';

/** Keys whose value bootstrap decides. */
export type BootstrapKey = VaultKey<'generated'> | VaultKey<'operator-reconciled'>;

/** A key with the encoding in which its value is inserted. */
export interface EncodedKey {
  readonly key: VaultKey;
  readonly encode: Encoding;
}

/**
 * What may stand in a composed value: text, a key, an encoded key, or text that depends on the environment.
 */
export type Composable<E> = string | VaultKey | EncodedKey | ((env: E) => string);

/** A part whose text stands in Git. */
type LiteralPart = string | LiteralKey | ((env: never) => string);

/** What is composed of nothing but texts of the declarations is one itself. */
export type ComposedKey<P extends readonly unknown[]> = [P[number]] extends [LiteralPart]
  ? LiteralKey<'generated'>
  : BootstrapKey;

/** Where a declared key is. */
export interface KeyPlace<E> {
  readonly path: PerEnvironment<string, E>;
  readonly store?: string | undefined;
  /** `null` where its entry says it later. @default 'value' */
  readonly property?: string | null | undefined;
  /** Age after which its value must be replaced, as it was written. @default none */
  readonly maxAge?: string | undefined;
  readonly declaredAt: Position | undefined;
}

/** Shortest generated value that is accepted, in characters. */
export const minimumGeneratedLength = 16;
/** Characters; what is longer is a file, and a run of the bootstrap would make it anew at each look. */
export const maximumGeneratedLength = 4096;
/** Bytes that bcrypt reads; the rest would not count. */
const bcryptBytes = 72;
/** Characters of a declared text: Vault takes 1 MiB a request, a Secret 1 MiB in all. */
const maximumText = 256 * 1024;

/**
 * Makes the Vault keys of a platform, whichever form they are declared in, and reports what is wrong with a
 * declaration.
 */
export class KeyMaker<E> {
  readonly #platform: Platform;

  constructor(platform: Platform) {
    this.#platform = platform;
  }

  /**
   * @param isEnforced whether an operator enforces the value, which makes the origin `operator-reconciled`
   */
  bootstrapKey(place: KeyPlace<E>, recipe: Recipe<E>, isEnforced: boolean, input?: KeyInput<E>): BootstrapKey {
    if (recipe.type === 'generate' && (!Number.isInteger(recipe.length) || recipe.length < minimumGeneratedLength))
      this.report('VW1016', `A generated value asks for a length below ${minimumGeneratedLength}`, place);
    if (recipe.type === 'generate' && recipe.length > maximumGeneratedLength)
      this.report('VW1034', `A generated value asks for more than ${maximumGeneratedLength} characters`, place);
    if (recipe.type === 'literal') this.#checkText([recipe.value], place);
    if (recipe.type === 'compose')
      this.#checkText(
        recipe.parts.flatMap((part) => ('text' in part ? [part.text] : [])),
        place,
      );
    const rest = input ? { input } : {};
    return isEnforced
      ? this.key(place, 'operator-reconciled', recipe, rest)
      : this.key(place, 'generated', recipe, rest);
  }

  #checkText(given: readonly PerEnvironment<string, E>[], place: KeyPlace<E>): void {
    const texts = given.filter((text) => typeof text === 'string');
    if (texts.some((text) => text.includes('\0'))) this.report('VW1034', 'A text holds a NUL', place);
    const length = texts.reduce((sum, text) => sum + text.length, 0);
    if (length > maximumText) this.report('VW1034', `A text has ${length} characters, more than ${maximumText}`, place);
  }

  /** Declares the bootstrap key of a composed value. */
  composed(place: KeyPlace<E>, given: readonly ComposePart<E>[]): BootstrapKey {
    const isSound = (part: ComposePart<E>): boolean => keysOfPart(part).every(VaultKey.is);
    const parts = given.filter(isSound);
    const keys = parts.flatMap(keysOfPart);
    if (!given.every(isSound) || keys.some((key) => !key.belongsTo(this.#platform)))
      this.report('VW1014', 'A composed value inserts something that is not a Vault key of this platform', place);
    const foreign = keys.find((key) => !['generated', 'operator-reconciled'].includes(key.origin));
    if (foreign) this.report('VW1015', `A composed value inserts a key of origin ${foreign.origin}`, place);
    for (const part of parts)
      if ('key' in part && part.encode === 'bcrypt' && longest(part.key) > bcryptBytes)
        this.report('VW1034', `bcrypt reads ${bcryptBytes} bytes of a value of ${longest(part.key)}`, place);
    const isEnforced = keys.some((key) => key.origin === 'operator-reconciled');
    return this.bootstrapKey(place, { type: 'compose', parts }, isEnforced);
  }

  /** Returns the tag of a template literal whose keys are inserted in one encoding. */
  composer(place: KeyPlace<E>, encode: Encoding) {
    return <const P extends readonly Composable<E>[]>(
      strings: TemplateStringsArray,
      ...inserted: P
    ): ComposedKey<P> => {
      const parts = strings.raw.flatMap((text, index): ComposePart<E>[] => {
        const literal = text === '' ? [] : [{ text: strings[index] ?? text }];
        return index < inserted.length ? [...literal, toPart(inserted[index], encode)] : literal;
      });
      return this.composed(place, parts) as ComposedKey<P>;
    };
  }

  /** Declares the credentials document of one container registry. */
  dockerConfigJson(place: KeyPlace<E>, { registry, username, password }: RegistryAccount<E>): BootstrapKey {
    const text = (index: 0 | 1 | 2 | 3) => ({
      text: (env: E): string => dockerConfigJsonTexts(textFor(registry, env))[index],
    });
    return this.composed(place, [
      text(0),
      { key: username, encode: 'json' },
      text(1),
      { key: password, encode: 'json' },
      text(2),
      { basicAuth: [username, password] },
      text(3),
    ]);
  }

  /** Declares a key of any origin. */
  key<O extends Origin>(
    place: KeyPlace<E>,
    origin: O,
    recipe: Recipe<E>,
    rest: {
      readonly producer?: Producer;
      readonly storedAs?: 'plain' | 'base64';
      readonly mirror?: boolean;
      readonly input?: KeyInput<E>;
    } = {},
  ): VaultKey<O> {
    const { path, store, property, declaredAt } = place;
    this.checkPlace(place, false);
    const { maxAge } = this.withSoundAge(place);
    return new VaultKey({
      storedAs: 'plain',
      ...rest,
      platform: this.#platform,
      path,
      ...(store !== undefined && { store }),
      ...(property !== undefined && { property }),
      ...(maxAge !== undefined && { maxAge }),
      origin,
      recipe,
      declaredAt,
    });
  }

  /**
   * Returns the place with its age in Go's notation, and reports one that is none: nothing would be over at
   * once.
   */
  withSoundAge(place: KeyPlace<E>): KeyPlace<E> {
    const { maxAge, ...rest } = place;
    if (maxAge === undefined) return place;
    const spelled = goDuration(maxAge);
    if (spelled !== undefined && spelled !== '0s') return { ...rest, maxAge: spelled };
    this.report('VW1170', `"${maxAge}" is not an age`, place);
    return rest;
  }

  /** Makes a key that others manage, whose place was checked. */
  existing({ path, store, property, declaredAt }: KeyPlace<E>, storedAs: 'plain' | 'base64'): VaultKey<'existing'> {
    return new VaultKey({
      platform: this.#platform,
      path,
      ...(store !== undefined && { store }),
      ...(property !== undefined && { property }),
      origin: 'existing',
      recipe: { type: 'existing' },
      storedAs,
      declaredAt,
    });
  }

  /**
   * Reports what is wrong with the place of a key or an entry.
   * @param isExisting whether others manage what is there
   */
  checkPlace(place: KeyPlace<E>, isExisting: boolean): void {
    const { path, store, property } = place;
    const resolved = store === undefined ? undefined : this.#platform.storeDefinitions.get(store);
    if (store !== undefined && resolved === undefined)
      this.report('VW1022', `"${store}" is not a store of the platform`, place);
    const reason = resolved && readOnlyReason(resolved);
    if (reason !== undefined && !isExisting)
      this.report('VW1023', `A key behind store "${store}" has a recipe, but ${reason}`, place);
    const isForeign = resolved !== undefined && resolved.provider !== 'vault';
    const defect = typeof path === 'string' && !isForeign ? vaultPathDefect(path) : undefined;
    if (defect) this.report('VW1001', `A Vault path ${defect}`, place);
    const propertyDefect = typeof property === 'string' ? vaultPropertyDefect(property) : undefined;
    if (propertyDefect) this.report('VW1024', `A property ${propertyDefect}`, place);
  }

  /** Reports names that are no options of a declaration. */
  checkOptions(given: unknown, known: Readonly<Record<string, true>>, place: KeyPlace<E>): void {
    const unknown = unknownOptions(given, known);
    if (unknown.length > 0) this.report('VW1029', unknownOptionsText(unknown, known), place);
  }

  report(code: ProblemCode, what: string, { path, store, property, declaredAt }: KeyPlace<E>): void {
    const vaultPath = typeof path === 'string' ? keyId({ store, path, property: property ?? 'value' }) : undefined;
    this.#platform.problems.push(
      problem(code, what, {
        ...(declaredAt && { position: declaredAt }),
        ...(vaultPath !== undefined && { vaultPath }),
      }),
    );
  }

  /** Reports names that are no environment of the platform. */
  checkEnvironments(names: readonly string[], place: KeyPlace<E>): void {
    for (const name of names)
      if (!this.#platform.environmentNames.includes(name))
        this.report('VW1009', `"${name}" is not an environment of the platform`, place);
  }
}

/** Bytes of the value that is declared for a key, where that is known. */
const longest = ({ recipe }: VaultKey): number => (recipe.type === 'generate' ? recipe.length : 0);

/** An account of a container registry. */
export interface RegistryAccount<E> {
  /** Host, such as `registry.example.com`. */
  readonly registry: PerEnvironment<string, E>;
  readonly username: VaultKey;
  readonly password: CredentialKey;
}

/** What is neither text nor a key, which only a cast lets through, is left for the caller to refuse. */
function toPart<E>(inserted: Composable<E> | undefined, encode: Encoding): ComposePart<E> {
  if (typeof inserted === 'string' || typeof inserted === 'function') return { text: inserted };
  return isEncoded(inserted) ? inserted : { key: inserted as VaultKey, encode };
}

const isEncoded = (inserted: unknown): inserted is EncodedKey =>
  typeof inserted === 'object' && inserted !== null && 'key' in inserted && !VaultKey.is(inserted);
