import type { UpstreamSettings } from '../../model/documents/bootstrap-settings.ts';
import type { Program } from './program.ts';

interface WithUpstream {
  readonly upstream: UpstreamSettings;
}

/**
 * What the Pod and the ServiceAccount of a program need that logs in to Azure Key Vault by workload identity.
 * @see
 * https://azure.github.io/azure-workload-identity/docs/topics/service-account-labels-and-annotations.html
 */
export const workloadIdentity: Required<Pick<Program<WithUpstream>, 'podLabels' | 'accountAnnotations'>> = {
  podLabels: ({ upstream }) =>
    // The webhook of the workload identity adds the federated token to Pods with this label only.
    upstream.type === 'azure-key-vault' ? { 'azure.workload.identity/use': 'true' } : {},
  accountAnnotations: ({ upstream }) =>
    upstream.type === 'azure-key-vault' && upstream.clientId !== undefined
      ? { 'azure.workload.identity/client-id': upstream.clientId }
      : {},
};
