import type { CredentialPlace } from '../credential/credential-place.ts';
import type { GuardrailConfiguration } from '../engine/configuration.ts';
import type { CredentialSite } from '../indexing/credential-collector.ts';
import type { ManifestIndex } from '../indexing/manifest-index.ts';
import { valueAt } from '../manifest/field-path.ts';
import type { Manifest } from '../manifest/manifest.ts';
import { isAllDeclared } from './is-all-declared.ts';

/** Why a literal may be none that matters. */
export type LiteralDoubt =
  /** It stands in a text of another language than YAML, which is read line by line. */
  | { readonly why: 'unread' }
  /** It is of words, and many places have it alike. */
  | { readonly why: 'repeated'; readonly count: number }
  /** Under this key many files have each the name of its own folder. */
  | { readonly why: 'ofFolder'; readonly count: number }
  /** A Secret, or a key of one, has it as its name. */
  | { readonly why: 'named' }
  /** It is put together as what says where a credential is, in a syntax that is not known. */
  | { readonly why: 'shaped' };

/** How often a text of words stands before it is no credential of anyone. */
const manyTimes = 20;
/** In how many files a key holds the name of the folder before it always does. */
const manyFolders = 4;
const nameOfSeveral = /^(?:[a-z][a-z0-9]*(?:[-_.][a-z0-9]+)+|[A-Z][A-Z0-9]*(?:_[A-Z0-9]+)+)$/;

const places: readonly CredentialPlace[] = ['values', 'generator', 'env', 'argument', 'configmap', 'field'];

/**
 * Literals that the tree itself puts in doubt: where their surroundings are not read, where one text is the
 * default of so many charts that none of them means it, and where the tree calls something by it.
 */
export class LiteralDoubts {
  readonly #isOff: boolean;
  readonly #index: ManifestIndex;
  /** Files by key: those whose literal has the name of their folder, and all. */
  #ofFolders = new Map<string, { own: Set<string>; all: Set<string> }>();
  /** How often a text of words stands. */
  readonly #same = new Map<string, number>();
  #names: Set<string> | undefined;

  /** Returns those of a run, which several rules ask for. */
  static of(index: ManifestIndex, configuration: GuardrailConfiguration): LiteralDoubts {
    const [asked, known] = runs.get(index) ?? [];
    if (known !== undefined && asked === configuration) return known;
    const doubts = new LiteralDoubts(index, configuration);
    runs.set(index, [configuration, doubts]);
    return doubts;
  }

  private constructor(index: ManifestIndex, configuration: GuardrailConfiguration) {
    this.#index = index;
    this.#isOff = isAllDeclared(configuration);
  }

