import { ghcrPull } from '../contracts/registry.ts';
import { ServiceSecrets } from '../index.ts';
import { type Env, SharedBundle } from '../platform/definition.ts';

/** The pull Secret, in every namespace that runs private images. */
export class GhcrPullSecret extends SharedBundle {
  constructor(env: Env) {
    super(env, 'foundation-ghcr-pull-secret', {
      owner: 'platform-foundation',
      phase: 156,
      approval: {
        owner: 'platform-foundation',
        date: '2026-11-24',
        reason: 'Every service pulls with one registry account, and operators in shared namespaces do too',
        backlog: '362-v2',
      },
    });
    new ServiceSecrets(this, ghcrPull, {
      namespaces: ({ namespace }) => [namespace, 'argocd', 'ameide-system', 'clickhouse-system'],
    });
  }
}
