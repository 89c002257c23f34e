import { suppressionAnnotation } from '../adoption/suppression-annotation.ts';
import { stripReferences } from '../credential/strict/references.ts';
import { type StrictContext, strictVerdicts } from '../credential/strict/strict-judge.ts';
import { isAboutCredential, isLabelText, strictDenotation } from '../credential/strict/strict-names.ts';
import type { JsonObject, JsonValue, Manifest } from '../manifest/manifest.ts';
import { isList, isObject } from '../manifest/normalise.ts';
import { readCarriedText } from '../reading/carried-text.ts';
import { CleanTexts } from './clean-texts.ts';
import { ContainerVariables } from './container-variables.ts';
import { GivenValues } from './given-values.ts';
import { lineCredentials } from './line-credentials.ts';
import { keyCredential, loginIn } from './logins.ts';
import { headings, type Name, nameBelow, nameGivenBy, namesBeside, surveyOf, traitsOf } from './name-reach.ts';
import { isPrivateWebKey, isSecretOfOthers, mayHoldData, placeBelow, placeOfKind } from './object-kinds.ts';
import { openingsOf } from './openings.ts';
import { isFromPlainText, reportPlainSources } from './plain-sources.ts';
import { reportSecretData } from './secret-data.ts';
import { secretHits } from './secret-lines.ts';
import { formHits } from './setting-lines.ts';
import { judgedAs, type Standing } from './standing.ts';
import { StrictContexts } from './strict-contexts.ts';
import type { KnownNames, LabelSite, StrictSite, UnopenedSite } from './strict-site.ts';
import { isShownToPeople, isTooShort, mayBeDocument, nestsDeeper, repeatsKeys } from './text-shape.ts';
import { textsWithin } from './texts-within.ts';
import { WalkReport } from './walk-report.ts';
import { isCommand, namesOfWords, scriptWithWords } from './word-names.ts';

/** Carriers inside carriers that are opened; what lies deeper is an error. */
const mostLayers = 12;
const deepestField = 100;
const isContainers = /^(?:init|ephemeral)?containers$/i;

/**
 * Visits every text of every document, opening what it carries, and judges it by the rule that only
 * references pass.
 */
export class StrictWalk {
  readonly #report = new WalkReport();
  readonly #known: KnownNames;
  readonly #clean = new CleanTexts();
  readonly #contexts: StrictContexts;
  /** What the document gives to names of its own, and what the documents give that it carries. */
  #given: readonly GivenValues[] = [];

  constructor(known: KnownNames) {
    this.#known = known;
    this.#contexts = new StrictContexts(known);
  }

  get sites(): readonly StrictSite[] {
    return this.#report.sites;
  }

  get labels(): readonly LabelSite[] {
    return this.#report.labels;
  }

  get unopened(): readonly UnopenedSite[] {
    return this.#report.unopened;
  }

  /** Visits one document that no other carries; `value` is what it holds, or what that comes to. */
  document(manifest: Manifest, value: JsonValue): void {
    this.#report.start(manifest);
    this.#contexts.enter(manifest.value);
    this.#given = [new GivenValues(value, manifest.role === 'values')];
    const place = manifest.role === 'values' ? 'values' : manifest.role === 'kustomization' ? 'generator' : 'field';
    this.#visit(value, '', { place, name: undefined, variables: undefined, isNaming: false, layer: 0 });
  }

