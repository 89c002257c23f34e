import { type RenderedPlatform, renderPlatform } from '../../src/index.ts';
import { ameide, components, phaseCorrections, recipeOverrides } from '../../src/platform.ts';

/** Renders the platform of this repository in memory, as `cdk8s synth` would write it. */
export const renderedPlatform = (): Promise<RenderedPlatform> =>
  renderPlatform(ameide, {
    components,
    phaseCorrections,
    recipeOverrides,
    guardrails: { presets: ['recommended', 'ameide'] },
  });
