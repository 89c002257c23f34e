import { randomBytes } from 'node:crypto';
import { Lease } from '../../lifecycle/clients/kubernetes/lease.ts';
import { openUpstream } from '../../lifecycle/clients/upstream/open-upstream.ts';
import type { UpstreamValue } from '../../lifecycle/clients/upstream/upstream.ts';
import type { RenderedEnvironment } from '../../lifecycle/commands/rendered/rendered-environment.ts';
import { findConsumers, restart } from '../../lifecycle/commands/rotate/consumers.ts';
import { Delivery } from '../../lifecycle/commands/rotate/delivery.ts';
import { planRotation, type RotationPlan } from '../../lifecycle/commands/rotate/plan-rotation.ts';
import { rotateKeys } from '../../lifecycle/commands/rotate/rotate-keys.ts';
import { selectKeys } from '../../lifecycle/commands/rotate/select-keys.ts';
import type { Workstation } from '../../lifecycle/commands/workstation/workstation.ts';
import { Journal } from '../../lifecycle/run/journal.ts';
import { isPlaceholder } from '../../lifecycle/values/desired-values.ts';
import { readOutsideValues } from '../../lifecycle/values/external-values.ts';
import type { Invocation } from '../invocation.ts';
import type { RotateOptions } from '../rotate.ts';
import { runnerName } from '../runner-name.ts';
import type { RotationReport } from './rotation-report.ts';

/** How long the operator gets where it is asked at once, in milliseconds. */
const nudged = 90_000;
/** What it may take longer than its interval. */
const slack = 30_000;
const longestLease = 60_000;

/**
 * Rotates the keys behind a Secret, follows them into the cluster, and fills the report on the way.
 * @throws VaultwrightError where it ends before; the report then holds what was done
 */
export async function runRotation(
  rendered: RenderedEnvironment,
  target: string,
  options: RotateOptions,
  report: RotationReport,
  invocation: Invocation,
  open: () => Promise<Workstation>,
): Promise<void> {
  const { fixtureMap, isEphemeral } = rendered;
  const plan = planRotation(fixtureMap, selectKeys(rendered, target, options.namespace), isEphemeral);
  report.problems.push(...plan.refused);
  report.notes.push(...plan.untouched.map(({ what, place }) => `${place.vaultPath} stays: ${lowerFirst(what)}`));
  await using workstation = await open();
  await workstation.logIn();
  const { kubernetes, deadline } = workstation;
  const changed = [...plan.renewed, ...plan.recomposed];
  const delivery = await Delivery.prepare(kubernetes, rendered.readers, changed, deadline);
  report.notes.push(
    ...delivery.absent.map((name) => `ExternalSecret ${name} is not in the cluster, and not waited for`),
  );
  await writeKeys(rendered, plan, workstation, options, report, invocation);
  if (fixtureMap.entries[plan.renewed[0] ?? '']?.origin === 'operator-reconciled')
    report.notes.push(
      'An operator enforces this credential: it takes the new value from its Secret; roll its clients together with it.',
    );
  report.consumers.push(...(await findConsumers(kubernetes, delivery.secrets, deadline)));
  if (options.dryRun) {
    report.delivered.push(...delivery.secrets);
    return;
  }
  if (rendered.ownsCluster) await delivery.nudge(deadline);
  if (!options.wait) {
    report.notes.push('Not waited for: the operator takes the new value with its next refresh.');
    return;
  }
  const bound = Math.min(options.timeout * 1_000, rendered.ownsCluster ? nudged : delivery.longestInterval + slack);
  invocation.err(`Waiting up to ${Math.round(bound / 1_000)} s for the External Secrets Operator\n`);
  const late = await delivery.wait(deadline.atMost(bound), (secret) => report.delivered.push(secret));
  report.problems.push(...late);
  if (!options.restart) return;
  const fresh = new Set(report.delivered.map(({ namespace, secret }) => `${namespace}/${secret}`));
  for (const consumer of report.consumers) {
    const { namespace, secrets, canRestart, reloads } = consumer;
    if (!canRestart || reloads || !secrets.every((secret) => fresh.has(`${namespace}/${secret}`))) continue;
    await restart(kubernetes, consumer, deadline);
    report.restarted.add(consumer);
  }
}

const lowerFirst = (text: string): string => text.charAt(0).toLowerCase() + text.slice(1);

async function writeKeys(
  rendered: RenderedEnvironment,
  plan: RotationPlan,
  workstation: Workstation,
  options: RotateOptions,
  report: RotationReport,
  invocation: Invocation,
): Promise<void> {
  const { vault, kubernetes, deadline } = workstation;
  const { fixtureMap, isEphemeral, platformSettings } = rendered;
  const settings = isEphemeral ? rendered.bootstrapDocuments.settings : undefined;
  // Not for its sake: a bootstrap in between would find what is composed out of step.
  await using _lease =
    settings && !options.dryRun
      ? await Lease.acquire(
          kubernetes,
          {
            namespace: settings.namespace,
            name: settings.name,
            holder: `${runnerName()}-${randomBytes(4).toString('hex')}`,
          },
          deadline.atMost(longestLease),
        )
      : undefined;
  await rotateKeys(plan, {
    vault,
    fixtureMap,
    deadline,
    upstream: await upstreamValues(rendered, plan, workstation, invocation),
    isPlaceholder: (value, entry) => platformSettings !== undefined && isPlaceholder(platformSettings, value, entry),
    replaceForeign: options.replaceForeign === true,
    isDryRun: options.dryRun === true,
    onWritten: (written) => report.written.push(written),
  });
}

/** Reads the external values of a plan; nothing is asked where it has none. */
async function upstreamValues(
  rendered: RenderedEnvironment,
  { renewed }: RotationPlan,
  { kubernetes, deadline }: Workstation,
  { environment }: Invocation,
): Promise<ReadonlyMap<string, UpstreamValue>> {
  const { fixtureMap } = rendered;
  const external = Object.fromEntries(
    Object.entries(fixtureMap.entries).filter(
      ([path, { recipe }]) => recipe?.type === 'upstream' && renewed.includes(path),
    ),
  );
  if (Object.keys(external).length === 0) return new Map();
  const { settings } = rendered.bootstrapDocuments;
  const { upstream } = await readOutsideValues({
    settings: { ...settings, backfill: [] },
    fixtureMap: { ...fixtureMap, entries: external },
    kubernetes,
    deadline,
    journal: new Journal(() => undefined),
    openUpstream: (readSecret) => openUpstream(settings.upstream, { environment, readSecret }),
  });
  return upstream;
}
