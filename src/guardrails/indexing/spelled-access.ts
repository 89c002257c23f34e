import type { AccessMapDocument, VaultPolicy } from '../../model/documents/access-map.ts';
import { groupBy } from '../../model/group-by.ts';
import {
  maySpellVault,
  type SpelledPolicy,
  type SpelledRole,
  type SpelledVault,
  vaultOfObject,
  vaultOfScript,
} from '../knowledge/spelled-vault.ts';
import type { IndexedObject } from './indexed-object.ts';
import { scriptsIn } from './scripts.ts';
import type { SecretStore } from './secret-store.ts';

type Capability = VaultPolicy['rules'][number]['capabilities'][number];

const capabilities: readonly Capability[] = ['create', 'read', 'update', 'delete', 'list'];
const everything: VaultPolicy['rules'] = [{ path: '*', capabilities: [...capabilities] }];

/**
 * Roles and policies of Vault that the tree spells for other tools: in scripts, Terraform, files in HCL and
 * resources of operators. What is not spelled there may be anywhere else.
 */
export class SpelledAccess {
  readonly #known = new Map<SecretStore, AccessMapDocument | undefined>();
  readonly #roles: ReadonlyMap<string, readonly SpelledRole[]>;
  readonly #policies: ReadonlyMap<string, readonly SpelledPolicy[]>;

  /** @param outside what files say that are no manifests */
  constructor(objects: readonly IndexedObject[], outside: SpelledVault) {
    const found: SpelledVault[] = [outside];
    for (const { value, apiVersion } of objects)
      if (/^vault\.banzaicloud|^redhatcop|upbound\.io\//.test(apiVersion)) found.push(vaultOfObject(value));
    for (const { text } of scriptsIn(objects)) if (maySpellVault(text)) found.push(vaultOfScript(text));
    this.#roles = groupBy(
      found.flatMap(({ roles }) => roles),
      ({ name }) => name,
    );
    this.#policies = groupBy(
      found.flatMap(({ policies }) => policies),
      ({ name }) => name,
    );
  }

  /**
   * Returns the role of a store and its policies, in the form of an access map; `undefined` where nothing
   * spells the role.
   *
   * Several that spell one role may be about several Vaults: what one of them allows is allowed.
   */
  of(store: SecretStore): AccessMapDocument | undefined {
    if (!this.#known.has(store)) this.#known.set(store, this.#access(store));
    return this.#known.get(store);
  }

  #access({ vault }: SecretStore): AccessMapDocument | undefined {
    const spelled = vault?.role === undefined ? undefined : this.#roles.get(vault.role);
    if (vault?.role === undefined || spelled === undefined) return undefined;
    // Without a ServiceAccount the operator logs in as itself, wherever it runs.
    const isOfOperator = vault.serviceAccount === undefined;
    const all = (list: 'serviceAccounts' | 'namespaces'): string[] =>
      isOfOperator || spelled.some((role) => role[list] === undefined)
        ? ['*']
        : spelled.flatMap((role) => role[list] ?? []);
    const names = spelled.some(({ policies }) => policies === undefined)
      ? []
      : [...new Set(spelled.flatMap(({ policies }) => policies ?? []))];
    const policies =
      names.length === 0
        ? [{ name: 'unknown', rules: everything }]
        : names.map((name) => ({ name, rules: this.#rules(name) }));
    return {
      kind: 'AccessMap',
      version: 1,
      environment: '',
      mount: vault.mount ?? '',
      authMount: '',
      roles: [
        {
          name: vault.role,
          serviceAccounts: all('serviceAccounts'),
          namespaces: all('namespaces'),
          policies: policies.map(({ name }) => name),
        },
      ],
      policies,
    };
  }

  #rules(name: string): VaultPolicy['rules'] {
    const spelled = this.#policies.get(name);
    // What Vault itself gives everyone.
    if (spelled === undefined && name === 'default') return [];
    if (spelled === undefined || spelled.some(({ rules }) => rules === undefined)) return everything;
    return spelled.flatMap(({ rules = [] }) =>
      rules.map(({ path, capabilities: given }) => ({
        path,
        capabilities: capabilities.filter((one) => given.includes(one)),
      })),
    );
  }
}
