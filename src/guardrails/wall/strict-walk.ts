import { suppressionAnnotation } from '../adoption/suppression-annotation.ts';
import type { CredentialPlace } from '../credential/credential-place.ts';
import { stripReferences } from '../credential/strict/references.ts';
import { type StrictContext, strictVerdicts } from '../credential/strict/strict-judge.ts';
import type { CredentialForm } from '../credential/verdict.ts';
import type { FieldPath, JsonObject, JsonValue, Manifest } from '../manifest/manifest.ts';
import { isList, isObject } from '../manifest/normalise.ts';
import { readCarriedText } from '../reading/carried-text.ts';
import { ContainerVariables } from './container-variables.ts';
import { lineCredentials } from './line-credentials.ts';
import { type Name, nameBelow, nameGivenBy, namesBeside, surveyOf, traitsOf } from './name-reach.ts';
import {
  isPrivateWebKey,
  isReference,
  isSecretOfOthers,
  mayHoldData,
  placeBelow,
  placeOfKind,
} from './object-kinds.ts';
import { openingsOf } from './openings.ts';
import { isFromPlainText, plainSources } from './plain-sources.ts';
import { StrictContexts } from './strict-contexts.ts';
import type { KnownNames, StrictSite, UnopenedSite } from './strict-site.ts';
import { isTooShort, mayBeDocument, nestsDeeper, repeatsKeys } from './text-shape.ts';
import { isCommand, namesOfWords } from './word-names.ts';

/** Where a value stands. */
interface Standing {
  readonly place: CredentialPlace;
  readonly name: Name | undefined;
  readonly variables: ContainerVariables | undefined;
  readonly isNaming: boolean;
  /** How many carriers were opened on the way. */
  readonly layer: number;
}

/** Carriers inside carriers that are opened; what lies deeper is an error. */
const mostLayers = 12;
const deepestField = 100;
const isContainers = /^(?:init|ephemeral)?containers$/i;

/**
 * Visits every text of every document, opening what it carries, and judges it by the rule that only
 * references pass.
 */
export class StrictWalk {
  readonly sites: StrictSite[] = [];
  readonly unopened: UnopenedSite[] = [];
  readonly #known: KnownNames;
  /**
   * Texts in which nothing was found, by all that the judgement of a text without a name depends on: most of
   * an environment's are those of another.
   */
  readonly #clean = new Map<string, Set<string>>();
  readonly #contexts: StrictContexts;
  #manifest: Manifest | undefined;
  #path: (string | number)[] = [];
  /** Length of the part of the path that leads to the field; the rest is inside what it carries. */
  #outer = 0;

  constructor(known: KnownNames) {
    this.#known = known;
    this.#contexts = new StrictContexts(known);
  }

