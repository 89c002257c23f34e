import { suppressionAnnotation } from '../adoption/suppression-annotation.ts';
import { passwordWords } from '../credential/command-words.ts';
import type { CredentialForm } from '../credential/credential.ts';
import { plainLetters } from '../credential/plain-letters.ts';
import { stripReferences } from '../credential/strict/references.ts';
import { type StrictContext, strictVerdicts } from '../credential/strict/strict-judge.ts';
import { innerCredentials } from '../credential/structured-text.ts';
import type { FieldPath, JsonObject, JsonValue, Manifest } from '../manifest/manifest.ts';
import { isList, isObject, normalise, textAt } from '../manifest/normalise.ts';
import { readCarriedText } from '../reading/carried-text.ts';
import { ContainerVariables } from './container-variables.ts';
import { isNamingField, type Name, nameBelow, nameGivenBy, namesBeside } from './name-reach.ts';
import { openingsOf } from './openings.ts';
import { isFromPlainText, plainSources } from './plain-sources.ts';
import { settingHits } from './setting-lines.ts';
import type { StrictPlace, StrictSite, UnopenedSite } from './strict-site.ts';

/** What the manifests of a run hold, as far as a text may refer to it. */
export interface KnownNames {
  readonly secrets: ReadonlySet<string>;
  readonly dataKeys: ReadonlySet<string>;
  /** Tells a field that a rule of its own judges, such as a fixture map. */
  isJudgedElsewhere(manifest: Manifest, path: FieldPath): boolean;
}

/** Where a value stands. */
interface Standing {
  readonly place: StrictPlace;
  readonly name: Name | undefined;
  readonly variables: ContainerVariables | undefined;
  readonly isNaming: boolean;
  /** How many carriers were opened on the way. */
  readonly layer: number;
}

/** Carriers inside carriers that are opened; what lies deeper is an error. */
const mostLayers = 12;
const deepestField = 100;

/** Visits every text of every document, opening what it carries, and judges it by the rule that only references pass. */
export class StrictWalk {
  readonly sites: StrictSite[] = [];
  readonly unopened: UnopenedSite[] = [];
  readonly #known: KnownNames;
  /** Texts without a name that hold nothing: most of an environment's are those of another. */
  readonly #clean = new Set<string>();
  #manifest: Manifest | undefined;
  #path: (string | number)[] = [];
  /** Length of the part of the path that leads to the field; the rest is inside what it carries. */
  #outer = 0;
  #mounts: ReadonlySet<string> | undefined;

  constructor(known: KnownNames) {
    this.#known = known;
  }

  /** Visits one document that no other carries; `value` is what it holds, or what that comes to. */
  document(manifest: Manifest, value: JsonValue): void {
    this.#manifest = manifest;
    this.#path = [];
    this.#outer = 0;
    this.#mounts = undefined;
    const place = manifest.role === 'values' ? 'values' : manifest.role === 'kustomization' ? 'generator' : 'field';
    this.#visit(value, '', { place, name: undefined, variables: undefined, isNaming: false, layer: 0 });
  }

  #visit(value: JsonValue, key: string, standing: Standing): void {
    if (this.#path.length > deepestField) this.#tooDeep();
    else if (typeof value === 'string') this.#text(value, key, standing);
    else if (typeof value === 'number') this.#number(value, standing);
    else if (isList(value)) this.#list(value, key, standing);
    else if (isObject(value)) this.#map(value, key, standing);
  }

