import { ServiceSecrets } from '../index.ts';
import { type Env, Service, secret, vault } from '../platform/definition.ts';

const admin = secret('grafana-admin-credentials', {
  purpose: 'Administrator of Grafana',
  keys: {
    'admin-user': vault.literal('grafana-admin-user', 'admin'),
    'admin-password': vault.generated('grafana-admin-password'),
  },
});

/** Dashboards. */
export class Grafana extends Service {
  constructor(env: Env) {
    super(env, 'grafana', { owner: 'platform-observability', phase: 550, consumers: ['workload'] });
    new ServiceSecrets(this, admin);
    this.values({
      admin: {
        existingSecret: admin,
        userKey: admin.key('admin-user'),
        passwordKey: admin.key('admin-password'),
      },
    });
  }
}
