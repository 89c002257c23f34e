import type { Diagnostic } from '../../../model/diagnostics/diagnostic.ts';
import { type FixtureEntry, type FixtureMap, pathsOfPart } from '../../../model/documents/fixture-map.ts';
import { commandErrorOf, commandProblem } from '../../problems/command-problem.ts';
import { recipeLayers } from '../../values/recipe-order.ts';
import type { KeySelection } from './select-keys.ts';

export interface RotationPlan {
  /** Paths that get a new value of their own, sorted. */
  readonly renewed: readonly string[];
  /** Paths that are composed from those, each after what it is composed from. */
  readonly recomposed: readonly string[];
  /** What of the selection must be done elsewhere. */
  readonly refused: readonly Diagnostic[];
  /** What of the selection stays as it is: literals, and what is composed of other keys. */
  readonly untouched: readonly Diagnostic[];
}

/** What a rotation may do in an environment. */
export interface RotationRights {
  /** Whether the upstream store can be asked from here. */
  readonly canCopy: boolean;
  /**
   * Whether it also writes what is declared where that was changed: no program of a regulated environment
   * overwrites a value, so a person does. Of a key that is named, not of all behind a Secret.
   */
  readonly canRestore: boolean;
}

/**
 * Returns what a rotation changes, by the origin of each key.
 * @throws VW5107 where nothing of the selection can be rotated here
 */
export function planRotation(
  fixtureMap: FixtureMap,
  { paths, isOneKey }: KeySelection,
  { canCopy, canRestore }: RotationRights,
): RotationPlan {
  const renewed: string[] = [];
  const refused: Diagnostic[] = [];
  const idle: Diagnostic[] = [];
  for (const vaultPath of paths) {
    const entry = fixtureMap.entries[vaultPath];
    const reason = entry && obstacle(entry, { canCopy, canRestore: canRestore && isOneKey });
    if (entry && reason === undefined) renewed.push(vaultPath);
    else {
      const what = reason ?? 'The key is not in the fixture map';
      const place = { environment: fixtureMap.environment, vaultPath };
      // Beside a password a user name or a URL stays, or follows by itself.
      const isByTheWay = entry?.recipe?.type === 'literal' || entry?.recipe?.type === 'compose';
      (isByTheWay && !isOneKey ? idle : refused).push(commandProblem('VW5107', what, place));
    }
  }
  if (renewed.length === 0) throw commandErrorOf([...refused, ...idle]);
  const recomposed = dependents(fixtureMap, renewed);
  const untouched = idle.filter(({ place }) => !recomposed.includes(place.vaultPath ?? ''));
  return { renewed: renewed.sort(), recomposed, refused, untouched };
}

/** Why a key is not rotated here; `undefined` where it is. */
function obstacle({ recipe, writer }: FixtureEntry, { canCopy, canRestore }: RotationRights): string | undefined {
  switch (recipe?.type) {
    case 'generate':
      return undefined;
    case 'upstream':
      return canCopy
        ? undefined
        : `The value comes from the upstream store as "${recipe.name}": change it there, and let what seeds this environment copy it`;
    case 'literal':
      if (canRestore) return undefined;
      return 'The value is a declared literal and no secret: change the declaration';
    case 'compose': {
      if (canRestore) return undefined;
      const parts = recipe.parts.flatMap(pathsOfPart);
      return `The value is composed from ${[...new Set(parts)].join(', ')}: rotate those (as vault:PATH where no Secret holds them), and it follows`;
    }
    default:
      if (writer === 'others') return 'The value is managed outside of this platform: rotate it there';
      return writer === 'mirror'
        ? 'The value is a copy of a delivered Secret: rotate it where that Secret is made'
        : `The value is made by ${writer}: let it make a new one (for a Keycloak client raise clientPatcher.runId in Git)`;
  }
}

/**
 * Paths that are composed from others, directly or by way of further ones, in the order in which they can be
 * composed.
 */
function dependents(fixtureMap: FixtureMap, changed: readonly string[]): string[] {
  const all = new Set(changed);
  const found: string[] = [];
  for (const path of recipeLayers(fixtureMap).flat()) {
    const { recipe } = fixtureMap.entries[path] as FixtureEntry;
    if (recipe?.type !== 'compose' || !recipe.parts.flatMap(pathsOfPart).some((part) => all.has(part))) continue;
    all.add(path);
    found.push(path);
  }
  return found;
}
