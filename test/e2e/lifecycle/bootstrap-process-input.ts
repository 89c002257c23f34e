import type { BootstrapDocuments } from '../../../src/lifecycle/run/documents.ts';

/** What `bootstrap-process.ts` reads from standard input, as JSON. */
export interface BootstrapProcessInput {
  readonly documents: BootstrapDocuments;
  readonly vaultAddress: string;
  readonly kubernetesAddress: string;
  readonly kubernetesToken: string;
  readonly seed?: string;
  readonly isDryRun: boolean;
}
