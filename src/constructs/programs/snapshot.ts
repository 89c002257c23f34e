import type { SnapshotSettings } from '../../model/documents/snapshot-settings.ts';
import type { Program } from './program.ts';
import { reachOnly } from './reach.ts';

/** Takes snapshots of raft into a volume; in Kubernetes it may do nothing. */
export const snapshotProgram: Program<SnapshotSettings> = {
  settings: 'snapshot-settings',
  documents: [],
  rules: () => [],
  network: ({ vault }, podLabels) => reachOnly(podLabels, { anywhere: [], vault: vault.address }),
};
