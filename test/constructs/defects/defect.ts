import type { ComponentSource, PhaseCorrection, RecipeOverride } from '../../../src/index.ts';
import type { SmallPlatform } from '../small-platform.ts';

/** A finding that a defect must lead to. */
interface Expected {
  readonly code: string;
  /**
   * The word behind the arrow at the end of the declaration's line; absent where nothing but a name is known.
   */
  readonly at?: string;
  /** Path of the construct, where there is one. */
  readonly construct?: string;
}

/** Declarations with one defect, and every finding that they lead to. */
export interface Defect {
  readonly title: string;
  readonly expected: readonly Expected[];
  /** Which definition of the platform it takes. @default the sound one */
  readonly definition?: 'malformed' | 'lent';
  declare(platform: SmallPlatform): {
    readonly components?: readonly ComponentSource[];
    readonly recipeOverrides?: readonly RecipeOverride[];
    readonly phaseCorrections?: Readonly<Record<string, PhaseCorrection>>;
  };
}

export const purpose = 'Bad input';
export const owner = 'platform';
/** An environment that no platform has, past the compiler. */
export const nowhere = 'nowhere' as 'sandbox';

/** What the malformed definition leads to, whatever is declared in it. */
export const malformedProfile: readonly Expected[] = [
  'VW1201',
  'VW1203',
  'VW1205',
  'VW1206',
  'VW1207',
  'VW1208',
  'VW1209',
  'VW1210',
].map((code) => ({ code, at: 'profile' }));