  #visit(value: JsonValue, key: string, standing: Standing): void {
    if (this.#report.path.length > deepestField) this.#report.addUnopened('too-much');
    else if (typeof value === 'string') this.#text(value, key, standing);
    else if (typeof value === 'number') this.#number(value, standing);
    else if (isList(value)) this.#list(value, key, standing);
    else if (isObject(value)) this.#map(value, key, standing);
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
    reportPlainSources(this.#report, map, isPlain);
    if ('kty' in map && isPrivateWebKey(map)) this.#report.add('private-key', key, outer.place);
    const beside = hasHeading ? namesBeside(map) : undefined;
    const isFetched = 'remoteRef' in map || 'match' in map;
    const isShown = outer.isShown === true || isShownToPeople(key);
    for (const field in map) {
      const value = map[field];
      const login = keyCredential(field, value, key, outer.name);
      if (login !== undefined) this.#report.add('literal', login, place);
      if (typeof value === 'boolean') continue;
      const traits = traitsOf(field);
      const { normal, isNaming } = traits;
      if (value === undefined || value === null) {
        // What a reader of YAML took for a key: `{ password = "x" }`.
        if (/[=:]/.test(field))
          this.#report.within(field, () => this.#text(field, '', { ...outer, place, name: undefined }));
        continue;
      }
      if (isFetched && normal === 'secretkey' && typeof value === 'string' && /^[\w.-]{1,253}$/.test(value)) continue;
      const name =
        nameBelow(field, traits, value, outer.name, given) ??
        (normal === 'name' && isAboutCredential(key) ? { text: key, reach: 'about' as const } : undefined);
      const isSecret = kind === 'secret' && isObjectOf && mayHoldData(normal, 'metadata' in map);
      if (name === undefined && variables === undefined && !isSecret && isTooShort(value, field)) continue;
      this.#report.within(field, () => {
        if (isSecret) reportSecretData(this.#report, value, field);
        else if ((normal === 'data' || normal === 'stringdata') && isSecretOfOthers(kind, normal, value))
          reportSecretData(this.#report, value, field, true);
        else if (beside?.has(field) && isList(value))
          this.#besides(value, beside.get(field) ?? [], field, { ...outer, place });
        else if (!this.#isJudgedElsewhere())
          this.#visit(value, field, {
            place: placeBelow(field, normal, kind, value, place, key),
            name,
            variables,
            isNaming: outer.isNaming || isNaming,
            layer: outer.layer,
            isShown,
          });
      });
    }
  }

