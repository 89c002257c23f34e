import type { PolicyRule } from '../../../imports/kubernetes.d.ts';
import type { BootstrapSettings } from '../../model/documents/bootstrap-settings.ts';
import type { Program } from './program.ts';
import { reachOnly } from './reach.ts';
import { workloadIdentity } from './workload-identity.ts';

/** Brings the Vault of an ephemeral environment to what its documents say. */
export const bootstrapProgram: Program<BootstrapSettings> = {
  settings: 'bootstrap-settings',
  documents: ['fixture-map', 'access-map'],
  rules,
  network: ({ vault, kubernetesHost }, podLabels) =>
    reachOnly(podLabels, { anywhere: [kubernetesHost], vault: vault.address }),
  ...workloadIdentity,
};

/**
 * Returns the rules of the bootstrap's Role: each object by its name, nothing else.
 *
 * It writes by server-side apply: a PATCH that creates needs `create` as well, and unlike a POST it can be
 * granted by name.
 * @see https://kubernetes.io/docs/reference/access-authn-authz/rbac/#referring-to-resources
 */
function rules({ name, vault, seedSecret, upstream, backfill }: BootstrapSettings): PolicyRule[] {
  const written = sortedNames([vault.credentialsSecret, seedSecret]);
  const read = sortedNames([
    ...(upstream.type === 'local' ? [upstream.secret] : []),
    ...backfill.map(({ secret }) => secret),
  ]).filter((secret) => !written.includes(secret));
  const writes = ['get', 'create', 'patch'];
  return [
    { apiGroups: [''], resources: ['secrets'], resourceNames: written, verbs: writes },
    ...(read.length > 0 ? [{ apiGroups: [''], resources: ['secrets'], resourceNames: read, verbs: ['get'] }] : []),
    { apiGroups: ['coordination.k8s.io'], resources: ['leases'], resourceNames: [name], verbs: writes },
  ];
}

const sortedNames = (names: readonly string[]): string[] => [...new Set(names)].sort();
