import type { CeremonyEvidence } from '../../lifecycle/commands/evidence/ceremony-evidence.ts';
import type { Evidence } from '../../lifecycle/commands/evidence/collect-evidence.ts';

/** What is printed as JSON. */
export interface EvidenceReport extends Evidence {
  readonly kind: 'EvidenceReport';
  readonly environment: string;
  /** UTC, ISO 8601. */
  readonly time: string;
  readonly vault: string;
  readonly ceremony?: CeremonyEvidence;
}
