/** An operator of a cluster on which the platform depends, as its own installation names it. */
export interface Operator {
  /** API groups of the objects that it reconciles. */
  readonly groups: readonly string[];
  readonly namespace: string;
  readonly deployments: readonly string[];
  /** @default every lifecycle */
  readonly lifecycle?: 'ephemeral' | 'regulated';
}

/**
 * The operators besides that of External Secrets, which has a smoke of its own. Nothing of this repository
 * installs them: names and namespaces are assumptions, listed in docs/platform.md.
 */
export const operators: readonly Operator[] = [
  {
    groups: ['cert-manager.io'],
    namespace: 'cert-manager',
    deployments: ['cert-manager', 'cert-manager-webhook', 'cert-manager-cainjector'],
  },
  // Brings the authority of a regulated Vault into every namespace.
  {
    groups: ['trust.cert-manager.io'],
    namespace: 'cert-manager',
    deployments: ['trust-manager'],
    lifecycle: 'regulated',
  },
  { groups: ['postgresql.cnpg.io'], namespace: 'ameide-system', deployments: ['cloudnative-pg'] },
  { groups: ['databases.spotahome.com'], namespace: 'ameide-system', deployments: ['redis-operator'] },
  { groups: ['kafka.strimzi.io'], namespace: 'ameide-system', deployments: ['strimzi-cluster-operator'] },
  { groups: ['k8s.keycloak.org'], namespace: 'ameide-system', deployments: ['keycloak-operator'] },
  { groups: ['temporal.io'], namespace: 'ameide-system', deployments: ['temporal-operator-controller-manager'] },
  { groups: ['monitoring.coreos.com'], namespace: 'ameide-system', deployments: ['prometheus-operator'] },
  { groups: ['clickhouse.altinity.com'], namespace: 'clickhouse-system', deployments: ['clickhouse-operator'] },
  // Its certificates stand in the namespace of the gateway's component.
  { groups: ['gateway.networking.k8s.io'], namespace: 'argocd', deployments: ['envoy-gateway'] },
];
