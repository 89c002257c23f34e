import type { Diagnostic } from '../../model/diagnostics/diagnostic.ts';
import { formatPhase } from '../../model/platform/phase.ts';
import { inspectedPlacements } from '../derive/inspected-placements.ts';
import type { EnvironmentApp } from '../environment-app.ts';
import type { SmokeCheck } from '../tree/contribution.ts';
import { problemAt } from './problem-at.ts';

/**
 * Finds smokes that are not later than what they inspect, and what no smoke inspects although the environment
 * has smokes.
 */
export function smokeProblems(app: EnvironmentApp): Diagnostic[] {
  const { smokes } = app.collect();
  return [
    ...smokes.flatMap((smoke) => [...notLater(app, smoke), ...unplaced(app, smoke), ...unprobed(app, smoke)]),
    ...unseen(app),
  ];
}

function notLater(app: EnvironmentApp, smoke: SmokeCheck): Diagnostic[] {
  const collected = app.collect();
  const { name, component, deployments, digests } = smoke;
  const later = (what: string, phase: number): Diagnostic[] =>
    phase < component.phase
      ? []
      : [
          problemAt(
            app,
            'VW1132',
            `Smoke "${name}" (${formatPhase(component.phase)}) inspects ${what} (${formatPhase(phase)})`,
            smoke,
          ),
        ];
  const producers = new Set(digests?.names.flatMap(({ key }) => key.producer ?? []));
  return [
    ...inspectedPlacements(smoke, collected).flatMap(({ externalSecret, component: owner }) =>
      later(`ExternalSecret "${externalSecret}" of "${owner.name}"`, owner.secretsPhase),
    ),
    ...deployments.flatMap((one) => later(`Deployment "${one.namespace}/${one.name}"`, one.phase)),
    ...collected.writers.flatMap((writer) =>
      producers.has(writer.producer) ? later(`what "${writer.producer.name}" publishes`, writer.component.phase) : [],
    ),
  ];
}

function unplaced(app: EnvironmentApp, smoke: SmokeCheck): Diagnostic[] {
  const { environment } = app;
  const placed = new Set(app.collect().placements.map(({ contract }) => contract));
  return (smoke.secrets ?? [])
    .filter((secret) => secret.existsIn(environment) && !placed.has(secret as never))
    .map((secret) => {
      const what = `Smoke "${smoke.name}" inspects Secret "${secret.nameIn(environment)}", which nothing places`;
      return problemAt(app, 'VW1134', what, smoke);
    });
}

/** A probe reads what the plan says of its Secret: who may read it, and who acts where it is refused. */
function unprobed(app: EnvironmentApp, smoke: SmokeCheck): Diagnostic[] {
  const inspected = new Set(inspectedPlacements(smoke, app.collect()).map(({ contract }) => contract as unknown));
  return smoke.probes.flatMap(({ name, url, token }) => {
    const secret = token.contract.nameIn(app.environment);
    const say = (what: string) => [problemAt(app, 'VW1140', `Probe "${name}" of smoke "${smoke.name}" ${what}`, smoke)];
    if (!inspected.has(token.contract)) return say(`reads Secret "${secret}", which that smoke does not inspect`);
    return url.contract === token.contract ? [] : say(`has its address in another Secret than "${secret}"`);
  });
}

/** Only where some smoke takes what it inspects from the phases: who names every Secret chooses. */
function unseen(app: EnvironmentApp): Diagnostic[] {
  const collected = app.collect();
  if (!collected.smokes.some(({ secrets }) => secrets === undefined)) return [];
  const seen = new Set(collected.smokes.flatMap((smoke) => inspectedPlacements(smoke, collected)));
  return collected.placements
    .filter((placement) => !seen.has(placement))
    .map((placement) => {
      const { externalSecret, component } = placement;
      const what = `ExternalSecret "${externalSecret}" (${formatPhase(component.secretsPhase)}) is later than every smoke`;
      return problemAt(app, 'VW1133', what, placement);
    });
}
