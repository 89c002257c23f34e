import type { NetworkPolicySpec } from '../../../imports/kubernetes.d.ts';

/**
 * Ports at which API servers listen, their Service's and their own: a policy sees the address behind the
 * Service.
 */
const apiServerPorts = [443, 6443, 8443];

/** Whom the Pod of a program reaches besides names and the API server. */
export interface Reach {
  /** Addresses whose ports are open to anywhere, such as that of an API server. */
  readonly anywhere: readonly string[];
  /** Address of Vault. */
  readonly vault?: string | undefined;
}

/**
 * Returns what the Pod of a program may reach: names, Vault, the API server and, by HTTPS, what else listens
 * there; nothing reaches it.
 *
 * The API server and the vendor's store have addresses that no manifest knows, so that their ports are all
 * that can be said. A cluster whose network enforces no policies ignores it.
 *
 * @see https://kubernetes.io/docs/concepts/services-networking/network-policies/
 */
export function reachOnly(
  matchLabels: Readonly<Record<string, string>>,
  { anywhere, vault }: Reach,
): NetworkPolicySpec {
  const ports = new Set([...apiServerPorts, ...anywhere.map((address) => portOf(new URL(address)))]);
  const address = vault === undefined ? undefined : new URL(vault);
  const [, namespace] = /^[^.]+\.([^.]+)\.svc(?:\.|$)/.exec(address?.hostname ?? '') ?? [];
  if (address && namespace === undefined) ports.add(portOf(address));
  const tcp = (port: number) => ({ protocol: 'TCP', port });
  return {
    podSelector: { matchLabels },
    policyTypes: ['Egress', 'Ingress'],
    egress: [
      { ports: [{ protocol: 'UDP', port: 53 }, tcp(53)] },
      { ports: [...ports].sort((a, b) => a - b).map(tcp) },
      // Any port: that of the Service need not be that of the Pods.
      ...(namespace === undefined
        ? []
        : [{ to: [{ namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': namespace } } }] }]),
    ],
    ingress: [],
  };
}

const portOf = ({ port, protocol }: URL): number => (port === '' ? (protocol === 'https:' ? 443 : 80) : Number(port));
