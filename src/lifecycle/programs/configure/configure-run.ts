import type { Diagnostic } from '../../../model/diagnostics/diagnostic.ts';
import type { KubernetesClient } from '../../clients/kubernetes/kubernetes-client.ts';
import type { Upstream } from '../../clients/upstream/upstream.ts';
import type { VaultClient } from '../../clients/vault/vault-client.ts';
import type { Deadline } from '../../run/deadline.ts';
import type { ConfiguratorDocuments } from '../../run/documents.ts';
import type { Journal } from '../../run/journal.ts';
import type { SecretReader } from '../../values/external-values.ts';

/** What a run of a configurator works with, and nothing else does. */
export interface ConfigureRun extends ConfiguratorDocuments {
  readonly vault: VaultClient;
  readonly kubernetes: KubernetesClient;
  readonly journal: Journal;
  readonly deadline: Deadline;
  /**
   * Opens the store of external values.
   * @param readSecret reads one key of a Secret beside the configurator
   */
  openUpstream(readSecret: SecretReader): Promise<Upstream>;
  /** States that a person must look at and that do not stop the other keys. */
  readonly findings: Diagnostic[];
}