  /** Visits one document that no other carries; `value` is what it holds, or what that comes to. */
  document(manifest: Manifest, value: JsonValue): void {
    this.#manifest = manifest;
    this.#path = [];
    this.#outer = 0;
    this.#contexts.enter(manifest.value);
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
    const { kind, hasEnvironment, hasHeading, mayName } = surveyOf(map);
    const isObjectOf = kind !== '' && ['apiVersion', 'metadata', 'data', 'stringData'].some((field) => field in map);
    const place = isObjectOf ? placeOfKind(kind, outer.place) : outer.place;
    const isContainer = isContainers.test(key) && place !== 'values';
    const variables =
      (hasEnvironment || isContainer ? ContainerVariables.of(map, isContainer) : undefined) ?? outer.variables;
    const isPlain = 'valueFrom' in map && isFromPlainText(map);
    const given = mayName && !isPlain ? nameGivenBy(map) : undefined;
    if (isPlain) this.#plainSource(map, { ...outer, place: 'env' });
    if ('envFrom' in map || 'volumes' in map)
      for (const { key: name, path } of plainSources(map)) this.#report('literal', name, { place: 'env' }, 0, path);
    if ('kty' in map && isPrivateWebKey(map)) this.#report('private-key', key, outer, 0);
    const beside = hasHeading ? namesBeside(map) : undefined;
    const isFetched = 'remoteRef' in map || 'match' in map;
    for (const field in map) {
      const value = map[field];
      if (typeof value === 'boolean') continue;
      const traits = traitsOf(field);
      const { normal, isNaming } = traits;
      if (value === undefined || value === null) {
        // What a reader of YAML took for a key: `{ password = "x" }`.
        if (/[=:]/.test(field)) this.#within(field, () => this.#text(field, '', { ...outer, place, name: undefined }));
        continue;
      }
      if (isFetched && normal === 'secretkey' && typeof value === 'string' && /^[\w.-]{1,253}$/.test(value)) continue;
      const name = nameBelow(field, traits, value, outer.name, given);
      const isSecret = kind === 'secret' && isObjectOf && mayHoldData(normal);
      if (name === undefined && variables === undefined && !isSecret && isTooShort(value, field)) continue;
      this.#path.push(field);
      if (isSecret) this.#secretData(value, field);
      else if ((normal === 'data' || normal === 'stringdata') && isSecretOfOthers(kind, normal, value))
        this.#secretData(value, field, true);
      else if (beside?.has(field) && isList(value))
        this.#besides(value, beside.get(field) ?? [], field, { ...outer, place });
      else if (!this.#isJudgedElsewhere())
        this.#visit(value, field, {
          place: placeBelow(field, normal, kind, value, place, key),
          name,
          variables,
          isNaming: outer.isNaming || isNaming,
          layer: outer.layer,
        });
      this.#path.pop();
    }
  }

  /**
   * `{ name: DB_PASSWORD, valueFrom: { configMapKeyRef: … } }`: what it reads is as plain as if it stood
   * there.
   */
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

  /** A Secret holds nothing but credentials, under any key. */
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

  /** A list names its items as its field does, where what stands before them says no more. */
  #list(list: readonly JsonValue[], key: string, standing: Standing): void {
    const isOfCommand = isCommand(key, list);
    const isArgument = isOfCommand && standing.place !== 'values' && standing.place !== 'configmap';
    const named = namesOfWords(list, isOfCommand);
    for (const [index, item] of list.entries()) {
      const { name = standing.name, text } = named.get(index) ?? {};
      const place = isArgument ? 'argument' : standing.place;
      this.#within(index, () => this.#visit(text ?? item, key, { ...standing, place, name }));
    }
  }

  #number(value: number, standing: Standing): void {
    const { name } = standing;
    if (name !== undefined && strictVerdicts(name.text, value, this.#context(standing), name.reach).length > 0)
      this.#report('literal', name.text, standing, 0);
  }

  #text(given: string, key: string, standing: Standing): void {
    const { name, place } = standing;
    const isBare = name === undefined && standing.variables === undefined;
    const clean = isBare ? this.#cleanAt(key, standing) : undefined;
    if ((isBare && isTooShort(given, key)) || clean?.has(given)) return;
    const isProgram = place === 'argument';
    const text = standing.variables?.expand(given, isProgram) ?? given;
    const before = this.sites.length + this.unopened.length;
    this.#judge(text, key, standing);
    if (this.sites.length + this.unopened.length === before) clean?.add(given);
  }

  #cleanAt(key: string, { place, isNaming, layer }: Standing): Set<string> {
    const at = `${place} ${isNaming} ${layer} ${key}`;
    const known = this.#clean.get(at);
    if (known) return known;
    const clean = new Set<string>();
    this.#clean.set(at, clean);
    return clean;
  }

  #judge(text: string, key: string, standing: Standing): void {
    const { name } = standing;
    const documents = mayBeDocument(text, key)
      ? readCarriedText(text, key === suppressionAnnotation ? '' : key).documents
      : [];
    // What is too deep for the reader of documents is too deep for anybody who has to see what it holds.
    if (documents.length === 0 && nestsDeeper(text, deepestField)) this.#tooDeep();
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
    for (const { form, offset, key: name, innerPath } of lineCredentials(key, text, this.#context(standing)))
      this.#report(form, name ?? key, standing, offset, innerPath);
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
    return this.#contexts.of(isNaming, place === 'argument');
  }
}
