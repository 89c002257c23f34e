import type { CollectedEnvironment } from '../tree/collect-environment.ts';

interface ProgramName {
  readonly name: string;
  readonly namespace: string;
}

/** What writes the Vault of an environment from within the cluster, for the remedies of gates. */
export function writersOfVault({
  bootstraps: [bootstrap],
  configurators: [configurator],
}: Pick<CollectedEnvironment, 'bootstraps' | 'configurators'>): {
  readonly bootstrap?: ProgramName;
  readonly configurator?: ProgramName;
} {
  return {
    ...(bootstrap && { bootstrap: { name: bootstrap.name, namespace: bootstrap.namespace } }),
    ...(configurator && { configurator: { name: configurator.name, namespace: configurator.namespace } }),
  };
}
