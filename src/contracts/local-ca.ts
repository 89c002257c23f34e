import { delivered } from '../platform/definition.ts';

export const localCa = delivered('ameide-local-ca', {
  by: 'cert-manager Certificate',
  type: 'kubernetes.io/tls',
  purpose: 'Authority that signs the wildcard certificate where no public one can',
  environments: ['local'],
  keys: ['tls.crt', 'tls.key', 'ca.crt'],
});
