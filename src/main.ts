import { join } from 'node:path';
import { synthesizePlatform } from './index.ts';
import { components } from './platform/components.ts';
import { phaseCorrections, recipeOverrides } from './platform/corrections.ts';
import { ameide } from './platform/definition.ts';
import { guardrailsFile } from './platform/guardrails.ts';

process.exitCode = await synthesizePlatform(ameide, {
  components,
  phaseCorrections,
  recipeOverrides,
  configuration: guardrailsFile,
  typeCheck: join(import.meta.dirname, '../tsconfig.synth.json'),
});
