import type { CollectedEnvironment } from '../tree/collect-environment.ts';
import type { Placement, SmokeCheck } from '../tree/contribution.ts';

/**
 * Returns the ExternalSecrets that a smoke inspects: those of the Secrets that it names, else each that is
 * rolled out before it and not before the previous smoke that names none.
 */
export function inspectedPlacements(
  { secrets, component: { phase } }: SmokeCheck,
  { placements, smokes }: Pick<CollectedEnvironment, 'placements' | 'smokes'>,
): Placement[] {
  if (secrets) return placements.filter(({ contract }) => secrets.some((secret) => Object.is(secret, contract)));
  const earlier = smokes.filter((one) => one.secrets === undefined && one.component.phase < phase);
  const since = Math.max(0, ...earlier.map(({ component }) => component.phase));
  return placements.filter(({ component }) => component.secretsPhase >= since && component.secretsPhase < phase);
}
