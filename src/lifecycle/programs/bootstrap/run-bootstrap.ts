import { randomBytes } from 'node:crypto';
import { type ExitStatus, exitStatus, VaultwrightError } from '../../../model/diagnostics/errors.ts';
import type { KubernetesClient } from '../../clients/kubernetes/kubernetes-client.ts';
import type { Upstream } from '../../clients/upstream/upstream.ts';
import type { VaultClient } from '../../clients/vault/vault-client.ts';
import type { PlannedChange } from '../../reconcile/resource.ts';
import { Deadline } from '../../run/deadline.ts';
import type { BootstrapDocuments } from '../../run/documents.ts';
import { Journal, type Outcome, type Phase, type Step } from '../../run/journal.ts';
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

/** How a run ended. Names and codes only, never a value, a key or a token. */
export interface BootstrapSummary {
  readonly kind: 'BootstrapSummary';
  readonly environment: string;
  readonly status: 'done' | 'planned' | 'stopped';
  readonly exitStatus: ExitStatus;
  /** Steps by outcome. */
  readonly steps: Readonly<Record<Outcome, number>>;
  /** What would be done, in a dry run. */
  readonly plan?: readonly PlannedChange[];
  readonly milliseconds: number;
  /** Phase in which the run stopped, or in which the first step failed. */
  readonly phase?: Phase;
  /** States that stopped the run, or that a person must look at; sorted. */
  readonly findings?: readonly { readonly code: string; readonly what: string; readonly vaultPath?: string }[];
}

/** Runs a bootstrap to its end and says how it ended; only a defect of the program itself is thrown. */
export async function runBootstrap(
  options: BootstrapOptions,
): Promise<{ readonly summary: BootstrapSummary; readonly error?: VaultwrightError }> {
  const { settings, isDryRun = false, signal, onStep = () => undefined } = options;
  const started = performance.now();
  const journal = new Journal(onStep, { isDryRun });
  const deadline = new Deadline(settings.deadlineSeconds * 1000, signal);
  const base = () => ({
    kind: 'BootstrapSummary' as const,
    environment: settings.environment,
    steps: journal.counts,
    ...(isDryRun && { plan: journal.plan }),
    milliseconds: Math.round(performance.now() - started),
  });
  try {
    await bootstrap({
      ...options,
      journal,
      deadline,
      identity: `${options.runner.slice(0, 63)}-${randomBytes(4).toString('hex')}`,
      givenSeed: options.seed,
      openUpstream: (readSecret) => options.openUpstream(readSecret),
      findings: [],
    });
    return { summary: { ...base(), status: isDryRun ? 'planned' : 'done', exitStatus: exitStatus.clean } };
  } catch (error) {
    if (!(error instanceof VaultwrightError)) throw error;
    const findings = error.diagnostics.map(({ code, what, place: { vaultPath } }) => ({
      code,
      what,
      ...(vaultPath !== undefined && { vaultPath }),
    }));
    const summary = {
      ...base(),
      status: 'stopped',
      exitStatus: error.exitStatus,
      phase: journal.phase,
      findings,
    } as const;
    return { summary, error };
  }
}