  #within(step: string | number, visit: () => void): void {
    this.#path.push(step);
    visit();
    this.#path.pop();
  }

  #map(map: JsonObject, key: string, outer: Standing): void {
    const kind = normalise(textAt(map, 'kind') ?? '');
    const isObjectOf = kind !== '' && ['apiVersion', 'metadata', 'data', 'stringData'].some((field) => field in map);
    const place = isObjectOf ? placeOfKind(kind, outer.place) : outer.place;
    const isContainer = /^(?:init|ephemeral)?containers$/i.test(key) && place !== 'values';
    const variables = ContainerVariables.of(map, isContainer) ?? outer.variables;
    const given = isFromPlainText(map) ? undefined : nameGivenBy(map);
    if (given === undefined && isFromPlainText(map)) this.#plainSource(map, { ...outer, place: 'env' });
    for (const { key: name, path } of plainSources(map)) this.#report('literal', name, { place: 'env' }, 0, path);
    if (isPrivateWebKey(map)) this.#report('private-key', key, outer, 0);
    const beside = namesBeside(map);
    const isFetched = 'remoteRef' in map || 'match' in map;
    for (const field in map) {
      const value = map[field];
      const name = normalise(field);
      if (value === undefined || value === null) {
        // What a reader of YAML took for a key: `{ password = "x" }`.
        if (/[=:]/.test(field)) this.#within(field, () => this.#text(field, '', { ...outer, place, name: undefined }));
        continue;
      }
      if (isFetched && name === 'secretkey' && typeof value === 'string' && /^[\w.-]{1,253}$/.test(value)) continue;
      this.#path.push(field);
      if (kind === 'secret' && isObjectOf && mayHoldData(name)) this.#secretData(value, field);
      else if (isSecretOfOthers(kind, name, value)) this.#secretData(value, field, true);
      else if (beside.has(field) && isList(value))
        this.#besides(value, beside.get(field) ?? [], field, { ...outer, place });
      else if (!this.#isJudgedElsewhere())
        this.#visit(value, field, {
          place: placeBelow(field, name, kind, value, place, key),
          name: nameBelow(field, value, outer.name, given),
          variables,
          isNaming: outer.isNaming || isNamingField(field),
          layer: outer.layer,
        });
      this.#path.pop();
    }
  }

  /** `{ name: DB_PASSWORD, valueFrom: { configMapKeyRef: … } }`: what it reads is as plain as if it stood there. */
  #plainSource(map: JsonObject, standing: Standing): void {
    const name = nameGivenBy({ name: map.name ?? null });
    if (name === undefined) return;
    this.#within('valueFrom', () => this.#report('literal', name, standing, 0));
  }

  #isJudgedElsewhere(): boolean {
    return (
      this.#manifest !== undefined &&
      this.#path.length === 2 &&
      this.#path[0] === 'data' &&
      this.#known.isJudgedElsewhere(this.#manifest, this.#path)
    );
  }

  /** A Secret holds nothing but credentials, whatever its keys are called. */
  #secretData(value: JsonValue, key: string, mayRefer = false): void {
    if (isObject(value))
      for (const field in value) this.#within(field, () => this.#secretData(value[field] ?? null, field, mayRefer));
    else if (isList(value))
      for (const [index, item] of value.entries()) this.#within(index, () => this.#secretData(item, key, mayRefer));
    else if (value !== null && value !== '' && !(mayRefer && isReference(value)))
      this.#report('literal', key, { place: 'secret-data' }, 0);
  }

  #besides(list: readonly JsonValue[], names: readonly (string | undefined)[], key: string, standing: Standing): void {
    for (const [index, item] of list.entries()) {
      const text = names[index];
      const name: Name | undefined = text === undefined ? undefined : { text, reach: 'value' };
      this.#within(index, () => this.#visit(item, key, { ...standing, name }));
    }
  }

  /** A list names its items as its field does, and may be words of a command: `[--password, x]`, `[password, x]`. */
  #list(list: readonly JsonValue[], key: string, standing: Standing): void {
    const words = list.map((item) => (typeof item === 'string' ? item : ''));
    const isCommand =
      /^(?:args|command|cmd|entrypoint|\w*args|\w*flags|\w*options)$/i.test(key) ||
      words.some((word) => word.startsWith('-'));
    const place =
      isCommand && standing.place !== 'values' && standing.place !== 'configmap' ? 'argument' : standing.place;
    const passwords = new Map(
      isCommand ? passwordWords(words).map(({ index, password }) => [index, password] as const) : [],
    );
    list.forEach((item, index) => {
      const word = words[index] ?? '';
      const before = words[index - 1] ?? '';
      const flag = /^--?([A-Za-z][\w.-]*)=?$/.exec(before)?.[1];
      const given =
        flag !== undefined && !word.startsWith('-')
          ? nameGivenBy({ name: flag })
          : list.length === 2 && index === 1
            ? nameGivenBy({ name: before })
            : undefined;
      const name: Name | undefined = passwords.has(index)
        ? { text: 'password', reach: 'value' }
        : given !== undefined
          ? { text: given, reach: flag === undefined ? 'about' : 'value' }
          : standing.name;
      this.#path.push(index);
      if (passwords.has(index)) this.#text(passwords.get(index) ?? '', key, { ...standing, place, name });
      else this.#visit(item, key, { ...standing, place, name });
      this.#path.pop();
    });
  }

  #number(value: number, standing: Standing): void {
    const { name } = standing;
    if (name !== undefined && strictVerdicts(name.text, value, this.#context(standing), name.reach).length > 0)
      this.#report('literal', name.text, standing, 0);
  }

  #text(given: string, key: string, standing: Standing): void {
    const { name, place } = standing;
    const isBare = name === undefined && standing.variables === undefined;
    if ((isBare && given.length < 8 && !/pin$/i.test(key)) || (isBare && this.#clean.has(given))) return;
    const isProgram = place === 'argument';
    const text = standing.variables?.expand(given, isProgram) ?? given;
    const before = this.sites.length + this.unopened.length;
    this.#judge(text, key, standing);
    if (
      isBare &&
      given.length < 4_000 &&
      this.sites.length + this.unopened.length === before &&
      this.#clean.size < 50_000
    )
      this.#clean.add(given);
  }

  #judge(text: string, key: string, standing: Standing): void {
    const { name } = standing;
    const documents = mayBeDocument(text, key)
      ? readCarriedText(text, key === suppressionAnnotation ? '' : key).documents
      : [];
    const isStructured =
      documents.length > 0 && (name === undefined || name.reach === 'about' || stripReferences(text).hasReference);
    if (!isStructured) {
      const verdicts = strictVerdicts(name?.text ?? key, text, this.#context(standing), name?.reach);
      for (const { form, offset } of verdicts.slice(0, text.includes('\n') ? undefined : 1))
        this.#report(form, name?.text ?? key, standing, offset);
      if (verdicts.length > 0) return;
    }
    if (this.#isTooDeep(standing, documents.length > 0)) return;
    const inside = { ...standing, name: undefined, layer: standing.layer + 1 };
    this.#inside(() => {
      for (const { value } of documents) this.#visit(value, '', inside);
    });
    if (documents.length === 0 || repeatsKeys(text, documents.length)) this.#lines(text, key, standing);
    this.#encoded(text, key, standing);
  }

  #lines(text: string, key: string, standing: Standing): void {
    if (!mayHoldSettings.test(text) || isAddress.test(key)) return;
    const isQuery = /^(?:expr|expression|query|promql|logql|legendFormat)$/.test(key);
    const plain = plainLetters(text).replace(/<!\[CDATA\[([^\]]{0,10000})\]\]>/g, (whole: string, inner: string) =>
      inner.padEnd(whole.length),
    );
    // A suppression names its rule before the reason; the names of some rules denote credentials.
    const beside = isQuery ? /\{[^{}]*\}/g : key === suppressionAnnotation ? /^[^:\n]*:/gm : undefined;
    const settings = beside ? plain.replace(beside, (found) => ' '.repeat(found.length)) : plain;
    const strict = {
      ...this.#context(standing),
      isProgram: true,
      isProse: isProse(settings, key) && standing.place !== 'argument',
    };
    const found = innerCredentials(key, settings, { strict }).filter(({ form }) => form !== 'hash');
    for (const { form, offset, key: name, innerPath } of found)
      this.#report(form, name ?? key, standing, offset, innerPath);
    const lines = new Set(found.map(({ offset }) => settings.lastIndexOf('\n', offset - 1)));
    for (const { key: name, offset } of settingHits(key, settings, strict))
      if (!lines.has(settings.lastIndexOf('\n', offset - 1))) this.#report('literal', name, standing, offset);
  }

  #encoded(text: string, key: string, standing: Standing): void {
    for (const { content, isWhole } of openingsOf(text)) {
      if (content.kind === 'too-large') this.#tooDeep();
      else if (content.kind === 'private-key') this.#report('private-key', standing.name?.text ?? key, standing, 0);
      else if (!this.#isTooDeep(standing, true)) {
        const inside = { ...standing, name: isWhole ? standing.name : undefined, layer: standing.layer + 1 };
        this.#inside(() => this.#text(content.text, isWhole ? key : '', inside));
      }
    }
  }

  /** What is visited meanwhile stands inside the field that the path leads to. */
  #inside(visit: () => void): void {
    const outer = this.#outer;
    if (outer === 0) this.#outer = this.#path.length;
    visit();
    this.#outer = outer;
  }

  #isTooDeep({ layer }: Standing, mayHoldMore: boolean): boolean {
    if (layer < mostLayers || !mayHoldMore) return false;
    this.#tooDeep();
    return true;
  }

  #tooDeep(): void {
    const path = this.#outer === 0 ? [...this.#path] : this.#path.slice(0, this.#outer);
    if (this.#manifest !== undefined) this.unopened.push({ manifest: this.#manifest, path });
  }

  #report(
    form: CredentialForm,
    key: string,
    { place }: Pick<Standing, 'place'>,
    offset: number,
    inner: FieldPath = [],
  ): void {
    if (this.#manifest === undefined) return;
    const end = this.#outer === 0 ? this.#path.length : this.#outer;
    const path = this.#path.slice(0, end);
    this.sites.push({
      manifest: this.#manifest,
      place,
      form,
      key,
      path,
      innerPath: [...this.#path.slice(end), ...inner],
      offset,
    });
  }

  #context({ isNaming, place }: Standing): StrictContext {
    const { secrets, dataKeys } = this.#known;
    return {
      isSecretName: (text) =>
        secrets.has(text.slice(text.lastIndexOf('/') + 1)) && /^(?:[a-z0-9.-]+\/)?[a-z0-9.-]+$/.test(text),
      isDataKey: (text) => dataKeys.has(text),
      isMounted: (path) => this.#isMounted(path),
      isNaming,
      isProgram: place === 'argument',
    };
  }

  #isMounted(path: string): boolean {
    this.#mounts ??= mountPathsOf(this.#manifest?.value ?? {});
    for (const mount of this.#mounts) if (path.startsWith(`${mount.replace(/\/$/, '')}/`)) return true;
    return false;
  }
}

