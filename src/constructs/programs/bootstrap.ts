import type { NetworkPolicySpec, PolicyRule } from '../../../imports/kubernetes.d.ts';
import type { BootstrapSettings } from '../../model/documents/bootstrap-settings.ts';
import type { Program } from './program.ts';

/** Brings the Vault of an ephemeral environment to what its documents say. */
export const bootstrapProgram: Program<BootstrapSettings> = {
  settings: 'bootstrap-settings',
  documents: ['fixture-map', 'access-map'],
  rules,
  network,
  podLabels: ({ upstream }) =>
    // The webhook of the workload identity adds the federated token to Pods with this label only.
    upstream.type === 'azure-key-vault' ? { 'azure.workload.identity/use': 'true' } : {},
  accountAnnotations: ({ upstream }) =>
    upstream.type === 'azure-key-vault' && upstream.clientId !== undefined
      ? { 'azure.workload.identity/client-id': upstream.clientId }
      : {},
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

/**
 * Ports at which API servers listen, their Service's and their own: a policy sees the address behind the
 * Service.
 */
const apiServerPorts = [443, 6443, 8443];

/**
 * Returns what the Pod of a bootstrap may reach: names, Vault, the API server and, by HTTPS, its upstream
 * store; nothing reaches it.
 *
 * The API server and the vendor's store have addresses that no manifest knows, so that their ports are all
 * that can be said. A cluster whose network enforces no policies ignores it.
 *
 * @see https://kubernetes.io/docs/concepts/services-networking/network-policies/
 */
function network(
  { vault, kubernetesHost }: BootstrapSettings,
  matchLabels: Readonly<Record<string, string>>,
): NetworkPolicySpec {
  const address = new URL(vault.address);
  const [, namespace] = /^[^.]+\.([^.]+)\.svc(?:\.|$)/.exec(address.hostname) ?? [];
  const anywhere = new Set([...apiServerPorts, portOf(new URL(kubernetesHost))]);
  if (namespace === undefined) anywhere.add(portOf(address));
  const tcp = (port: number) => ({ protocol: 'TCP', port });
  return {
    podSelector: { matchLabels },
    policyTypes: ['Egress', 'Ingress'],
    egress: [
      { ports: [{ protocol: 'UDP', port: 53 }, tcp(53)] },
      { ports: [...anywhere].sort((a, b) => a - b).map(tcp) },
      // Any port: that of the Service need not be that of the Pods.
      ...(namespace === undefined
        ? []
        : [{ to: [{ namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': namespace } } }] }]),
    ],
    ingress: [],
  };
}

const portOf = ({ port, protocol }: URL): number => (port === '' ? (protocol === 'https:' ? 443 : 80) : Number(port));
