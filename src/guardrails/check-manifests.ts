import { type Diagnostic, sortDiagnostics } from '../model/diagnostics/diagnostic.ts';
import { applyBaseline, writeBaseline } from './adoption/baseline.ts';
import type { BaselineFile } from './adoption/baseline-file.ts';
import { applySuppressions, type Suppression } from './adoption/suppression.ts';
import { suppressionAnnotations } from './adoption/suppression-annotation.ts';
import type { GuardrailConfiguration } from './engine/configuration.ts';
import { runGuardrails } from './engine/engine.ts';
import type { Manifest } from './manifest/manifest.ts';

/** What is judged. */
export interface CheckSubject {
  readonly manifests: readonly Manifest[];
  /** What reading them showed. @default nothing */
  readonly diagnostics?: readonly Diagnostic[];
  /** What comments in their files accept; annotations are read here. @default nothing */
  readonly suppressions?: readonly Suppression[];
  /** Findings that were there before, and are none of this subject. @default none */
  readonly known?: readonly Diagnostic[];
  /**
   * True where the configuration is about more than is judged here: that one of its suppressions or an entry
   * of the baseline accepts nothing is then no finding. @default false
   */
  readonly isPart?: boolean;
}

/** By which rules it is judged, and which findings are accepted. */
export interface CheckPolicy {
  readonly configuration: GuardrailConfiguration;
  /** Of the configuration file. */
  readonly suppressions: readonly Suppression[];
  readonly baseline?: BaselineFile | undefined;
  /**
   * Takes a new text of the baseline before it is applied, which accepts all that is not accepted otherwise.
   * @default it stays as it is
   */
  readonly writeBaseline?: ((text: string) => void) | undefined;
  /** Recognises a finding that is reported. @default all */
  readonly isInScope?: ((diagnostic: Diagnostic) => boolean) | undefined;
}

export interface CheckResult {
  /** Sorted. */
  readonly diagnostics: readonly Diagnostic[];
  readonly suppressed: number;
  readonly baselined: number;
}

/** What was found, before anything of it is accepted. */
export interface Judgement {
  /** Sorted by place. */
  readonly diagnostics: readonly Diagnostic[];
  /** What the files themselves accept. */
  readonly suppressions: readonly Suppression[];
}

/**
 * Judges manifests and leaves out what is accepted: by a suppression, by the baseline, or as out of scope, in
 * this order.
 *
 * @throws ConfigurationError VW3999 where the configuration is wrong, VW2020 and VW2022 where the baseline is
 * wrong or not there
 */
export const checkManifests = (subject: CheckSubject, policy: CheckPolicy): CheckResult =>
  acceptFindings(judgeManifests(subject, policy.configuration), policy, subject.isPart);

/** Leaves out what is accepted, as {@link checkManifests} does. */
export function acceptFindings(judgement: Judgement, policy: CheckPolicy, isPart = false): CheckResult {
  const today = new Date().toISOString().slice(0, 10);
  const suppressions = [...judgement.suppressions, ...policy.suppressions];
  const accepted = applySuppressions(judgement.diagnostics, suppressions, today);
  const { baseline, writeBaseline: write, isInScope = () => true } = policy;
  write?.(writeBaseline(accepted.diagnostics));
  const baselined = baseline
    ? applyBaseline(accepted.diagnostics, baseline.read(), baseline.file)
    : { diagnostics: accepted.diagnostics, baselined: 0 };
  const elsewhere = new Set(isPart ? policy.suppressions.map(({ position }) => position) : []);
  const isOfElsewhere = ({ code, place: { position } }: Diagnostic): boolean =>
    isPart && (code === 'VW2021' || (code === 'VW2012' && position !== undefined && elsewhere.has(position)));
  return {
    diagnostics: sortDiagnostics(
      baselined.diagnostics.filter((diagnostic) => isInScope(diagnostic) && !isOfElsewhere(diagnostic)),
    ),
    suppressed: accepted.suppressed,
    baselined: baselined.baselined,
  };
}

/** Judges manifests; nothing that is found is accepted yet. */
export function judgeManifests(
  { manifests, diagnostics = [], known = [], suppressions: ofFiles = [] }: CheckSubject,
  configuration: GuardrailConfiguration,
): Judgement {
  const found = [...diagnostics, ...runGuardrails({ manifests, configuration })];
  const raised = configuration.failOnNotes
    ? found.map((problem) => (problem.severity === 'note' ? { ...problem, severity: 'error' as const } : problem))
    : found;
  const before = new Set(known.map((diagnostic) => JSON.stringify(diagnostic)));
  return {
    diagnostics: sortDiagnostics(raised.filter((diagnostic) => !before.has(JSON.stringify(diagnostic)))),
    suppressions: [...ofFiles, ...suppressionAnnotations(manifests)],
  };
}
