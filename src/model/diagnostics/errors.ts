import { type Diagnostic, formatDiagnostic, sortDiagnostics } from './diagnostic.ts';

/**
 * Exit statuses of every Vaultwright program.
 *
 * Only programs that talk to servers end as `temporary`: a server does not answer or serve yet, and running
 * again goes on.
 */
export const exitStatus = { clean: 0, findings: 1, usage: 2, internal: 3, temporary: 4 } as const;
/** A status with which a Vaultwright program exits. */
export type ExitStatus = (typeof exitStatus)[keyof typeof exitStatus];

/** Base of every error that Vaultwright throws on purpose; it carries all diagnostics of the run, sorted. */
export abstract class VaultwrightError extends Error {
  /** Status with which a program that ends on this error exits. */
  abstract readonly exitStatus: ExitStatus;
  readonly diagnostics: readonly Diagnostic[];

  constructor(diagnostics: Iterable<Diagnostic>) {
    const sorted = sortDiagnostics(diagnostics);
    super(sorted.map(formatDiagnostic).join('\n\n'));
    this.name = new.target.name;
    this.diagnostics = sorted;
  }
}

/** The engineer who wrote the declaration or the manifest must act. */
export class FindingsError extends VaultwrightError {
  readonly exitStatus = exitStatus.findings;
}

/** Whoever configures the platform or called the program must act. */
export class ConfigurationError extends VaultwrightError {
  readonly exitStatus = exitStatus.usage;
}

/**
 * Nobody must act: a server did not answer or serve in time, and the next run goes on from what this one
 * left.
 */
export class TemporaryError extends VaultwrightError {
  readonly exitStatus = exitStatus.temporary;
}

/** A defect of Vaultwright itself; please report it. */
export class InternalError extends VaultwrightError {
  readonly exitStatus = exitStatus.internal;
}
