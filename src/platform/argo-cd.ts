import type { PlatformDefinition } from '../index.ts';
import { gitOpsRepository } from './repository.ts';

type ArgoCd = NonNullable<PlatformDefinition<string, string, never>['argoCd']>;

/** Phases with how many Applications may change at once, and the waves that the earlier tooling had there. */
const steps: NonNullable<ArgoCd['steps']> = [
  { phase: 10, maxUpdate: 3, wave: 15 },
  { phase: 20, maxUpdate: 2, wave: 15 },
  { phase: 30, maxUpdate: 2 },
  { phase: 99, maxUpdate: 2 },
  { phase: 100, maxUpdate: 3 },
  { phase: 110, maxUpdate: 3, wave: 15 },
  { phase: 120, maxUpdate: 2, wave: 15 },
  { phase: 130, maxUpdate: 4 },
  { phase: 140, maxUpdate: 4 },
  { phase: 150, maxUpdate: 6, wave: 16 },
  { phase: 155, maxUpdate: 2, wave: 17 },
  { phase: 156, maxUpdate: 2, wave: 17 },
  { phase: 199, maxUpdate: 2, wave: 18 },
  { phase: 210, maxUpdate: 3 },
  { phase: 220, maxUpdate: 2 },
  { phase: 230, maxUpdate: 4 },
  { phase: 240, maxUpdate: 4 },
  { phase: 250, maxUpdate: 6 },
  { phase: 260, maxUpdate: 2 },
  { phase: 299, maxUpdate: 2 },
  { phase: 310, maxUpdate: 3 },
  { phase: 320, maxUpdate: 2 },
  { phase: 330, maxUpdate: 4 },
  { phase: 340, maxUpdate: 4 },
  { phase: 350, maxUpdate: 6 },
  { phase: 355, maxUpdate: 2 },
  // What reads the clients of the realm, and then what reads what that makes.
  { phase: 356, maxUpdate: 6 },
  { phase: 357, maxUpdate: 2 },
  { phase: 358, maxUpdate: 2 },
  { phase: 399, maxUpdate: 2 },
  { phase: 410, maxUpdate: 3 },
  { phase: 420, maxUpdate: 2 },
  { phase: 430, maxUpdate: 4 },
  { phase: 440, maxUpdate: 4 },
  { phase: 450, maxUpdate: 6 },
  { phase: 455, maxUpdate: 2 },
  { phase: 499, maxUpdate: 2 },
  { phase: 510, maxUpdate: 3 },
  { phase: 520, maxUpdate: 2 },
  { phase: 530, maxUpdate: 4 },
  { phase: 540, maxUpdate: 4 },
  { phase: 550, maxUpdate: 6 },
  { phase: 599, maxUpdate: 2 },
  { phase: 610, maxUpdate: 3 },
  { phase: 620, maxUpdate: 2 },
  { phase: 630, maxUpdate: 4 },
  { phase: 640, maxUpdate: 4 },
  { phase: 650, maxUpdate: 10 },
  { phase: 699, maxUpdate: 3 },
];

/**
 * How Argo CD rolls the platform out: the GitOps repository, where everything stands in it, and the phases.
 */
export const argoCd: ArgoCd = {
  repoURL: `${gitOpsRepository}.git`,
  project: 'ameide',
  // What differs on a workstation stands over what dev has.
  overlays: { local: 'dev' },
  domains: { cluster: 10, foundation: 100, data: 200, platform: 300, observability: 500, apps: 600 },
  paths: {
    manifests: 'sources/manifests/{environment}/{folder}',
    component: 'environments/{environment}/components/{domain}/{name}/component.yaml',
    clusterComponent: 'environments/_shared/components/cluster/{cluster}/{name}/component.yaml',
    sharedValues: 'sources/values/_shared/{domain}/{name}.yaml',
    values: 'sources/values/env/{environment}/{domain}/{name}.yaml',
    applicationSet: 'argocd/applicationsets/{environment}.yaml',
    clusterApplicationSet: 'argocd/applicationsets/cluster-{cluster}.yaml',
    document: 'environments/{environment}/environment.json',
    // Beside the values of Argo CD's own release.
    health: 'sources/values/common/argocd.yaml',
  },
  steps,
  ignoreDifferences: [
    // The patcher counts digests of what it published there.
    { kind: 'ConfigMap', name: 'keycloak-client-secret-versions', jsonPointers: ['/data'] },
    // Controllers put the authority of their own certificates there.
    ...['MutatingWebhookConfiguration', 'ValidatingWebhookConfiguration'].map((kind) => ({
      group: 'admissionregistration.k8s.io',
      kind,
      jqPathExpressions: ['.webhooks[]?.clientConfig.caBundle'],
    })),
  ],
};
