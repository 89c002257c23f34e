import { inlineRoutes } from '../routes.ts';
import { afterthoughts } from './afterthoughts.ts';
import { armours } from './armours.ts';
import { carriers } from './carriers.ts';
import type { Kind } from './case.ts';
import { customResources } from './custom-resources.ts';
import { fallbacks } from './fallbacks.ts';
import { fileNames } from './file-names.ts';
import { flows } from './flows.ts';
import { formats } from './formats.ts';
import { literals } from './literals.ts';
import { liveObjects } from './live-objects.ts';
import { names } from './names.ts';
import { otherNames } from './other-names.ts';
import { packed } from './packed.ts';
import { programs } from './programs.ts';
import { queries } from './queries.ts';
import { recipes } from './recipes.ts';
import { secretsInTexts } from './secrets-in-texts.ts';
import { settingsFiles } from './settings-files.ts';
import { shapes } from './shapes.ts';
import { shells } from './shells.ts';
import { knownTokens } from './tokens.ts';

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
  ...fallbacks,
  ...settingsFiles,
  ...formats,
  ...programs,
  ...queries,
  ...shells,
  ...otherNames,
  ...secretsInTexts,
  ...customResources,
  ...shapes,
  ...fileNames,
  ...knownTokens,
  ...packed,
  ...flows,
  ...armours,
];
