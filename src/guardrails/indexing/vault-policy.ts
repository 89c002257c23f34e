import type { VaultPolicy } from '../../model/documents/access-map.ts';

type PolicyRule = VaultPolicy['rules'][number];

/**
 * Returns whether a path of a Vault policy covers an API path: `*` at the end is any rest, `+` one segment.
 * @see https://developer.hashicorp.com/vault/docs/concepts/policies#policy-syntax
 */
export function policyCovers(rule: string, path: string): boolean {
  const isPrefix = rule.endsWith('*');
  const wanted = (isPrefix ? rule.slice(0, -1) : rule).split('/');
  const given = path.split('/');
  if (isPrefix ? given.length < wanted.length : given.length !== wanted.length) return false;
  return wanted.every((segment, index) => {
    const actual = given[index] ?? '';
    if (segment === '+') return actual !== '';
    return isPrefix && index === wanted.length - 1 ? actual.startsWith(segment) : actual === segment;
  });
}

/**
 * The rules of some policies, found by path without trying each: exact paths are looked up, only wildcards
 * are tried.
 */
export class PolicyRules {
  readonly #exact = new Map<string, PolicyRule[]>();
  readonly #wild: PolicyRule[] = [];

  constructor(policies: readonly VaultPolicy[]) {
    for (const rule of policies.flatMap(({ rules }) => rules)) {
      if (isWildcard(rule.path)) this.#wild.push(rule);
      else this.#exact.set(rule.path, [...(this.#exact.get(rule.path) ?? []), rule]);
    }
  }

  /** Returns whether any rule gives the capability on the path. */
  allow(apiPath: string, capability: PolicyRule['capabilities'][number]): boolean {
    const rules = [
      ...(this.#exact.get(apiPath) ?? []),
      ...this.#wild.filter(({ path }) => policyCovers(path, apiPath)),
    ];
    return rules.some(({ capabilities }) => capabilities.includes(capability));
  }
}

export const isWildcard = (path: string): boolean => path.endsWith('*') || path.split('/').includes('+');
