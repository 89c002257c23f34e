import { randomBytes } from 'node:crypto';
import type { KubernetesClient } from '../../clients/kubernetes/kubernetes-client.ts';
import type { Upstream } from '../../clients/upstream/upstream.ts';
import type { VaultClient } from '../../clients/vault/vault-client.ts';
import { Deadline } from '../../run/deadline.ts';
import type { BootstrapDocuments } from '../../run/documents.ts';
import { Journal, type Step } from '../../run/journal.ts';
import { type EndedRun, summarise } from '../../run/run-summary.ts';
import type { SecretReader } from '../../values/external-values.ts';
import { bootstrap } from './bootstrap.ts';

export interface BootstrapOptions extends BootstrapDocuments {
  readonly vault: VaultClient;
  readonly kubernetes: KubernetesClient;
  openUpstream(readSecret: SecretReader): Promise<Upstream>;
  /** Who runs it, such as the name of the Pod. */
  readonly runner: string;
  /** @default from the local seed Secret, or made once and kept in a Secret */
  readonly seed?: string | undefined;
  /** Changes nothing and says what would be done. @default false */
  readonly isDryRun?: boolean;
  /** Told each step that did something, as it happens. */
  readonly onStep?: (step: Step) => void;
  /** Stops the run, which then ends its token and gives back its Lease. @default never */
  readonly signal?: AbortSignal;
}

/** Runs a bootstrap to its end and says how it ended; only a defect of the program itself is thrown. */
export async function runBootstrap(options: BootstrapOptions): Promise<EndedRun<'BootstrapSummary'>> {
  const { settings, isDryRun = false, signal, onStep = () => undefined } = options;
  const journal = new Journal(onStep, { isDryRun });
  const deadline = new Deadline(settings.deadlineSeconds * 1000, signal);
  return summarise({ kind: 'BootstrapSummary', environment: settings.environment, journal }, () =>
    bootstrap({
      ...options,
      journal,
      deadline,
      identity: `${options.runner.slice(0, 63)}-${randomBytes(4).toString('hex')}`,
      givenSeed: options.seed,
      openUpstream: (readSecret) => options.openUpstream(readSecret),
      findings: [],
    }),
  );
}
