import { noInlineSecret } from '../rules/inline/no-inline-secret.ts';
import { type AdmissionCheck, celList } from './admission-check.ts';

/** Types of Secrets that people and Argo CD may write: what Helm and the API server keep for themselves. */
const bookkeeping = ['helm.sh/release.v1', 'kubernetes.io/service-account-token', 'bootstrap.kubernetes.io/token'];

/**
 * Refuses a Secret with data where a person or Argo CD asks.
 *
 * Controllers (External Secrets, CloudNativePG, cert-manager, Helm's own records, tokens) write Secrets for a
 * living, so the requester decides. A change that leaves the data as it is, such as an annotation, passes.
 */
export const inlineSecrets: AdmissionCheck = {
  rule: noInlineSecret,
  name: 'no-inline-secret',
  resources: { apiGroups: [''], apiVersions: ['v1'], resources: ['secrets'] },
  conditions: ({ deployers }) => [
    {
      name: 'asked-by-a-person-or-argo-cd',
      expression: `!request.userInfo.username.startsWith("system:") || request.userInfo.username in ${celList(['system:admin', ...deployers])}`,
    },
    {
      name: 'not-bookkeeping',
      expression: `!has(object.type) || !(object.type in ${celList(bookkeeping)})`,
    },
    {
      name: 'data-changes',
      expression:
        'request.operation != "UPDATE" || !has(object.data) || !has(oldObject.data) || object.data != oldObject.data',
    },
  ],
  expressions: () => [
    '(!has(object.data) || size(object.data) == 0) && (!has(object.stringData) || size(object.stringData) == 0)',
  ],
};
