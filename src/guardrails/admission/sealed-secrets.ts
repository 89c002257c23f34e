import { noSealedSecret } from '../rules/inline/no-sealed-secret.ts';
import type { AdmissionCheck } from './admission-check.ts';

/** Refuses every SealedSecret, whoever asks. */
export const sealedSecrets: AdmissionCheck = {
  rule: noSealedSecret,
  name: 'no-sealed-secret',
  resources: { apiGroups: ['bitnami.com'], apiVersions: ['*'], resources: ['sealedsecrets'] },
  conditions: () => [],
  expressions: () => ['false'],
};
