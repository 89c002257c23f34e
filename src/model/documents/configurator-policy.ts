import { groupBy } from '../group-by.ts';
import type { AccessMapDocument } from './access-map.ts';
import type { ConfiguratorRule } from './configurator.ts';
import { entryId, parseKeyId } from './coordinates.ts';
import { type FixtureEntry, type FixtureMap, pathsOfPart } from './fixture-map.ts';
import { authOf, loginMethodOf } from './logins/login-methods.ts';

type Capability = ConfiguratorRule['capabilities'][number];

/** An audit device, as the interface of Vault has it. */
export interface AuditDevice {
  readonly path: string;
  readonly type: 'file' | 'socket';
  readonly options: Readonly<Record<string, string>>;
}

/** What the policy of a configurator is derived from. */
export interface ConfiguratorDuties {
  /** Audit devices that it makes. @default none */
  readonly audit?: readonly AuditDevice[];
  readonly accessMap: Pick<AccessMapDocument, 'mount' | 'engines' | 'authMount' | 'auth' | 'roles' | 'policies'>;
  readonly entries: FixtureMap['entries'];
}

/** What a run does about its own token: prove that it may no more than it must, and end it. */
const ofItself: readonly ConfiguratorRule[] = [
  { path: 'auth/token/lookup-self', capabilities: ['read'] },
  { path: 'auth/token/revoke-self', capabilities: ['update'] },
  { path: 'sys/capabilities-self', capabilities: ['update'] },
];

const managed: readonly Capability[] = ['create', 'read', 'update'];

/**
 * Derives what the configurator of an environment may do in Vault: exactly what it manages, path by path.
 *
 * Values are created and never read, but for those that others are composed from; values of an upstream store
 * are updated as well, since they follow it. Its own role and policy are not among its paths, nor is anything
 * that seals, deletes or destroys.
 * @returns sorted by path
 */
export function configuratorRules({ accessMap, entries, audit = [] }: ConfiguratorDuties): ConfiguratorRule[] {
  const { mount, engines = {}, authMount, roles, policies } = accessMap;
  const method = loginMethodOf(accessMap);
  const auth = authOf(accessMap);
  const mounts = new Set([
    mount,
    ...Object.values(engines).flatMap((each) => (each.version === 2 ? [each.mount] : [])),
  ]);
  const rules: ConfiguratorRule[] = [
    ...ofItself,
    // Vault demands sudo for all that is about audit devices.
    ...(audit.length > 0 ? [{ path: 'sys/audit', capabilities: ['read', 'sudo'] as Capability[] }] : []),
    ...audit.map(({ path }) => ({
      path: `sys/audit/${path}`,
      capabilities: ['create', 'sudo', 'update'] as Capability[],
    })),
    { path: 'sys/mounts', capabilities: ['read'] },
    { path: 'sys/auth', capabilities: ['read'] },
    ...[...mounts].map(
      (each): ConfiguratorRule => ({ path: `sys/mounts/${each}`, capabilities: ['create', 'update'] }),
    ),
    ...(method.config?.(auth, '') ? [{ path: `auth/${authMount}/config`, capabilities: [...managed] }] : []),
    ...policies.map(({ name }) => ({ path: `sys/policies/acl/${name}`, capabilities: [...managed] })),
    ...(method.role
      ? roles.map(({ name }) => ({ path: `auth/${authMount}/role/${name}`, capabilities: [...managed] }))
      : []),
    ...entryRules(mount, engines, entries),
  ];
  return rules.sort((a, b) => (a.path < b.path ? -1 : 1));
}

/** What of an entry a run must be able to do. */
export interface EntryDuty {
  /** Name of the store of its engine; `undefined` for the platform’s own. */
  readonly store: string | undefined;
  readonly path: string;
  /**
   * `none`: somebody else writes it; `create`: once, and never again; `follow`: all of it is copied from the
   * upstream store; `merge`: some of it is, so that the rest is left as it stands.
   */
  readonly write: 'none' | 'create' | 'follow' | 'merge';
  /** Whether a value of another entry is composed from it. */
  readonly isInput: boolean;
}

/** Returns what a run does about each entry, by its id; of the others it needs nothing. */
export function entryDuties(entries: FixtureMap['entries']): ReadonlyMap<string, EntryDuty> {
  const idOf = (key: string): string => entryId(parseKeyId(key));
  const inputs = new Set<string>();
  for (const [id, { recipe }] of Object.entries(entries))
    if (recipe?.type === 'compose')
      for (const part of recipe.parts.flatMap(pathsOfPart)) if (idOf(part) !== idOf(id)) inputs.add(idOf(part));
  const duties = new Map<string, EntryDuty>();
  for (const [id, keys] of groupBy(Object.entries(entries), ([key]) => idOf(key))) {
    const { store, path } = parseKeyId(id);
    const duty = { store, path, write: writeOf(keys.map(([, fixture]) => fixture)), isInput: inputs.has(id) };
    if (duty.write !== 'none' || duty.isInput) duties.set(id, duty);
  }
  return duties;
}

function writeOf(fixtures: readonly FixtureEntry[]): EntryDuty['write'] {
  const types = new Set(fixtures.map(({ recipe }) => recipe?.type));
  const isCreated = types.has('generate') || types.has('compose') || types.has('literal');
  if (!types.has('upstream')) return isCreated ? 'create' : 'none';
  // A producer's property stands in the same entry, too.
  return types.size > 1 ? 'merge' : 'follow';
}

const written: Readonly<Record<EntryDuty['write'], readonly Capability[]>> = {
  none: [],
  create: ['create'],
  follow: ['create', 'update'],
  merge: ['create', 'patch'],
};

function entryRules(
  mount: string,
  engines: NonNullable<AccessMapDocument['engines']>,
  entries: FixtureMap['entries'],
): ConfiguratorRule[] {
  return [...entryDuties(entries).values()].flatMap(({ store, path, write, isInput }): ConfiguratorRule[] => {
    const engine = store === undefined ? { mount, version: 2 } : engines[store];
    // It is in another Vault, of which this identity knows nothing.
    if (!engine) return [];
    const data = engine.version === 2 ? `${engine.mount}/data/${path}` : `${engine.mount}/${path}`;
    const capabilities = [...written[write], ...(isInput ? (['read'] as const) : [])].sort();
    return [
      { path: data, capabilities },
      ...(write === 'none'
        ? []
        : [{ path: `${engine.mount}/metadata/${path}`, capabilities: ['patch', 'read'] as Capability[] }]),
    ];
  });
}
