import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { Diagnostic } from '../../../model/diagnostics/diagnostic.ts';
import { transcriptFile } from '../ceremony/ceremony-folder.ts';
import { checkTranscript } from '../ceremony/verify-transcript.ts';

/** What the transcript of a ceremony says about who holds what, and when it was looked at. */
export interface CeremonyEvidence {
  readonly head: string;
  /** Who holds the recovery key now, and by which key of OpenPGP. */
  readonly custodians: readonly { readonly name: string; readonly fingerprint: string }[];
  readonly threshold: number;
  /** Each step that was finished, with its time and officer. */
  readonly steps: readonly { readonly step: string; readonly time: string; readonly officer: string }[];
}

/** Events that end a step. */
const endings: readonly string[] = ['done', 'verified', 'passed', 'failed', 'bootstrap-token'];

/**
 * Reads the transcript in the folder of a ceremony; what is wrong with it are findings.
 * @returns `undefined` where there is none
 */
export function ceremonyEvidence(
  folder: string,
): { readonly ceremony: CeremonyEvidence; readonly findings: readonly Diagnostic[] } | undefined {
  const file = join(folder, transcriptFile);
  if (!existsSync(file)) return undefined;
  const { records, head, findings } = checkTranscript(file, undefined);
  const custody = records.findLast(
    ({ step, event }) => event === 'done' && (step === 'init' || step === 'rotate-recovery'),
  );
  const shares = Number(custody?.facts?.shares ?? 0);
  return {
    ceremony: {
      head,
      // The holder of the root token stands behind the custodians.
      custodians: (custody?.holders ?? []).slice(0, shares).map(({ name, fingerprint }) => ({ name, fingerprint })),
      threshold: Number(custody?.facts?.threshold ?? 0),
      steps: records
        .filter(({ event }) => endings.includes(event))
        .map(({ step, event, time, officer }) => ({ step: `${step} ${event}`, time, officer })),
    },
    findings,
  };
}
