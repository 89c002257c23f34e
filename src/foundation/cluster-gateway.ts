import { DeliveredSecrets } from '../index.ts';
import { delivered, type Env, FoundationComponent } from '../platform/definition.ts';

const certificate = (name: string, purpose: string) =>
  delivered(name, {
    by: 'Envoy Gateway certgen job',
    purpose,
    type: 'kubernetes.io/tls',
    keys: ['tls.crt', 'tls.key', 'ca.crt'],
  });

/** The gateway of a cluster: control plane and proxies trust each other by certificates of its own job. */
export class ClusterGateway extends FoundationComponent {
  constructor(env: Env) {
    super(env, 'cluster-gateway', { owner: 'platform-foundation', phase: 30, namespace: 'argocd' });
    new DeliveredSecrets(this, [
      certificate('envoy-gateway-ca', 'Authority of the certificates between Envoy Gateway and its proxies'),
      certificate('envoy-gateway', 'Certificate of the Envoy Gateway control plane'),
      certificate('envoy', 'Certificate of the Envoy proxies'),
    ]);
  }
}
