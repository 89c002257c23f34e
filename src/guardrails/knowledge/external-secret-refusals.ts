// biome-ignore-all lint/suspicious/noTemplateCurlyInString: a group of a regular expression
import type { FieldPath, JsonObject, JsonValue } from '../manifest/manifest.ts';
import { fieldOf, isObject, listAt, normalise, objectAt, textAt } from '../manifest/normalise.ts';

const source = 'https://github.com/external-secrets/external-secrets/blob/';
const validator = `${source}v0.20.4/apis/externalsecrets/v1/externalsecret_validator.go`;

/** One shape of an ExternalSecret that the operator's admission webhook refuses. */
export interface Refusal {
  /** What is refused, as the end of a sentence that begins with the field. */
  readonly says: string;
  /** First version that refuses it. */
  readonly since: string;
  readonly page: string;
  /** True where a template may still bring what is missing. */
  readonly isAbsence?: true;
  /** Lists the refused fields of a spec. */
  find(spec: JsonObject): readonly FieldPath[];
}

const entries = (spec: JsonObject, refuses: (entry: JsonValue) => boolean): FieldPath[] =>
  listAt(spec, 'dataFrom').flatMap((entry, index) => (refuses(entry) ? [['dataFrom', index]] : []));
const has = (entry: JsonValue | undefined, field: string): boolean => isObject(fieldOf(entry, field));
const policyOf = (spec: JsonObject, field: string): string => normalise(textAt(spec, 'target', field) ?? '');
const templateOf = (spec: JsonObject): JsonObject => objectAt(spec, 'target', 'template');
const isSecretTarget = (spec: JsonObject): boolean => {
  const manifest = fieldOf(objectAt(spec, 'target'), 'manifest');
  return !isObject(manifest) || (textAt(manifest, 'kind') === 'Secret' && textAt(manifest, 'apiVersion') === 'v1');
};

/** What the webhook refuses, by version. */
export const refusals = [
  {
    says: 'fetches nothing: either data or dataFrom must list something',
    since: 'v0.9.5',
    page: validator,
    isAbsence: true,
    find: (spec: JsonObject): FieldPath[] =>
      listAt(spec, 'data').length === 0 && listAt(spec, 'dataFrom').length === 0 ? [[]] : [],
  },
  {
    says: 'has neither extract, find nor sourceRef',
    since: 'v0.9.0',
    page: validator,
    isAbsence: true,
    find: (spec: JsonObject): FieldPath[] =>
      entries(spec, (entry) => !['extract', 'find', 'sourceRef'].some((field) => has(entry, field))),
  },
  {
    says: 'has more than one of extract, find and generatorRef',
    since: 'v0.9.0',
    page: validator,
    find: (spec: JsonObject): FieldPath[] =>
      entries(spec, (entry) => {
        const generated = has(fieldOf(entry, 'sourceRef'), 'generatorRef');
        return [has(entry, 'extract'), has(entry, 'find'), generated].filter(Boolean).length > 1;
      }),
  },
  {
    says: 'has a sourceRef without generatorRef or storeRef',
    since: 'v0.9.0',
    page: validator,
    isAbsence: true,
    find: (spec: JsonObject): FieldPath[] =>
      entries(spec, (entry) => {
        const reference = fieldOf(entry, 'sourceRef');
        return isObject(reference) && !has(reference, 'generatorRef') && !has(reference, 'storeRef');
      }),
  },
  {
    says: 'is Delete, which needs creationPolicy Owner',
    since: 'v0.5.0',
    page: validator,
    find: (spec: JsonObject): FieldPath[] =>
      policyOf(spec, 'deletionPolicy') === 'delete' &&
      ['merge', 'none', 'createormerge'].includes(policyOf(spec, 'creationPolicy'))
        ? [['target', 'deletionPolicy']]
        : [],
  },
  {
    says: 'is Merge, and creationPolicy None leaves nothing to merge with',
    since: 'v0.5.0',
    page: validator,
    find: (spec: JsonObject): FieldPath[] =>
      policyOf(spec, 'deletionPolicy') === 'merge' && policyOf(spec, 'creationPolicy') === 'none'
        ? [['target', 'deletionPolicy']]
        : [],
  },
  {
    says: 'makes a token that outlives its creator',
    since: 'v2.5.0',
    page: `${source}v2.5.0/apis/externalsecrets/v1/externalsecret_validator.go`,
    find: (spec: JsonObject): FieldPath[] => {
      const template = templateOf(spec);
      const type = textAt(template, 'type');
      const account = textAt(template, 'metadata', 'annotations', 'kubernetes.io/service-account.name');
      const isToken = type === 'kubernetes.io/service-account-token' && account !== undefined;
      return isToken || type === 'bootstrap.kubernetes.io/token' ? [['target', 'template', 'type']] : [];
    },
  },
  {
    says: 'is none of Data, Labels and Annotations, which a Secret has',
    since: 'v2.9.0',
    page: `${source}v2.9.0/apis/externalsecrets/v1/externalsecret_validator.go`,
    find: (spec: JsonObject): FieldPath[] =>
      !isSecretTarget(spec)
        ? []
        : listAt(templateOf(spec), 'templateFrom').flatMap((entry, index) =>
            /^(?:data|labels|annotations)?$/i.test(textAt(entry, 'target') ?? '')
              ? []
              : [['target', 'template', 'templateFrom', index, 'target']],
          ),
  },
  {
    says: 'names a group that its source does not have, so that every key becomes the same; write ${1} before a letter or underscore',
    since: 'v0.5.0',
    page: 'https://external-secrets.io/latest/guides/datafrom-rewrite/',
    find: (spec: JsonObject): FieldPath[] =>
      listAt(spec, 'dataFrom').flatMap((entry, index) =>
        listAt(entry, 'rewrite').flatMap((step, at) => {
          const regexp = objectAt(step, 'regexp');
          return hasUnknownGroup(textAt(regexp, 'source') ?? '', textAt(regexp, 'target') ?? '')
            ? [['dataFrom', index, 'rewrite', at, 'regexp', 'target']]
            : [];
        }),
      ),
  },
] as const satisfies readonly Refusal[];

/**
 * Go takes the longest run of letters, digits and underscores after `$` for the name of a group.
 * @see https://pkg.go.dev/regexp#Regexp.Expand
 */
function hasUnknownGroup(pattern: string, replacement: string): boolean {
  const bare = pattern.replace(/\\./g, '').replace(/\[[^\]]{0,200}\]/g, '');
  const named = new Set([...bare.matchAll(/\(\?P?<(\w+)>/g)].map(([, name]) => name));
  const count = [...bare.matchAll(/\((?!\?)|\(\?P?</g)].length;
  return [...replacement.replaceAll('$$', '').matchAll(/\$(?:\{(\w+)\}|(\w+))/g)].some(([, braced, plain]) => {
    const group = braced ?? plain ?? '';
    return /^\d+$/.test(group) ? Number(group) > count : !named.has(group);
  });
}
