/** What can change between two rendered trees, each with the title of its lines. */
export const changeKinds = {
  'environment-added': 'Environment is new',
  'environment-removed': 'Environment is gone',
  'environment-lifecycle': 'Environment becomes ephemeral or regulated',
  'environment-namespace': 'Environment moves to another namespace or cluster',
  'vault-moved': 'Vault is elsewhere',
  'vault-operator': 'Vault is operated or unsealed otherwise',
  'vault-server': 'Server of Vault changes',
  'configurator-changed': 'Configurator of Vault changes',
  'vault-login': 'Login to Vault changes',
  'upstream-changed': 'Upstream store changes',
  'engine-changed': 'Engine of Vault changes',
  'previews-changed': 'Previews change',
  'component-added': 'Component is new',
  'component-removed': 'Component is gone',
  'component-disabled': 'Component is off',
  'component-phase': 'Component moves to another phase',
  'component-owner': 'Component has another owner',
  'component-moved': 'Component moves to another namespace or folder',
  'secret-added': 'Secret is new',
  'secret-removed': 'Secret is gone',
  'secret-component': 'Secret belongs to another component',
  'secret-external-secret': 'Secret is written by another ExternalSecret',
  'secret-key-added': 'Secret has a new key',
  'secret-key-removed': 'Secret loses a key',
  'secret-key-rekeyed': 'Key of a Secret comes from other Vault keys',
  'secret-key-fetched': 'Key of a Secret is fetched otherwise',
  'secret-template': 'Template of a Secret changes',
  'secret-store': 'Secret comes through another store',
  'secret-refresh': 'Secret is refreshed at another interval',
  'secret-policy': 'Secret is created, merged or deleted otherwise',
  'secret-other': 'ExternalSecret changes otherwise',
  'delivered-added': 'Secret of others is new',
  'delivered-removed': 'Secret of others is gone',
  'delivered-changed': 'Secret of others has other keys or another writer',
  'key-added': 'Vault key is new',
  'key-removed': 'Vault key is declared no more',
  'key-origin': 'Vault key has another origin',
  'key-writer': 'Vault key has another writer',
  'key-recipe': 'Vault key has another recipe',
  'key-upstream': 'Vault key is copied from another upstream name',
  'key-required': 'Upstream value becomes required or optional',
  'key-encoding': 'Vault key is stored in another encoding',
  'key-unread': 'Reason of an unread Vault key changes',
  'key-other': 'Declaration of a Vault key changes otherwise',
  'policy-added': 'Policy is new',
  'policy-removed': 'Policy is gone',
  'policy-widened': 'Policy allows more',
  'policy-narrowed': 'Policy allows less',
  'role-added': 'Role is new',
  'role-removed': 'Role is gone',
  'role-widened': 'Role admits or allows more',
  'role-narrowed': 'Role admits or allows less',
  'store-added': 'Store is new',
  'store-removed': 'Store is gone',
  'store-changed': 'Store changes',
  'program-changed': 'Program of the cluster changes',
  'rbac-widened': 'Kubernetes role allows more',
  'rbac-narrowed': 'Kubernetes role allows less',
  'object-added': 'Object is new',
  'object-removed': 'Object is gone',
  'object-changed': 'Object changes',
  'values-added': 'Values of a chart are new',
  'values-removed': 'Values of a chart are gone',
  'values-changed': 'Values of a chart change',
  'document-changed': 'Environment document changes otherwise',
} as const;
export type ChangeKind = keyof typeof changeKinds;

/** What follows from a change. */
export interface Consequence {
  /**
   * `person`: somebody must do something; `vault-write`: a program writes into Vault; `access`: somebody may
   * read or write more than before; `restart`: a workload needs the new value.
   */
  readonly type: 'person' | 'vault-write' | 'access' | 'restart';
  /** One sentence without a value. */
  readonly text: string;
}

/** One thing that is otherwise in an environment. */
export interface Change {
  readonly kind: ChangeKind;
  /** Name of the environment; `""` for what belongs to none. */
  readonly environment: string;
  /** What it is about, such as `Secret ledger-db` or `Vault key ledger-db-password`. */
  readonly subject: string;
  /** What is otherwise: names, paths and kinds, never a value. */
  readonly what: string;
  readonly follows: readonly Consequence[];
}

/** A change before it is known where it is. */
export type LocalChange = Omit<Change, 'environment'>;

/** Two sets of the same things by name: what only one has, and what both have. */
export interface Matched<T> {
  readonly added: readonly (readonly [string, T])[];
  readonly removed: readonly (readonly [string, T])[];
  readonly kept: readonly { readonly name: string; readonly before: T; readonly after: T }[];
}

/** Matches two sets by name, sorted. */
export function match<T>(before: ReadonlyMap<string, T>, after: ReadonlyMap<string, T>): Matched<T> {
  const names = [...new Set([...before.keys(), ...after.keys()])].sort();
  const added: (readonly [string, T])[] = [];
  const removed: (readonly [string, T])[] = [];
  const kept: { name: string; before: T; after: T }[] = [];
  for (const name of names) {
    const old = before.get(name);
    const now = after.get(name);
    if (old !== undefined && now !== undefined) kept.push({ name, before: old, after: now });
    else if (now !== undefined) added.push([name, now]);
    else if (old !== undefined) removed.push([name, old]);
  }
  return { added, removed, kept };
}

/** Names in a sentence. */
export const list = (names: readonly string[], limit = 12): string =>
  names.length <= limit ? names.join(', ') : `${names.slice(0, limit).join(', ')} and ${names.length - limit} more`;

/** Makes a change. */
export const change = (
  kind: ChangeKind,
  subject: string,
  what: string,
  follows: readonly Consequence[] = [],
): LocalChange => ({ kind, subject, what, follows });

export const person = (text: string): Consequence => ({ type: 'person', text });
export const vaultWrite = (text: string): Consequence => ({ type: 'vault-write', text });
export const access = (text: string): Consequence => ({ type: 'access', text });
export const restart = (text: string): Consequence => ({ type: 'restart', text });
