import type { Diagnostic } from '../../../model/diagnostics/diagnostic.ts';
import type { AccessMap } from '../../../model/documents/access-map.ts';
import type { BootstrapSettings } from '../../../model/documents/bootstrap-settings.ts';
import type { FixtureMap } from '../../../model/documents/fixture-map.ts';
import type { KubernetesClient } from '../../clients/kubernetes/kubernetes-client.ts';
import type { Upstream } from '../../clients/upstream/upstream.ts';
import type { VaultClient } from '../../clients/vault/vault-client.ts';
import type { Deadline } from '../../run/deadline.ts';
import type { Journal, Phase } from '../../run/journal.ts';

/** What an environment wants: the three documents that it renders for its bootstrap. */
export interface BootstrapDocuments {
  readonly settings: BootstrapSettings;
  readonly fixtureMap: FixtureMap;
  readonly accessMap: AccessMap;
}

/** Reads one key of a Secret in the namespace of the bootstrap, decoded; rejects where it is missing. */
export type SecretReader = (name: string, key: string) => Promise<string>;

/** What a bootstrap works with. */
export interface BootstrapRun extends BootstrapDocuments {
  readonly vault: VaultClient;
  readonly kubernetes: KubernetesClient;
  readonly journal: Journal;
  readonly deadline: Deadline;
  /** Prints what would be done and changes nothing. */
  readonly isDryRun: boolean;
  /** Who runs it, unique for each run; a Pod name and some random characters. */
  readonly identity: string;
  /** Seed of generated values that somebody gave; else it comes from a Secret. */
  readonly givenSeed: string | undefined;
  /** Opens the store of external values. @param readSecret reads one key of a Secret beside the bootstrap */
  openUpstream(readSecret: SecretReader): Promise<Upstream>;
  /** States that a person must look at and that do not stop the other keys. */
  readonly findings: Diagnostic[];
}

/** Describes a change and carries it out, unless the run only plans. */
export async function change(
  { journal, isDryRun }: Pick<BootstrapRun, 'journal' | 'isDryRun'>,
  phase: Phase,
  { action, target, reason }: { readonly action: string; readonly target?: string; readonly reason?: string },
  carryOut: () => Promise<void>,
): Promise<void> {
  const step = { phase, action, ...(target !== undefined && { target }), ...(reason !== undefined && { reason }) };
  journal.enter(phase);
  if (!isDryRun) await carryOut();
  journal.step({ ...step, outcome: isDryRun ? 'planned' : 'done' });
}
