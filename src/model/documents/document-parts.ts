import type { AccessMapDocument, VaultPolicy } from './access-map.ts';
import type { FixtureMap } from './fixture-map.ts';
import type { SmokePlan } from './smoke-plan.ts';

/**
 * Bytes of a document beyond which it is split: an object stays far below what client-side apply and the API
 * server take.
 */
export const partBytes = 150_000;

/** Puts the parts of an access map together; rules of one policy may stand in several. */
export function joinAccessMaps(parts: readonly [AccessMapDocument, ...AccessMapDocument[]]): AccessMapDocument {
  const [{ part: _, ...first }] = parts;
  const policies = new Map<string, VaultPolicy['rules']>();
  for (const { name, rules } of parts.flatMap(({ policies: some }) => some))
    policies.set(name, [...(policies.get(name) ?? []), ...rules]);
  return {
    ...first,
    roles: parts.flatMap(({ roles }) => roles),
    policies: [...policies].map(([name, rules]) => ({ name, rules })),
  };
}

/** Puts the parts of a fixture map together. */
export function joinFixtureMaps(parts: readonly [FixtureMap, ...FixtureMap[]]): FixtureMap {
  const [{ part: _, ...first }] = parts;
  return { ...first, entries: Object.assign({}, ...parts.map(({ entries }) => entries)) };
}

/** Returns a fixture map in parts of at most {@link partBytes} each; one that fits stays whole. */
export function splitFixtureMap(map: FixtureMap): FixtureMap[] {
  const groups = inGroups(Object.entries(map.entries), ([id, entry]) => sizeOf(id) + sizeOf(entry));
  return numbered(groups.map((entries) => ({ ...map, entries: Object.fromEntries(entries) })));
}

/** Returns an access map in parts of at most {@link partBytes} each; one that fits stays whole. */
export function splitAccessMap(map: AccessMapDocument): AccessMapDocument[] {
  type Piece =
    | { readonly role: AccessMapDocument['roles'][number] }
    | { readonly name: string; readonly rule: VaultPolicy['rules'][number] | undefined };
  const pieces: Piece[] = [
    ...map.roles.map((role) => ({ role })),
    // A policy without rules is one all the same.
    ...map.policies.flatMap(({ name, rules }): Piece[] =>
      rules.length === 0 ? [{ name, rule: undefined }] : rules.map((rule): Piece => ({ name, rule })),
    ),
  ];
  const groups = inGroups<Piece>(pieces, sizeOf);
  return numbered(
    groups.map((group) => {
      const policies = new Map<string, VaultPolicy['rules']>();
      for (const piece of group)
        if ('name' in piece)
          policies.set(piece.name, [...(policies.get(piece.name) ?? []), ...(piece.rule ? [piece.rule] : [])]);
      return {
        ...map,
        roles: group.flatMap((piece) => ('role' in piece ? [piece.role] : [])),
        policies: [...policies].map(([name, rules]) => ({ name, rules })),
      };
    }),
  );
}

/** Returns a smoke plan in parts of at most {@link partBytes} each; one that fits stays whole. */
export function splitSmokePlan(plan: SmokePlan): SmokePlan[] {
  const factsOf = (ids: readonly string[]): SmokePlan['keys'] =>
    Object.fromEntries(ids.flatMap((id) => (plan.keys[id] ? [[id, plan.keys[id]] as const] : [])));
  const idsOf = ({ keys }: SmokePlan['secrets'][number]): string[] => keys.flatMap(({ from }) => from);
  const groups = inGroups(plan.secrets, (secret) => sizeOf(secret) + sizeOf(factsOf(idsOf(secret))));
  const { digests, stores, deployments, vault, probes, ...base } = plan;
  return numbered(
    groups.map((secrets, index) => ({
      ...base,
      ...(index === 0 && vault && { vault }),
      ...(index === 0 && probes && { probes }),
      stores: index === 0 ? stores : [],
      deployments: index === 0 ? deployments : [],
      ...(digests && {
        digests: {
          ...digests,
          values: digests.values.filter((value) =>
            secrets.some(({ namespace, secret }) => namespace === value.namespace && secret === value.secret),
          ),
        },
      }),
      keys: factsOf([...new Set(secrets.flatMap(idsOf))].sort()),
      secrets,
    })),
  );
}

/** Puts the parts of a smoke plan together. */
export function joinSmokePlans(parts: readonly [SmokePlan, ...SmokePlan[]]): SmokePlan {
  const [{ part: _, ...first }] = parts;
  return {
    ...first,
    ...(first.digests && {
      digests: { ...first.digests, values: parts.flatMap(({ digests }) => digests?.values ?? []) },
    }),
    keys: Object.assign({}, ...parts.map(({ keys }) => keys)) as SmokePlan['keys'],
    secrets: parts.flatMap(({ secrets }) => secrets),
  };
}

/** Indented as it is rendered, with the indentation of its place. */
const sizeOf = (value: unknown): number => Buffer.byteLength(JSON.stringify(value, undefined, 2)) * 1.3;

function inGroups<T>(items: readonly T[], size: (item: T) => number): T[][] {
  const groups: T[][] = [[]];
  let bytes = 0;
  for (const item of items) {
    const own = size(item);
    if (bytes + own > partBytes && (groups.at(-1)?.length ?? 0) > 0) {
      groups.push([]);
      bytes = 0;
    }
    groups.at(-1)?.push(item);
    bytes += own;
  }
  return groups;
}

const numbered = <T extends object>(parts: readonly T[]): T[] =>
  parts.length === 1
    ? [...parts]
    : parts.map((part, index) => ({ ...part, part: { number: index + 1, of: parts.length } }));