/** Kinds of other operators that become Secrets, and what they make them of. */
const isSecretOfOthers = (kind: string, name: string, value: JsonValue): boolean =>
  isObject(value) &&
  (name === 'stringdata' ||
    (name === 'data' &&
      /secret$/.test(kind) &&
      !/^(?:cluster)?externalsecret$|^pushsecret$|^sealedsecret$/.test(kind)));

function isReference(value: JsonValue): boolean {
  if (typeof value !== 'string') return false;
  const { residue, hasReference } = stripReferences(value);
  return hasReference && !/[\p{L}\p{N}]/u.test(residue);
}

/** @see https://www.rfc-editor.org/rfc/rfc7517 */
const isPrivateWebKey = ({ kty, d, k }: JsonObject): boolean =>
  typeof kty === 'string' &&
  [d, k].some((part) => typeof part === 'string' && part.length >= 16 && !stripReferences(part).hasReference);

/** Only the last of equal keys of JSON is in its document. */
const repeatsKeys = (text: string, documents: number): boolean => {
  if (documents !== 1 || text.length > 200_000 || !/^\s*\{/.test(text)) return false;
  const keys = [...text.matchAll(/"((?:[^"\\]|\\.)*)"\s{0,4}:/g)].map(([, key]) => key);
  try {
    return keys.length > new Set(keys).size && keys.length > countKeys(JSON.parse(text) as JsonValue);
  } catch {
    return false;
  }
};

