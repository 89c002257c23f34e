import type { PolicyRule } from '../../../imports/kubernetes.d.ts';
import type { PreflightPlan } from '../../model/documents/preflight-plan.ts';
import type { Program } from './program.ts';
import { reachOnly } from './reach.ts';

/** Holds a workload back until the Secrets that it reads have their keys. */
export const preflightProgram: Program<PreflightPlan> = {
  settings: 'preflight-plan',
  documents: [],
  rules: ({ secrets }) => [
    ...reading(
      '',
      'secrets',
      secrets.map(({ name }) => name),
    ),
    ...reading(
      'external-secrets.io',
      'externalsecrets',
      secrets.flatMap(({ externalSecret }) => externalSecret ?? []),
    ),
  ],
  network: (_, podLabels) => reachOnly(podLabels, { anywhere: [] }),
};

const reading = (group: string, resource: string, names: readonly string[]): PolicyRule[] =>
  names.length === 0
    ? []
    : [{ apiGroups: [group], resources: [resource], resourceNames: [...new Set(names)].sort(), verbs: ['get'] }];
