import type { ConfiguratorDocuments } from '../../../src/lifecycle/run/documents.ts';

/** What `configure-process.ts` reads from standard input, as JSON. */
export interface ConfigureProcessInput {
  readonly documents: ConfiguratorDocuments;
  readonly vaultAddress: string;
  readonly kubernetesAddress: string;
  readonly kubernetesToken: string;
}