  about(credential: CredentialSite): LiteralDoubt | undefined {
    const { form, site, key } = credential;
    if (this.#isOff || site.manifest.constructPath !== undefined || form === 'private-key') return undefined;
    if (isOtherLanguage(site.manifest)) return { why: 'unread' };
    const text = form === 'literal' ? textOf(credential) : undefined;
    if (text === undefined) return undefined;
    if (isReferenceShaped(text)) return { why: 'shaped' };
    this.#names ??= this.#read();
    const mayName = nameOfSeveral.test(text) || (/^[a-z]+$/.test(text) && isBesideName(key, site.manifest));
    if (mayName && this.#names.has(text)) return { why: 'named' };
    const alike = this.#ofFolders.get(key);
    if (
      alike &&
      isOfFolder(text, site.manifest) &&
      alike.own.size >= manyFolders &&
      alike.own.size * 5 >= alike.all.size * 4
    )
      return { why: 'ofFolder', count: alike.own.size };
    const count = this.#same.get(text) ?? 0;
    return count >= manyTimes ? { why: 'repeated', count } : undefined;
  }

  #read(): Set<string> {
    for (const credential of this.#index.credentialsIn(...places)) {
      const text = textOf(credential);
      if (text === undefined) continue;
      const { key, site } = credential;
      if (isOfWords(text)) this.#same.set(text, (this.#same.get(text) ?? 0) + 1);
      const alike = this.#ofFolders.get(key) ?? { own: new Set<string>(), all: new Set<string>() };
      this.#ofFolders.set(key, alike);
      alike.all.add(site.manifest.file);
      if (isOfFolder(text, site.manifest)) alike.own.add(site.manifest.file);
    }
    const { producers, references } = this.#index;
    return new Set([
      ...producers.all.flatMap(({ name, keys }) => [name, ...(keys ?? [])]),
      ...references.flatMap(({ name, key }) => (key === undefined ? [name] : [name, key])),
    ]);
  }
}

const runs = new WeakMap<ManifestIndex, readonly [GuardrailConfiguration, LiteralDoubts]>();

const partOfReference =
  /^(?:[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}|v?\d{1,4}|[A-Za-z]{1,24}\d{0,2}(?:[-_.][A-Za-z]{1,24}\d{0,2}){0,8})$/;

/**
 * `store:prod:/web/login`, `login@store#field`: names between signs, none of them random. A password of
 * people has at most one such sign between words.
 */
function isReferenceShaped(text: string): boolean {
  if (text.length > 300 || /\s/.test(text)) return false;
  const signs = text.match(/[/:#@|]+/g) ?? [];
  if (signs.length < 2) return false;
  const parts = text.split(/[/:#@|<>()[\]{}]+/).filter((part) => part !== '');
  return parts.length > 2 && parts.every((part) => partOfReference.test(part) && !isMixed(part));
}

/** Small and capital letters in turns, as no name has. */
const isMixed = (part: string): boolean => /[a-z][A-Z][a-z]?[A-Z]|[A-Z]{2}[a-z]+[A-Z]/.test(part);

/** Manifests as texts: one may have many such keys. */
const texts = new WeakMap<Manifest, string>();

/** `RUNTIME_SECRET_KEY: token` beside `RUNTIME_SECRET_NAME`: which key of which Secret. */
function isBesideName(key: string, manifest: Manifest): boolean {
  if (!/secret_?key$/i.test(key)) return false;
  const text = texts.get(manifest) ?? JSON.stringify(manifest.value);
  texts.set(manifest, text);
  return text.includes(`"${key.replace(/KEY$/, 'NAME').replace(/key$/i, 'Name')}"`);
}

/** Nobody gives one random text to twenty places and means words. */
const isOfWords = (text: string): boolean =>
  text.length <= 80 &&
  text.split(/[^A-Za-z0-9]/).every((part) => /^(?:[A-Z]?[a-z]{0,20}|[A-Z]{1,20}|\d{1,4})$/.test(part));

/**
 * `_start.py.tpl`, `_policy.yaml.tpl`: a file that a chart hands on, and what of a helper is no YAML. Shell
 * and settings are what is read line by line.
 */
function isOtherLanguage({ file, isDegraded }: Manifest): boolean {
  if (!/\.tpl$/i.test(file)) return false;
  const [, language] = /\.([a-z]+)\.tpl$/i.exec(file) ?? [];
  return language === undefined ? isDegraded === true : !/^(?:sh|bash|env|properties|ini|conf|cnf)$/i.test(language);
}

function textOf({ site: { manifest, path, innerPath } }: CredentialSite): string | undefined {
  const text = innerPath === undefined ? valueAt(manifest.value, path) : undefined;
  return typeof text === 'string' ? text.replace(/^[A-Za-z_][\w.]*=/, '') : undefined;
}

/** `ai/mlflow/…` and `ai-mlflow`. */
const isOfFolder = (text: string, { file }: Manifest): boolean => {
  const own = file
    .split('/')
    .slice(0, -1)
    .filter((step) => step.length > 3 && step !== 'values' && step !== 'templates');
  const last = text.toLowerCase();
  return own.slice(-2).some((step) => last === step || last.endsWith(`-${step}`) || last.endsWith(`/${step}`));
};
