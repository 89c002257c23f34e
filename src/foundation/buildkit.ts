import { DeliveredSecrets } from '../index.ts';
import { delivered, type Env, FoundationComponent } from '../platform/definition.ts';

const certificate = { by: 'cert-manager Certificate', type: 'kubernetes.io/tls' } as const;

const serverTls = delivered('buildkitd-server-tls', {
  ...certificate,
  purpose: 'Certificate of the build daemon',
  keys: ['ca.crt', 'tls.crt', 'tls.key'],
});
const clientTls = delivered('buildkitd-client-tls', {
  ...certificate,
  purpose: 'Certificate with which runners reach the build daemon',
  keys: ['ca.crt', 'tls.crt', 'tls.key'],
});

/** The build daemon; its clients run in the namespace of the runners. */
export class Buildkit extends FoundationComponent {
  constructor(env: Env) {
    super(env, 'buildkit', { owner: 'platform-foundation', phase: 30, namespace: 'buildkit' });
    new DeliveredSecrets(this, serverTls);
    new DeliveredSecrets(this, clientTls, { namespace: 'arc-runners' });
  }
}
