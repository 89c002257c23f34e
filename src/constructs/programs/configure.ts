import type { PolicyRule } from '../../../imports/kubernetes.d.ts';
import type { ConfiguratorSettings } from '../../model/documents/configurator-settings.ts';
import type { Program } from './program.ts';
import { reachOnly } from './reach.ts';
import { workloadIdentity } from './workload-identity.ts';

/** Brings the open Vault of a regulated environment to what its documents say. */
export const configureProgram: Program<ConfiguratorSettings> = {
  settings: 'configurator-settings',
  documents: ['fixture-map', 'access-map'],
  rules,
  network: ({ vault, kubernetesHost }, podLabels) =>
    reachOnly(podLabels, { anywhere: [kubernetesHost], vault: vault.address }),
  ...workloadIdentity,
};

/** Returns the rules of the configurator's Role: its Lease, and the Secret of a local upstream. */
function rules({ name, upstream }: ConfiguratorSettings): PolicyRule[] {
  return [
    ...(upstream.type === 'local'
      ? [{ apiGroups: [''], resources: ['secrets'], resourceNames: [upstream.secret], verbs: ['get'] }]
      : []),
    {
      apiGroups: ['coordination.k8s.io'],
      resources: ['leases'],
      resourceNames: [name],
      verbs: ['get', 'create', 'patch'],
    },
  ];
}
