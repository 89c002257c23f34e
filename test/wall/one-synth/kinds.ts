import { inlineRoutes } from '../routes.ts';
import { afterthoughts } from './afterthoughts.ts';
import { carriers } from './carriers.ts';
import type { Kind } from './case.ts';
import { literals } from './literals.ts';
import { liveObjects } from './live-objects.ts';
import { names } from './names.ts';
import { recipes } from './recipes.ts';

/**
 * Everything that must be refused, by what it tries; docs/wall.md lists the mechanism that refuses each kind.
 */
export const kinds: readonly Kind[] = [
  {
    kind: 'in plain sight',
    cases: inlineRoutes.flatMap(({ title, vaultKey, add }) =>
      add === undefined ? [] : [{ title, add, ...(vaultKey !== undefined && { vaultKey }) }],
    ),
  },
  ...literals,
  ...names,
  ...carriers,
  ...recipes,
  ...liveObjects,
  ...afterthoughts,
];
