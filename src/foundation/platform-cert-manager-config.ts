import { localCa } from '../contracts/local-ca.ts';
import { DeliveredSecrets } from '../index.ts';
import { delivered, type Env, FoundationComponent } from '../platform/definition.ts';

const certificate = { by: 'cert-manager Certificate', type: 'kubernetes.io/tls' } as const;

const wildcardTls = delivered('ameide-wildcard-tls', {
  ...certificate,
  purpose: 'Certificate of the public hosts of the environment',
  keys: ['tls.crt', 'tls.key'],
});
/** Issuers and certificates of an environment. */
export class PlatformCertManagerConfig extends FoundationComponent {
  constructor(env: Env) {
    super(env, 'platform-cert-manager-config', { owner: 'platform-foundation', phase: 330 });
    new DeliveredSecrets(this, [wildcardTls, localCa]);
  }
}
