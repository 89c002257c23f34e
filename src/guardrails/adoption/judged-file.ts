import type { Place } from '../../model/diagnostics/diagnostic.ts';

/**
 * Returns the file in which a finding is accepted: what was rendered from constructs is accepted where it is
 * written, not where it is declared.
 */
export const judgedFile = ({ constructPath, output, position }: Place): string | undefined =>
  constructPath === undefined ? (position?.file ?? output) : (output ?? position?.file);
