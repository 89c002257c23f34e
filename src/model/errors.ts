import { type Diagnostic, formatDiagnostic, sortDiagnostics } from './diagnostic.ts';

/** Exit statuses of every Vaultwright program. */
export const exitStatus = { clean: 0, findings: 1, usage: 2, internal: 3 } as const;
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

/** A defect of Vaultwright itself; please report it. */
export class InternalError extends VaultwrightError {
  readonly exitStatus = exitStatus.internal;
}
