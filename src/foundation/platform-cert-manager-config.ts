import { DeliveredSecrets } from '../index.ts';
import { delivered, type Env, FoundationComponent } from '../platform/definition.ts';

const certificate = { by: 'cert-manager Certificate', type: 'kubernetes.io/tls' } as const;

const wildcardTls = delivered('ameide-wildcard-tls', {
  ...certificate,
  purpose: 'Certificate of the public hosts of the environment',
  keys: ['tls.crt', 'tls.key'],
});
const localCa = delivered('ameide-local-ca', {
  ...certificate,
  purpose: 'Authority that signs the wildcard certificate where no public one can',
  environments: ['local'],
  keys: ['tls.crt', 'tls.key', 'ca.crt'],
});

/** Issuers and certificates of an environment. */
export class PlatformCertManagerConfig extends FoundationComponent {
  constructor(env: Env) {
    super(env, 'platform-cert-manager-config', { owner: 'platform-foundation', phase: 330 });
    new DeliveredSecrets(this, [wildcardTls, localCa]);
  }
}
