import { passwordWords } from '../credential/command-words.ts';
import { type JudgementContext, judge } from '../credential/credential.ts';
import type { CredentialPlace } from '../credential/credential-place.ts';
import { denotationOf } from '../credential/key-name.ts';
import { innerCredentials } from '../credential/structured-text.ts';
import type { Surroundings } from '../credential/surroundings.ts';
import { type InnerCredential, isNumberedLine } from '../credential/text-lines.ts';
import type { CredentialForm, Doubt, Verdict } from '../credential/verdict.ts';
import type { FieldPath, JsonValue, Manifest } from '../manifest/manifest.ts';
import { isList, isObject } from '../manifest/normalise.ts';
import { TextMemo } from '../manifest/text-memo.ts';
import type { IndexedObject } from './indexed-object.ts';
import type { Site } from './site.ts';

/** A text that the judgement takes for a credential; the text itself is not kept. */
export interface CredentialSite {
  readonly place: CredentialPlace;
  readonly form: CredentialForm;
  readonly key: string;
  /** What the text could as well be. */
  readonly doubt?: Doubt;
  readonly site: Site;
}

/** Where a leaf stands, as far as the judgement cares. */
export interface LeafContext {
  readonly manifest: Manifest;
  readonly object: IndexedObject | undefined;
  readonly place: CredentialPlace;
  /**
   * True where the fields are those of a configuration tree, whose values may be names of Secrets and keys.
   */
  readonly mayBeName: boolean;
  /** What the map says in which the field stands. */
  readonly says?: Surroundings;
  /** True below the examples of a description: what is none by its content shows what a value looks like. */
  readonly isSample?: boolean;
  /** Recognises a field whose text was read as a document of its own. */
  readonly isCarried?: (path: FieldPath) => boolean;
}

/** Collects the credentials of a walk over all manifests. */
export class CredentialCollector {
  readonly sites: CredentialSite[] = [];
  /**
   * What constructs render for one environment has mostly the fields and values of another; in files that
   * people write that costs more than it saves.
   */
  readonly #verdicts = new TextMemo<readonly Verdict[]>(4_000_000);
  /** Long texts come again: a program or a dashboard is in every environment. */
  readonly #inners = new TextMemo<readonly InnerCredential[]>(8_000_000);

  /** Judges one leaf under the key that names it. */
  leaf(
    { manifest, object, place, mayBeName, says, isSample }: LeafContext,
    key: string,
    value: JsonValue,
    path: FieldPath,
  ): void {
    if (typeof value !== 'string' && typeof value !== 'number') return;
    // `OPERATOR_SECRET: operator`: the Secret has the name of who reads it.
    if (value === object?.name && denotationOf(key) === 'credential-or-name' && place !== 'secret-data') return;
    const use: JudgementContext = {
      mayBeName,
      isListItem: typeof path.at(-1) === 'number',
      isCommand: place === 'argument',
      isRendered: manifest.constructPath !== undefined,
      says,
    };
    const add = ({ form, offset, doubt: own }: Verdict, name: string, innerPath?: FieldPath): void => {
      if (manifest.constructPath === undefined && isLabelOfObject(path, value)) return;
      const isShown = isSample === true && (form === 'literal' || form === 'default');
      const isPassing = isShown || isThrowaway(manifest.file, form, lineAt(String(value), offset));
      const doubt = own ?? (isPassing ? 'placeholder' : undefined);
      // The texts of an interface say "Password" in every language.
      if (manifest.purpose === 'texts' && (form === 'literal' || form === 'default')) return;
      // `--set auth.password=x`: what a chart prints where a value is missing.
      if (manifest.file.endsWith('.tpl') && /--set\b/.test(wholeLine(String(value), offset))) return;
      if (use.isRendered !== true && sample.test(lineAt(String(value), offset))) return;
      this.sites.push({
        place,
        form,
        key: name,
        ...(doubt && { doubt }),
        site: {
          manifest,
          path: [...path],
          ...(object && { object }),
          offset,
          ...(innerPath && { innerPath }),
        },
      });
    };
    const verdicts = use.isRendered === true ? this.#judge(key, value, use) : judge(key, value, use);
    if (typeof value !== 'string') {
      for (const verdict of verdicts) add(verdict, key);
      return;
    }
    if (verdicts.length > 0 && !value.includes('\n')) {
      const [first] = verdicts;
      if (first) add(first, key);
      return;
    }
    const before = this.sites.length;
    const inner =
      (mayHoldSettings(value) || isNumberedLine(key)) && !query.test(key) ? this.#inner(key, value, use) : [];
    for (const verdict of inner) add(verdict, verdict.key ?? key, verdict.innerPath);
    if (inner.length === 0) for (const verdict of verdicts) add(verdict, key);
    if (this.sites.length > before || !mayBeEncoded(value)) return;
    const settings = decode(value);
    const [hidden] = settings === undefined || control.test(settings) ? [] : this.#inner('', settings, use);
    if (hidden) add({ ...hidden, offset: 0 }, key);
  }

