import type { UpstreamValue } from '../../../src/lifecycle/clients/upstream/upstream.ts';
import type { ConfiguratorDocuments } from '../../../src/lifecycle/run/documents.ts';

/** What `configure-process.ts` reads from standard input, as JSON. */
export interface ConfigureProcessInput {
  readonly documents: ConfiguratorDocuments;
  readonly vaultAddress: string;
  readonly kubernetesAddress: string;
  readonly kubernetesToken: string;
  /** What a store with versions holds, by name. @default the store that is rendered */
  readonly upstream?: Readonly<Record<string, UpstreamValue>>;
}
