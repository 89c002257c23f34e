import { type Diagnostic, sortDiagnostics } from '../../../model/diagnostics/diagnostic.ts';
import { bootstrapRole } from '../../../model/documents/ceremony-access.ts';
import { parseKeyId } from '../../../model/documents/coordinates.ts';
import type { EnvironmentDocument } from '../../../model/documents/environment-document.ts';
import type { FixtureEntry } from '../../../model/documents/fixture-map.ts';
import { secondsOfGoDuration } from '../../../model/go-duration.ts';
import { groupBy } from '../../../model/group-by.ts';
import { isObject } from '../../../model/json-record.ts';
import { vaultError } from '../../clients/vault/vault-client.ts';
import { type CommandCode, commandProblem } from '../../problems/command-problem.ts';
import type { VaultAccess } from '../../reconcile/resource.ts';
import { inParallel } from '../../run/in-parallel.ts';
import { namesAt } from '../drift/names-at.ts';
import { fetches } from '../rendered/vault-readers.ts';
import { Grants } from './granted.ts';
import { type Identity, identitiesOf } from './identities.ts';
import { type EntryHistory, entryHistory } from './key-ages.ts';
import { type PolicyRule, policyRules } from './policy-rules.ts';

/** Somebody who can read a key. */
export interface KeyReader extends Pick<Identity, 'kind' | 'name' | 'bound'> {
  /** Policies that grant it, by themselves or together. */
  readonly policies: readonly string[];
  /** Whether the rendered environment says so. */
  readonly isDeclared: boolean;
}

/** A component that brings a key into the cluster. */
export interface KeyComponent {
  readonly name: string;
  readonly owner: string;
  /** Reference of the decision that allows it, where it is a shared bundle. */
  readonly approval?: string;
}

/** State of a key beside its maximum age. */
export type AgeState = 'within' | 'exceeded' | 'no-maximum' | 'unknown';

/** What is known of one Vault key. */
export interface KeyEvidence {
  /** Id of the key. */
  readonly key: string;
  readonly mount: string;
  readonly path: string;
  readonly property: string;
  readonly origin: FixtureEntry['origin'];
  readonly writer: string;
  readonly readers: readonly KeyReader[];
  /** Of its entry, which is written as a whole. */
  readonly history: EntryHistory;
  /** Seconds since the newest version was written. */
  readonly ageSeconds?: number;
  /** As it is declared. */
  readonly maxAge?: string;
  readonly age: AgeState;
  /** Components whose ExternalSecrets read it, each with the team that answers for it. */
  readonly components: readonly KeyComponent[];
}

/** A decision that is on record. */
export interface ApprovalEvidence {
  readonly component: string;
  readonly owner: string;
  readonly date: string;
  readonly reason: string;
  readonly backlog: string;
}

export interface Evidence {
  readonly keys: readonly KeyEvidence[];
  readonly approvals: readonly ApprovalEvidence[];
  /** What could not be looked at. */
  readonly notes: readonly string[];
  readonly findings: readonly Diagnostic[];
}

/** Requests at once. */
const atOnce = 8;

/**
 * Collects who can read each key, from policies, roles and bindings as they are in Vault; when it was
 * changed; and who approved. It reads only, and no value.
 * @param now milliseconds since 1970
 * @throws VW5001–VW5004 where policies or roles cannot be read
 */
export async function collectEvidence(
  access: VaultAccess,
  document: EnvironmentDocument,
  now: number,
): Promise<Evidence> {
  const findings: Diagnostic[] = [];
  const find = (code: CommandCode, what: string, vaultPath?: string): void => {
    const place = { environment: document.name, ...(vaultPath !== undefined && { vaultPath }) };
    findings.push(commandProblem(code, what, place));
  };
  const policies = await policiesOf(access);
  for (const [name, rules] of policies)
    if (!rules)
      find('VW5268', `The policy "${name}" cannot be read; whoever has it is taken for a reader of every key`);
  const { found, notes } = await identitiesOf(access);
  const able = found.map((identity) => new Able(identity, policies));
  const own = Object.entries(document.keys).flatMap(([key, entry]) => {
    const { store = '', path, property } = parseKeyId(key);
    const engine = document.engines[store];
    return engine?.isOwn ? [{ key, entry, store, path, property, engine }] : [];
  });
  const entries = new Map(own.map(({ store, path, engine }) => [`${store}:${path}`, { engine, path }]));
  const histories = new Map<string, EntryHistory>();
  await inParallel([...entries], atOnce, async ([id, { engine, path }]) => {
    histories.set(id, await entryHistory(access, engine, path));
  });
  const declared = declaredReaders(document);
  const keys = own.map(({ key, entry, store, path, property, engine }): KeyEvidence => {
    const { mount, version } = engine;
    const api = version === 2 ? `${mount}/data/${path}` : `${mount}/${path}`;
    const readers = able.flatMap((each) => each.reader(api, declared));
    const history = histories.get(`${store}:${path}`) ?? { state: 'absent' };
    const ageSeconds =
      history.state === 'present' ? Math.max(0, Math.floor((now - Date.parse(history.changedAt)) / 1000)) : undefined;
    const { maxAge } = entry;
    const age = ageOf(maxAge, ageSeconds);
    if (age === 'exceeded') find('VW5267', `It is older than ${maxAge}`, key);
    return {
      key,
      mount,
      path,
      property,
      origin: entry.origin,
      writer: entry.writer,
      readers,
      history,
      ...(ageSeconds !== undefined && { ageSeconds }),
      ...(maxAge !== undefined && { maxAge }),
      age,
      components: componentsOf(document, key),
    };
  });
  for (const [what, place] of extraReaders(keys)) find('VW5266', what, place);
  const approvals = document.components.flatMap(({ name, approval }) =>
    approval ? [{ component: name, ...approval }] : [],
  );
  return { keys, approvals, notes, findings: sortDiagnostics(findings) };
}

