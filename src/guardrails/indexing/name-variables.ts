import { objectAt } from '../manifest/normalise.ts';
import type { IndexedObject } from './indexed-object.ts';

const variable = /\$\{(\w{1,200})(?:(:?[-=])([^}]{0,300}))?\}/g;
const longest = 500;

/** What Flux puts into the names of objects, wherever it applies them. */
export class NameVariables {
  readonly #values = new Map<string, Set<string>>();

  /**
   * Collects `postBuild.substitute` of every Flux Kustomization.
   * @see https://fluxcd.io/flux/components/kustomize/kustomizations/#post-build-variable-substitution
   */
  constructor(objects: readonly IndexedObject[]) {
    for (const { kindKey, apiVersion, value } of objects) {
      if (kindKey !== 'kustomization' || !apiVersion.startsWith('kustomize.toolkit.fluxcd.io/')) continue;
      for (const [name, text] of Object.entries(objectAt(value, 'spec', 'postBuild', 'substitute')))
        if (typeof text === 'string' && !text.includes('${'))
          this.#values.set(name, (this.#values.get(name) ?? new Set()).add(text));
    }
  }

  /** Lists the names that a name with one variable can become; none where nothing shows them. */
  namesOf(name: string): string[] {
    const found = [...name.matchAll(variable)];
    const [, key = '', , fallback] = found[0] ?? [];
    if (found.some(([, other]) => other !== key)) return [];
    const values = [...(this.#values.get(key) ?? []), ...(fallback ? [fallback] : [])];
    return values.slice(0, longest).map((value) => name.replace(variable, () => value));
  }
}

/**
 * `{{ include "shop.fullname" . }}`: by the usual helper the name of the release, which holds that of the
 * chart.
 */
const fullName = /\{\{-?\s{0,20}(?:include|template)\s{1,20}"([\w-]{1,200})\.(?:fullname|name)"[^}]{0,300}\}\}/g;

/** `{{ printf "%s-ks-etc" $name | quote }}`: what is fixed of a name that a template formats. */
const formatted = /\{\{-?[^{}]{0,300}?\bprintf\s{1,20}"([^"{}]{1,200})"[^{}]{0,300}\}\}/g;
const verbs = /%[-+ #0-9.]{0,8}[a-z]/g;

const parts = /\{\{.{0,300}?\}\}|\$\{[^}]{0,300}\}|\$\([^)]{0,300}\)|<[^>]{0,300}>/g;

/**
 * Makes the pattern of the names that a template can give, where enough of the name stands fixed to tell it
 * from others.
 */
export function patternOf(text: string): RegExp | undefined {
  // Each part more than a few would multiply the ways in which a name is tried.
  if (text.length > 1_000 || text.split(parts).length > 6) return undefined;
  const charts = [...text.matchAll(fullName)].map(([, chart = '']) => chart);
  if (charts.length > 0) {
    const [before = '', after = ''] = text.replace(fullName, '\0').split('\0');
    if (!/[{}$]/.test(before + after)) {
      const escaped = [before, charts[0] ?? '', after].map((part) => part.replace(/[^\w]/g, '\\$&'));
      return new RegExp(`^${escaped[0]}(?:[\\w.-]+-)?${escaped[1]}(?:-[\\w.-]+)?${escaped[2]}$`);
    }
  }
  const name = text.replace(formatted, (_, format: string) => format.replace(verbs, '{{}}'));
  const fixed = name.replace(parts, '');
  if (fixed.length < 3 || /[{}$]/.test(fixed)) return undefined;
  const escaped = name.split(parts).map((part) => part.replace(/[^\w]/g, '\\$&'));
  return new RegExp(`^${escaped.join('.+')}$`);
}
