import type { NetworkPolicySpec } from '../../../imports/kubernetes.d.ts';
import type { BootstrapSettings } from '../../model/documents/bootstrap-settings.ts';

/** Ports at which API servers listen, their Service's and their own: a policy sees the address behind the Service. */
const apiServerPorts = [443, 6443, 8443];

/**
 * Returns what the Pod of a bootstrap may reach: names, Vault, the API server and, by HTTPS, its upstream store; nothing reaches it.
 *
 * The API server and the vendor's store have addresses that no manifest knows, so that their ports are all that can be said. A cluster
 * whose network enforces no policies ignores it.
 *
 * @see https://kubernetes.io/docs/concepts/services-networking/network-policies/
 */
export function bootstrapNetworkPolicy({ name, vault, kubernetesHost }: BootstrapSettings): NetworkPolicySpec {
  const address = new URL(vault.address);
  const [, namespace] = /^[^.]+\.([^.]+)\.svc(?:\.|$)/.exec(address.hostname) ?? [];
  const anywhere = new Set([...apiServerPorts, portOf(new URL(kubernetesHost))]);
  if (namespace === undefined) anywhere.add(portOf(address));
  const tcp = (port: number) => ({ protocol: 'TCP', port });
  return {
    podSelector: { matchLabels: { 'app.kubernetes.io/name': name } },
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
