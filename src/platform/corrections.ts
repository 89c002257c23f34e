import type { PhaseCorrection, RecipeOverride } from '../index.ts';

/** Recipes that differ in one environment; the only place where that may be said. */
export const recipeOverrides: readonly RecipeOverride[] = [];

/** Recorded phases that cannot work, corrected; docs/adr says why each. */
export const phaseCorrections: Readonly<Record<string, PhaseCorrection>> = {
  argocd: { secretsPhase: 356, reason: 'Its Secret reads a client secret that the realm of 355 publishes' },
  backstage: { phase: 358, reason: 'It reads the GitLab token that comes at 357' },
  camunda8: { phase: 356, reason: 'Its Secret reads clients that the realm of 355 publishes' },
  che: { phase: 356, reason: 'Its Secret reads a client that the realm of 355 publishes' },
  coder: { phase: 356, reason: 'It reads the Secret that the realm of 355 brings' },
  'foundation-gitlab-api-credentials': {
    phase: 357,
    reason: 'The tokens are minted by GitLab, whose Secrets come at 356',
  },
  'github-arc-auth': { secretsPhase: 156, reason: 'Its ExternalSecret needs the store of 155' },
  gitlab: { phase: 356, reason: 'Its Secret reads a client that the realm of 355 publishes' },
  'integration-secrets': { phase: 330, reason: 'The realm of 355 reads the personas that it brings' },
  'kubernetes-dashboard-oauth2-proxy': {
    phase: 356,
    reason: 'Its Secret reads a client that the realm of 355 publishes',
  },
};
