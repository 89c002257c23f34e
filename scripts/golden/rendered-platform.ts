import { type RenderedPlatform, renderPlatform } from '../../src/index.ts';
import { components } from '../../src/platform/components.ts';
import { phaseCorrections, recipeOverrides } from '../../src/platform/corrections.ts';
import { ameide } from '../../src/platform/definition.ts';
import { guardrailsFile } from '../../src/platform/guardrails.ts';

/** Renders the platform of this repository in memory, as `cdk8s synth` would write it. */
export const renderedPlatform = (): Promise<RenderedPlatform> =>
  renderPlatform(ameide, {
    components,
    phaseCorrections,
    recipeOverrides,
    configuration: guardrailsFile,
  });
