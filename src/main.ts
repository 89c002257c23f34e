import { synthesizePlatform } from './index.ts';
import { ameide, components, phaseCorrections, recipeOverrides } from './platform.ts';

process.exitCode = await synthesizePlatform(ameide, {
  components,
  phaseCorrections,
  recipeOverrides,
  guardrails: { presets: ['recommended', 'ameide'] },
});
