import { randomBytes } from 'node:crypto';
import type { Diagnostic } from '../../../model/diagnostics/diagnostic.ts';
import { Lease } from '../../clients/kubernetes/lease.ts';
import { openUpstream } from '../../clients/upstream/open-upstream.ts';
import type { UpstreamValue } from '../../clients/upstream/upstream.ts';
import { readExternalValues } from '../../values/external-values.ts';
import { knownPlaceholders } from '../fixtures/judge-environment.ts';
import type { RenderedEnvironment } from '../rendered/rendered-environment.ts';
import type { EnvironmentServers } from '../servers/environment-servers.ts';
import { type Consumer, findConsumers, restart } from './consumers.ts';
import { type DeliveredSecret, Delivery } from './delivery.ts';
import { planRotation, type RotationPlan } from './plan-rotation.ts';
import { rotateKeys, type WrittenKey } from './rotate-keys.ts';
import { selectKeys } from './select-keys.ts';

/** What a person asks of a rotation. */
export interface RotationRequest {
  /** `SECRET`, `SECRET/KEY`, or `vault:ID`. */
  readonly target: string;
  /** Namespace of the Secret, where Secrets of that name differ. */
  readonly namespace?: string | undefined;
  readonly isDryRun: boolean;
  /** Whether the Secrets are waited for. */
  readonly waits: boolean;
  readonly restarts: boolean;
  readonly replaceForeign: boolean;
  /** How long the Secrets are waited for at most, in milliseconds. */
  readonly timeout: number;
  /** Who asks, as the holder of a Lease. */
  readonly runner: string;
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** Shows the person what is under way. */
  readonly say: (text: string) => void;
}

/** What a rotation has done so far; filled while it runs. */
export interface RotationReport {
  readonly environment: string;
  readonly isDryRun: boolean;
  readonly written: WrittenKey[];
  /** Secrets that hold the new value; in a dry run, those that would. */
  readonly delivered: DeliveredSecret[];
  readonly consumers: Consumer[];
  readonly restarted: Set<Consumer>;
  /** What a person should know. */
  readonly notes: string[];
  /** What a person must do. */
  readonly problems: Diagnostic[];
}

/** How long the operator gets where it is asked at once, in milliseconds. */
const nudged = 90_000;
/** What it may take longer than its interval. */
const slack = 30_000;
const longestLease = 60_000;

/**
 * Rotates the keys behind a Secret, follows them into the cluster, and fills the report on the way.
 * @param open opens the way to the servers, once it is known that there is something to do
 * @throws VaultwrightError where it ends before; the report then holds what was done
 */
export async function runRotation(
  rendered: RenderedEnvironment,
  request: RotationRequest,
  report: RotationReport,
  open: () => Promise<EnvironmentServers>,
): Promise<void> {
  const { fixtureMap } = rendered;
  const plan = planRotation(fixtureMap, selectKeys(rendered, request.target, request.namespace), {
    canCopy: rendered.hasBootstrap || rendered.hasConfigurator,
    canRestore: rendered.hasConfigurator,
  });
  report.problems.push(...plan.refused);
  report.notes.push(...plan.untouched.map(({ what, place }) => `${place.vaultPath} stays: ${lowerFirst(what)}`));
  await using servers = await open();
  await servers.logIn();
  const { kubernetes, deadline } = servers;
  const changed = [...plan.renewed, ...plan.recomposed];
  const delivery = await Delivery.prepare(kubernetes, rendered.readers, changed, deadline);
  report.notes.push(
    ...delivery.absent.map((name) => `ExternalSecret ${name} is not in the cluster, and not waited for`),
  );
  await writeKeys(rendered, plan, servers, request, report);
  if (fixtureMap.entries[plan.renewed[0] ?? '']?.origin === 'operator-reconciled')
    report.notes.push(
      'An operator enforces this credential: it takes the new value from its Secret; roll its clients together with it.',
    );
  report.consumers.push(...(await findConsumers(kubernetes, delivery.secrets, deadline)));
  if (request.isDryRun) {
    report.delivered.push(...delivery.secrets);
    return;
  }
  await deliver(rendered, delivery, servers, request, report);
  if (request.waits && request.restarts) await restartConsumers(servers, report);
}

async function deliver(
  { document }: RenderedEnvironment,
  delivery: Delivery,
  { deadline }: EnvironmentServers,
  request: RotationRequest,
  report: RotationReport,
): Promise<void> {
  const { isDisposable } = document.cluster;
  if (isDisposable) await delivery.nudge(deadline);
  if (!request.waits) {
    report.notes.push('Not waited for: the operator takes the new value with its next refresh.');
    return;
  }
  const bound = Math.min(request.timeout, isDisposable ? nudged : delivery.longestInterval + slack);
  request.say(`Waiting up to ${Math.round(bound / 1_000)} s for the External Secrets Operator\n`);
  const late = await delivery.wait(deadline.atMost(bound), (secret) => report.delivered.push(secret));
  report.problems.push(...late);
}

async function restartConsumers({ kubernetes, deadline }: EnvironmentServers, report: RotationReport): Promise<void> {
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
  servers: EnvironmentServers,
  request: RotationRequest,
  report: RotationReport,
): Promise<void> {
  const { vault, kubernetes, deadline } = servers;
  const { bootstrap, configurator = bootstrap } = rendered.document;
  const holder = `${request.runner}-${randomBytes(4).toString('hex')}`;
  // Not for its sake: a run of the cluster in between would find what is composed out of step.
  await using _lease =
    configurator && !request.isDryRun
      ? await Lease.acquire(
          kubernetes,
          { namespace: configurator.namespace, name: configurator.name, holder },
          deadline.atMost(longestLease),
        )
      : undefined;
  await rotateKeys(plan, {
    vault,
    deadline,
    fixtureMap: rendered.fixtureMap,
    placeholders: knownPlaceholders(rendered),
    upstream: await upstreamValues(rendered, plan, servers, request),
    replaceForeign: request.replaceForeign,
    canCreate: rendered.hasConfigurator,
    isDryRun: request.isDryRun,
    onWritten: (written) => report.written.push(written),
  });
}

/** Reads the external values of a plan; nothing is asked where it has none. */
async function upstreamValues(
  { fixtureMap, document, name }: RenderedEnvironment,
  { renewed }: RotationPlan,
  { kubernetes, deadline }: EnvironmentServers,
  { environment }: RotationRequest,
): Promise<ReadonlyMap<string, UpstreamValue>> {
  const entries = Object.fromEntries(
    Object.entries(fixtureMap.entries).filter(
      ([id, { recipe }]) => recipe?.type === 'upstream' && renewed.includes(id),
    ),
  );
  if (Object.keys(entries).length === 0) return new Map();
  const { upstream } = await readExternalValues({
    environment: name,
    entries,
    kubernetes,
    deadline,
    namespace: document.bootstrap?.namespace ?? document.configurator?.namespace ?? document.namespace,
    openUpstream: (readSecret) => openUpstream(document.upstream, { environment, readSecret }),
  });
  return upstream;
}