function countKeys(value: JsonValue): number {
  if (isList(value)) return value.reduce<number>((count, item) => count + countKeys(item), 0);
  if (!isObject(value)) return 0;
  return Object.values(value).reduce<number>((count, item) => count + 1 + countKeys(item), 0);
}

const otherFields = new Set(['apiversion', 'kind', 'metadata', 'type', 'immutable']);
const mayHoldData = (name: string): boolean => !otherFields.has(name);

function placeOfKind(kind: string, outer: StrictPlace): StrictPlace {
  if (kind === 'configmap') return 'configmap';
  if (kind === 'secret') return 'secret-data';
  if (kind === 'kustomization') return 'generator';
  return outer === 'values' || outer === 'configmap' || outer === 'annotation' ? outer : 'field';
}

function placeBelow(
  field: string,
  name: string,
  kind: string,
  value: JsonValue,
  place: StrictPlace,
  parent: string,
): StrictPlace {
  if (name === 'annotations') return 'annotation';
  if (name === 'template' && kind.endsWith('externalsecret')) return 'template';
  if (name === 'helm' || (name === 'values' && kind === 'helmrelease')) return 'values';
  if (name === 'template' && parent === 'target' && place === 'field') return 'template';
  if (place === 'field' && /^env(?:ironment)?$/i.test(field) && typeof value === 'object') return 'env';
  if (place === 'secret-data' && name === 'metadata') return 'field';
  return place;
}

const mayHoldSettings = /[=:@\n\t|]|^\s*[{[<]|(?:^|\s)--?[A-Za-z]/;

const mayBeDocument = (text: string, key: string): boolean =>
  text.length >= 8 &&
  (text.includes('\n') || /^\s*[{[]/.test(text) || /\.(?:ya?ml|json|properties|env|ini|cfg|cnf|conf|toml)$/i.test(key));

/** Fields of one address, whose parts a colon parts. */
const isAddress = /^(?:image|repository|digest|chart)$/i;

/** Fields that tell people something. */
const telling = /(?:desc(?:ription)?|summary|message|title|documentation|note|help|comment|purpose|reason)s?$/i;

/** A sentence in which a colon is a colon; only where people are told something may it follow the first word. */
const isProse = (text: string, key: string): boolean =>
  !text.includes('\n') &&
  (telling.test(key) ? /^["']?[A-Za-z][a-z']*[:.]?(?:[ ,]+\S+){3,}/ : /^["']?[A-Za-z][a-z']*(?:[ ,]+\S+){3,}/).test(
    text,
  ) &&
  !/[=;|{}$]|\s--?\w/.test(text);

function mountPathsOf(value: JsonValue, found = new Set<string>()): Set<string> {
  if (isList(value)) for (const item of value) mountPathsOf(item, found);
  else if (isObject(value))
    for (const field in value) {
      const inner = value[field] ?? null;
      if (field === 'mountPath' && typeof inner === 'string' && inner.startsWith('/') && inner.length > 1)
        found.add(inner);
      else mountPathsOf(inner, found);
    }
  return found;
}
