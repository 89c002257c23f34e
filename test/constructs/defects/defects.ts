import type { Defect } from './defect.ts';
import { defectsOfApplications } from './defects-of-applications.ts';
import { defectsOfBootstraps } from './defects-of-bootstraps.ts';
import { defectsOfComponents } from './defects-of-components.ts';
import { defectsOfConfigurators } from './defects-of-configurators.ts';
import { defectsOfEntries } from './defects-of-entries.ts';
import { defectsOfLimits } from './defects-of-limits.ts';
import { defectsOfOptions } from './defects-of-options.ts';
import { defectsOfOwners } from './defects-of-owners.ts';
import { defectsOfPhases } from './defects-of-phases.ts';
import { defectsOfSecrets } from './defects-of-secrets.ts';
import { defectsOfSmokes } from './defects-of-smokes.ts';
import { defectsOfVaultKeys } from './defects-of-vault-keys.ts';

/** One entry for each way to get a declaration wrong. */
export const defects: readonly Defect[] = [
  ...defectsOfLimits,
  ...defectsOfVaultKeys,
  ...defectsOfSecrets,
  ...defectsOfOwners,
  ...defectsOfComponents,
  ...defectsOfPhases,
  ...defectsOfApplications,
  ...defectsOfBootstraps,
  ...defectsOfConfigurators,
  ...defectsOfEntries,
  ...defectsOfSmokes,
  ...defectsOfOptions,
];
