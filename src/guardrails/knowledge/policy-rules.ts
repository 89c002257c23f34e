import { oldPolicyForms } from '../../model/documents/old-policy-forms.ts';
import type { JsonValue } from '../manifest/manifest.ts';
import { listAt, objectAt } from '../manifest/normalise.ts';

/** What a policy allows on a path. */
export interface PolicyPath {
  readonly path: string;
  readonly capabilities: readonly string[];
}

/**
 * Reads a policy in HCL or JSON; `undefined` where it is none, or a template decides on its paths.
 * @see https://developer.hashicorp.com/vault/docs/concepts/policies#policy-syntax
 */
export function policyRules(text: string): readonly PolicyPath[] | undefined {
  if (text.trimStart().startsWith('{')) return rulesOfJson(text);
  const plain = withoutComments(text);
  const blocks = [...plain.matchAll(/\bpath\s{0,20}"([^"\n]{1,500})"\s{0,20}\{([^{}]{0,5000})\}/g)];
  const rules = blocks.map(([, path = '', body = '']) => ({
    path: path.replace(/^\//, ''),
    capabilities: capabilitiesIn(body),
  }));
  if (rules.length === 0) return undefined;
  return rules.some(({ path, capabilities }) => /\{\{|\$\{/.test(path) || capabilities === undefined)
    ? undefined
    : rules.map(({ path, capabilities = [] }) => ({ path, capabilities }));
}

function rulesOfJson(text: string): readonly PolicyPath[] | undefined {
  let paths: JsonValue | undefined;
  try {
    paths = objectAt(JSON.parse(text) as JsonValue, 'path');
  } catch {
    return undefined;
  }
  const rules = Object.entries(paths).map(([path, rule]) => ({
    path,
    capabilities: texts(listAt(rule, 'capabilities')),
  }));
  return rules.length > 0 && rules.every(({ capabilities }) => capabilities !== undefined)
    ? rules.map(({ path, capabilities = [] }) => ({ path, capabilities }))
    : undefined;
}

export function capabilitiesIn(body: string): readonly string[] | undefined {
  const [, list] = /capabilities"?\s{0,20}[:=]\s{0,20}\[([^\]]{0,1000})\]/.exec(body) ?? [];
  if (list !== undefined) return wordsIn(list);
  const [, old] = /\bpolicy"?\s{0,20}[:=]\s{0,20}"(\w+)"/.exec(body) ?? [];
  return old === undefined ? undefined : oldPolicyForms[old];
}

/** The words of a list; `undefined` where one is no plain text. */
export function wordsIn(list: string): string[] | undefined {
  const items = list
    .split(',')
    .map((item) => item.trim())
    .filter((item) => item !== '');
  const words = items.map((item) => /^["']([^"'$]{1,253})["']$/.exec(item)?.[1]);
  return words.every((word) => word !== undefined) ? words : undefined;
}

const withoutComments = (text: string): string =>
  text.replace(/\/\*[\s\S]{0,20000}?\*\//g, ' ').replace(/(^|\s)(?:#|\/\/)[^\n]*/g, '$1');

/** Returns a list as it is; `undefined` where it is empty or a variable decides. */
export const plainTexts = (list: readonly string[]): string[] | undefined =>
  list.length > 0 && list.every((one) => one !== '' && !/\$\{|\{\{/.test(one)) ? [...list] : undefined;

/** Returns the texts of a list; `undefined` where it holds anything else, or a variable decides. */
export const texts = (list: readonly JsonValue[]): string[] | undefined =>
  list.every((one) => typeof one === 'string') ? plainTexts(list as readonly string[]) : undefined;