/** Keys that a finding names; the report lists all of them. */
const shownKeys = 5;

/** One sentence for each reader that is not declared, with its key where that is a single one. */
function extraReaders(keys: readonly KeyEvidence[]): [what: string, key: string | undefined][] {
  const read = keys.flatMap(({ key, readers }) =>
    readers.filter(({ isDeclared }) => !isDeclared).map((reader) => ({ key, reader })),
  );
  return [...groupBy(read, ({ reader }) => reader.name)].map(([name, found]) => {
    const by = [...new Set(found.flatMap(({ reader }) => reader.policies))].map((each) => `"${each}"`).join(', ');
    const names = found.map(({ key }) => key);
    const rest = names.length > shownKeys ? ` and ${names.length - shownKeys} more` : '';
    const what = names.length === 1 ? 'it' : `${names.slice(0, shownKeys).join(', ')}${rest}`;
    return [
      `The ${found[0]?.reader.kind} "${name}" can read ${what} by ${by}, which is not declared`,
      names.length === 1 ? names[0] : undefined,
    ];
  });
}

function ageOf(maxAge: string | undefined, ageSeconds: number | undefined): AgeState {
  if (maxAge === undefined) return 'no-maximum';
  if (ageSeconds === undefined) return 'unknown';
  return ageSeconds > secondsOfGoDuration(maxAge) ? 'exceeded' : 'within';
}

/** Somebody with the rules of all policies that they get. */
class Able {
  readonly #identity: Identity;
  readonly #grants: Grants;
  readonly #single: readonly (readonly [string, Grants])[];
  /** Policies that allow everything, or that cannot be read. */
  readonly #unbounded: readonly string[];

  constructor(identity: Identity, policies: ReadonlyMap<string, readonly PolicyRule[] | undefined>) {
    this.#identity = identity;
    const has = identity.policies.filter((name) => name === 'root' || policies.has(name));
    this.#unbounded = has.filter((name) => name === 'root' || policies.get(name) === undefined);
    const rules = has.map((name) => [name, policies.get(name) ?? []] as const);
    this.#grants = new Grants(rules.flatMap(([, each]) => each));
    this.#single = rules.map(([name, each]) => [name, new Grants(each)]);
  }

  reader(path: string, declared: (name: string, path: string) => boolean): KeyReader[] {
    const { kind, name, bound, policies: all } = this.#identity;
    const reads = (grants: Grants): boolean => grants.on(path).has('read');
    if (this.#unbounded.length === 0 && !reads(this.#grants)) return [];
    const granting = this.#single.filter(([, grants]) => reads(grants)).map(([each]) => each);
    const policies = [...new Set([...this.#unbounded, ...granting])];
    return [{ kind, name, bound, policies: policies.length > 0 ? policies : all, isDeclared: declared(name, path) }];
  }
}

/** Returns who is to read which API path, by what is rendered. */
function declaredReaders(document: EnvironmentDocument): (name: string, path: string) => boolean {
  const { vault, roles, policies, configurator } = document;
  const byName = new Map(policies.map(({ name, rules }) => [name, new Grants(rules)]));
  const configures = configurator && new Grants(configurator.policy.rules);
  const byRole = new Map<string, readonly Grants[]>([
    ...roles.map(
      (role) =>
        [`auth/${vault.authMount}/role/${role.name}`, role.policies.flatMap((each) => byName.get(each) ?? [])] as const,
    ),
    ...(configurator && configures
      ? ([
          [`auth/${vault.authMount}/role/${configurator.role.name}`, [configures]],
          // Bootstrap tokens of the ceremony have its policy.
          [`auth/token/roles/${bootstrapRole}`, [configures]],
        ] as const)
      : []),
  ]);
  return (name, path) => (byRole.get(name) ?? []).some((grants) => grants.on(path).has('read'));
}

function componentsOf({ placements, components }: EnvironmentDocument, key: string): KeyComponent[] {
  const names = new Set(
    placements
      .filter(({ keys }) => keys.some(({ from }) => from.some((each) => fetches(each, key))))
      .map(({ component }) => component),
  );
  return components
    .filter(({ name }) => names.has(name))
    .map(({ name, owner, approval }) => ({ name, owner, ...(approval && { approval: approval.backlog }) }));
}

/** Every policy, with its rules; `undefined` where its text cannot be read. */
async function policiesOf(access: VaultAccess): Promise<ReadonlyMap<string, readonly PolicyRule[] | undefined>> {
  const { vault, deadline } = access;
  const names = (await namesAt(access, 'sys/policies/acl')).filter((name) => name !== 'root');
  const found = new Map<string, readonly PolicyRule[] | undefined>();
  await inParallel(names, atOnce, async (name) => {
    const path = `sys/policies/acl/${encodeURIComponent(name)}`;
    const answer = await vault.send({ method: 'GET', path }, deadline);
    if (answer.kind === 'absent') return;
    if (answer.kind !== 'ok') throw vaultError(answer, `read ${path}`);
    const text = isObject(answer.body.data) ? answer.body.data.policy : undefined;
    found.set(name, typeof text === 'string' ? policyRules(text) : undefined);
  });
  return new Map([...found].sort(([a], [b]) => (a < b ? -1 : 1)));
}