  #judge(key: string, value: string | number, context: JudgementContext): readonly Verdict[] {
    // What is so short and has no name is nothing: to remember that costs more than to see it.
    if (typeof value !== 'string' || (value.length < 8 && denotationOf(key) === undefined))
      return judge(key, value, context);
    const { mayBeName, isListItem, isCommand, says = '' } = context;
    const as = `${mayBeName ? 'n' : ''}${isListItem ? 'l' : ''}${isCommand ? 'c' : ''}${says}\0${key}`;
    return this.#verdicts.of(as, value, () => judge(key, value, context));
  }

  #inner(key: string, text: string, use: JudgementContext): readonly InnerCredential[] {
    const { mayBeName = false, isCommand = false, isRendered = false } = use;
    const context = { mayBeName, isCommand, isRendered };
    if (!isRendered && text.length < longText) return innerCredentials(key, text, context);
    const as = `${mayBeName ? 'n' : ''}${isCommand ? 'c' : ''}${isRendered ? 'r' : ''}\0${key}`;
    return this.#inners.of(as, text, () => innerCredentials(key, text, context));
  }

  /** Judges one `key=value` of a generator, whose value quotes may enclose. */
  literal(context: LeafContext, literal: string, path: FieldPath): void {
    const equals = literal.indexOf('=');
    const value = literal.slice(equals + 1).replace(/^(["'])([\s\S]*)\1$/, '$2');
    // What a ConfigMap is made of is often taken into other fields, names among it.
    const mayBeName = path.includes('configMapGenerator');
    this.leaf({ ...context, mayBeName }, equals < 0 ? '' : literal.slice(0, equals), value, path);
  }

  /**
   * Judges the data of a Secret: base64 under `data`, plain text under `stringData`, of any shape.
   */
  secretData(context: LeafContext, value: JsonValue, path: FieldPath, isEncoded: boolean, key = ''): void {
    if (context.isCarried?.(path) === true) return;
    if (isObject(value)) {
      for (const [name, child] of Object.entries(value))
        this.secretData(context, child, [...path, name], isEncoded, name);
    } else if (isList(value)) {
      value.forEach((child, index) => {
        this.secretData(context, child, [...path, index], isEncoded, key);
      });
    } else {
      const decoded = isEncoded && typeof value === 'string' ? decode(value) : undefined;
      const before = this.sites.length;
      this.leaf(context, key.trim(), decoded ?? value, path);
      if (decoded !== undefined && this.sites.length > before) this.keepFirst(before, path, context, key);
    }
  }

  /** For base64 the line of the key is all there is to show. */
  private keepFirst(before: number, path: FieldPath, { manifest, object, place }: LeafContext, key: string): void {
    const [first] = this.sites.splice(before);
    if (first) {
      const { form, doubt } = first;
      const site = { manifest, path: [...path], ...(object && { object }) };
      this.sites.push({ place, form, key, ...(doubt && { doubt }), site });
    }
  }

  /**
   * Judges command words, a list of them or a single one: `--password=x`, `--password` followed by `x`,
   * scripts.
   */
  words(context: LeafContext, value: JsonValue, path: FieldPath): void {
    const words = isList(value) ? value : [value];
    const passwords = new Map(
      words.some((word) => typeof word === 'string' && shortOption.test(word))
        ? passwordWords(words.map((word) => (typeof word === 'string' ? word : ''))).map(
            ({ index, password }) => [index, password] as const,
          )
        : [],
    );
    words.forEach((word, index) => {
      if (typeof word !== 'string') return;
      const next = words[index + 1];
      const here = isList(value) ? [...path, index] : path;
      if (passwords.has(index)) {
        this.leaf(context, 'password', passwords.get(index) ?? '', here);
        return;
      }
      const flag = /^--?([A-Za-z][\w.-]*)$/.exec(word);
      if (flag && (typeof next === 'string' || typeof next === 'number') && !String(next).startsWith('-'))
        this.leaf(context, flag[1] ?? '', next, [...path, index + 1]);
      const pair = /^(?:-D|--?(?:(?:set|set-string|from-literal|env|build-arg)=)?)?([A-Za-z_][\w.-]*)=([\s\S]*)$/.exec(
        word,
      );
      if (pair && !word.includes('\n') && !goesOn.test(pair[2] ?? '')) {
        const before = this.sites.length;
        this.leaf(context, pair[1] ?? '', pair[2] ?? '', here);
        if (this.sites.length > before) return;
      }
      this.leaf(context, '', word, here);
    });
  }
}

/** `labels: { token: root }`: what selects is told by words. */
const isLabelOfObject = (path: FieldPath, text: string | number): boolean =>
  /^(?:(?:match|pod|common|external|static)?labels|(?:node|pod|label)?selector)$/i.test(String(path.at(-2))) &&
  /^[A-Za-z]+(?:[-_.][A-Za-z]+)*$/.test(String(text));

/** Files by which a forge runs pipelines. */
const pipeline =
  /(?:^|\/)(?:\.(?:github|gitlab|circleci|buildkite|woodpecker|semaphore)\/|(?:\.gitlab-ci|\.travis|\.drone|\.woodpecker|\.cirrus|azure-pipelines|bitbucket-pipelines|appveyor|cloudbuild)[\w.-]*\.ya?ml$)/;

/** `POSTGRES_PASSWORD: postgres` of a service that lives as long as a run of a pipeline; a token is none. */
const isThrowaway = (file: string, form: CredentialForm, line: string): boolean =>
  (form === 'literal' || form === 'url' || form === 'default') &&
  pipeline.test(file) &&
  !line.split(/[^A-Za-z0-9+_=]+/).some((word) => word.length >= 12 && /\d.*\d/.test(word) && /[A-Za-z]/.test(word));

/** Characters from which on a text is remembered. */
const longText = 4_000;

/** `TOKEN=$(login); curl …`: a script, which is read as one, and no word. */
const goesOn = /(?:[;|]|&&)\s{0,20}[a-z]/;

/** `-p` and the like, without which no program takes a password unnamed; `--user` is the long form of one. */
const shortOption = /^(?:-[A-Za-z]|--(?:proxy-)?user$)/;

/** What vendors print in their documentation for everyone. */
const sample = /\bA[KS]IA\w{9}EXAMPLE\b|\bwJalrXUtnFEMI\/K7MDENG\/bPxRfiCYEXAMPLEKEY\b/i;
const wholeLine = (text: string, offset: number): string => lineAt(text, text.lastIndexOf('\n', offset - 1) + 1);
const lineAt = (text: string, offset: number): string => text.slice(offset).split('\n', 1)[0] ?? '';

/** Fields with an expression of a query language, in which `{token="x"}` selects. */
const query = /^(?:expr|expression|query|promql|logql|legendFormat)$/;

const mayHoldSettings = (text: string): boolean =>
  // Most texts are one name.
  /[\s=:{[<]|^-/.test(text) &&
  (text.includes('\n') ||
    text.includes('=') ||
    /^\s*[{[<]/.test(text) ||
    /^\s*[\w.-]+: \S/.test(text) ||
    /\w["']?: ?["']/.test(text) ||
    /(?:^|\s)--?[A-Za-z]/.test(text));

/** Base64 of a whole settings file, such as people put where a template or a program decodes it. */
const mayBeEncoded = (text: string): boolean =>
  text.length >= 16 && text.length < 1_000_000 && /^[A-Za-z0-9+/\s]+(?:=\s*(?:=\s*)?)?$/.test(text);

// biome-ignore lint/suspicious/noControlCharactersInRegex: what holds them is no text
const control = /[\0-\x08\x0e-\x1f\x7f]/;

/**
 * Decodes base64 of text; `undefined` for what is no base64, so that a template or a plain text is judged as
 * it stands.
 */
function decode(text: string): string | undefined {
  const packed = text.replace(/\s+/g, '');
  if (packed === '' || packed.length % 4 !== 0 || !/^[A-Za-z0-9+/]+={0,2}$/.test(packed)) return undefined;
  const decoded = Buffer.from(packed, 'base64').toString('utf8');
  return decoded.includes('\uFFFD') || decoded.includes('\0') ? undefined : decoded;
}