  #isJudgedElsewhere(): boolean {
    const { manifest, path } = this.#report;
    return (
      manifest !== undefined &&
      path.length === 2 &&
      path[0] === 'data' &&
      this.#known.isJudgedElsewhere(manifest, [...path])
    );
  }

  /** A list, or the rows of a table, whose items are named by their places. */
  #besides(list: readonly JsonValue[], names: readonly (string | undefined)[], key: string, standing: Standing): void {
    for (const [index, item] of list.entries()) {
      const text = names[index];
      const name: Name | undefined = text === undefined ? undefined : { text, reach: 'value' };
      this.#report.within(index, () => {
        if (isList(item)) this.#besides(item, names, key, standing);
        else this.#visit(item, key, { ...standing, name });
      });
    }
  }

  /** A list names its items as its field does, where what stands before them says no more. */
  #list(list: readonly JsonValue[], key: string, standing: Standing): void {
    const outer = standing.name?.scope === 'given' ? undefined : standing.name;
    const [first] = list;
    if (list.length > 1 && isList(first) && headings(first).some((name) => name !== undefined) && list.every(isList))
      this.#besides(list.slice(1), headings(first), key, standing);
    // `basicAuth: [admin, x]`
    if (outer?.scope === 'login' && list.length === 2 && list.every((item) => typeof item === 'string'))
      this.#besides(list, [undefined, 'password'], key, standing);
    const isOfCommand = isCommand(key, list);
    const isArgument = isOfCommand && standing.place !== 'values' && standing.place !== 'configmap';
    const named = namesOfWords(list, isOfCommand, standing.isPair === true);
    const isPair = list.every((item) => isList(item) && item.length === 2);
    for (const [index, item] of list.entries()) {
      const { name = outer, text = scriptWithWords(list, index, isOfCommand) } = named.get(index) ?? {};
      const place = isArgument ? 'argument' : standing.place;
      this.#report.within(index, () => this.#visit(text ?? item, key, { ...standing, place, name, isPair }));
    }
    if (isOfCommand) this.#line(list, { ...standing, place: isArgument ? 'argument' : standing.place });
  }

  /** The words of a command as one line, for the commands that are known by more than one word. */
  #line(list: readonly JsonValue[], standing: Standing): void {
    const line = list.filter((item) => typeof item === 'string' && !item.includes('\n')).join(' ');
    const [hit] = formHits(standing.variables?.expand(line, true) ?? line, this.#context(standing));
    if (hit !== undefined) this.#report.add('literal', hit.key, standing.place);
  }

  #number(value: number, standing: Standing): void {
    const { name, place } = standing;
    if (name !== undefined && strictVerdicts(judgedAs(name), value, this.#context(standing), name.reach).length > 0)
      this.#report.add('literal', name.text, place);
  }

  #text(given: string, key: string, standing: Standing): void {
    const { name, place } = standing;
    const isBare = name === undefined && standing.variables === undefined;
    const clean = isBare ? this.#clean.at(key, standing) : undefined;
    if ((isBare && isTooShort(given, key)) || clean?.has(given)) return;
    const expanded = standing.variables?.expand(given, place === 'argument') ?? given;
    const mayRefer = name !== undefined || place === 'argument' || given.startsWith('#!');
    const text = mayRefer ? this.#given.reduce((one, values) => values.expand(one), expanded) : expanded;
    const before = this.#report.count;
    this.#judge(text, key, standing);
    if (this.#report.count === before) clean?.add(given);
  }

  #judge(text: string, key: string, standing: Standing): void {
    const { place } = standing;
    const name = standing.name?.scope === 'login' ? undefined : standing.name;
    if (standing.name?.scope === 'login') {
      const offset = loginIn(text, this.#context(standing));
      if (offset !== undefined) {
        this.#report.add('literal', standing.name.text, place, offset);
        return;
      }
    }
    const documents = mayBeDocument(text, key)
      ? readCarriedText(text, key === suppressionAnnotation ? '' : key).documents
      : [];
    // What is too deep for the reader of documents is too deep for anybody who has to see what it holds.
    if (documents.length === 0 && nestsDeeper(text, deepestField)) this.#report.addUnopened('too-much');
    const isStructured =
      documents.length > 0 && (name === undefined || name.reach === 'about' || stripReferences(text).hasReference);
    const isLabel = standing.isShown === true && name !== undefined && isLabelText(text);
    if (isLabel) this.#report.addLabel();
    else if (!isStructured) {
      const isScript = name === undefined && (/\.(?:ba|z|k)?sh$/.test(key) || text.startsWith('#!'));
      const verdicts = strictVerdicts(judgedAs(name) ?? key, text, this.#context(standing, isScript), name?.reach);
      for (const { form, offset } of verdicts.slice(0, text.includes('\n') ? undefined : 1))
        this.#report.add(form, name?.text ?? key, place, offset);
      if (verdicts.length > 0) return;
    }
    if (this.#isTooDeep(standing, documents.length > 0)) return;
    const isShown = standing.isShown === true || isShownToPeople(key);
    const inside = { ...standing, name: undefined, layer: standing.layer + 1, isShown };
    const before = this.#report.count;
    this.#report.inside(() => {
      const outer = this.#given;
      for (const { value } of documents) {
        if (/\$\{|%\(|\{\{/.test(text)) this.#given = [...outer, new GivenValues(value, true)];
        this.#visit(value, '', inside);
        this.#given = outer;
      }
    });
    if (documents.length === 0 || repeatsKeys(text, documents.length)) this.#lines(text, key, standing);
    // `db:5432:app:app:x` is no pair of a key and a value, though it can be read as one.
    else if (this.#report.count === before && !/^\s*[[{]/.test(text))
      for (const hit of [...formHits(text, this.#context(standing)), ...secretHits(text)])
        this.#report.add('literal', hit.key, place, hit.offset);
    this.#encoded(text, key, standing);
  }

  #lines(text: string, key: string, standing: Standing): void {
    for (const { form, offset, key: name, innerPath } of lineCredentials(key, text, this.#context(standing)))
      this.#report.add(form, name ?? key, standing.place, offset, innerPath);
    for (const hit of secretHits(text)) this.#report.add('literal', hit.key, standing.place, hit.offset);
    if (this.#isTooDeep(standing, false)) return;
    for (const inner of textsWithin(text)) {
      const named = strictDenotation(inner.name) === 'credential';
      const name: Name | undefined = named ? { text: inner.name, reach: 'value' } : undefined;
      const body = named ? inner.text.trim() : inner.text;
      this.#report.part(inner.offset, () =>
        this.#text(body, inner.name, { ...standing, name, layer: standing.layer + 1 }),
      );
    }
  }

  #encoded(text: string, key: string, standing: Standing): void {
    for (const { content, isWhole } of openingsOf(text)) {
      if (content.kind === 'too-large') this.#report.addUnopened('too-much');
      else if (content.kind === 'unreadable') this.#report.addUnopened('unreadable');
      else if (content.kind === 'private-key')
        this.#report.add('private-key', standing.name?.text ?? key, standing.place);
      else if (!this.#isTooDeep(standing, true)) {
        const inside = { ...standing, name: isWhole ? standing.name : undefined, layer: standing.layer + 1 };
        this.#report.inside(() => this.#text(content.text, isWhole ? key : '', inside));
      }
    }
  }

  #isTooDeep({ layer }: Standing, mayHoldMore: boolean): boolean {
    if (layer < mostLayers || !mayHoldMore) return false;
    this.#report.addUnopened('too-much');
    return true;
  }

  #context({ isNaming, place }: Standing, isScript = false): StrictContext {
    return this.#contexts.of(isNaming, isScript || place === 'argument');
  }
}
