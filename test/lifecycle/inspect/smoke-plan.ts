import { placeholderDigests } from '../../../src/model/documents/placeholder-digest.ts';
import type { SmokePlan } from '../../../src/model/documents/smoke-plan.ts';

/** A plan of a few Secrets of one environment. */
export const plan: SmokePlan = {
  kind: 'SmokePlan',
  version: 1,
  environment: 'local',
  name: 'platform-smoke',
  namespace: 'shop',
  bootstrap: { name: 'vault-bootstrap', namespace: 'shop' },
  placeholders: placeholderDigests(['to-come'], []),
  stores: [{ kind: 'SecretStore', name: 'vault', namespace: 'shop' }],
  deployments: [{ namespace: 'operators', name: 'eso' }],
  digests: {
    namespace: 'shop',
    configMap: 'versions',
    values: [{ namespace: 'shop', secret: 'app', key: 'client', names: ['app', 'app-old'] }],
  },
  keys: { 'app-client': { writer: 'client-patcher' } },
  secrets: [
    { namespace: 'shop', externalSecret: 'app-sync', secret: 'app', keys: [{ name: 'client', from: ['app-client'] }] },
  ],
};
