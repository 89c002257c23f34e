import { SecretAlerts } from '../index.ts';
import { type Env, FoundationComponent } from '../platform/definition.ts';
import { gitOpsRepository } from '../platform/repository.ts';

/**
 * What reports that a Secret is stale, wrong or out of reach; Prometheus and Grafana come in the same phase.
 */
export class PlatformSecretAlerts extends FoundationComponent {
  constructor(env: Env) {
    super(env, 'platform-secret-alerts', { owner: 'platform-observability', phase: 540 });
    new SecretAlerts(this, {
      runbooks: `${gitOpsRepository}/blob/main/docs/runbooks`,
      driftEvery: '24h',
      labels: { release: 'prometheus' },
    });
  }
}
