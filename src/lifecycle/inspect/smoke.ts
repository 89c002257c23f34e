import { createHash } from 'node:crypto';
import type { Diagnostic } from '../../model/diagnostics/diagnostic.ts';
import type { SmokePlan } from '../../model/documents/smoke-plan.ts';
import { isObject } from '../../model/json-record.ts';
import { type KubernetesClient, type KubernetesObject, secretPath } from '../clients/kubernetes/kubernetes-client.ts';
import type { VaultClient } from '../clients/vault/vault-client.ts';
import { gateProblem } from '../problems/gate-problems.ts';
import { inParallel } from '../run/in-parallel.ts';
import { conditionOf, reasonOf } from './external-secret.ts';
import { placedFindings } from './placed-secret.ts';
import { probeFindings } from './probe.ts';
import { remedyOf, rerunOf } from './remedy.ts';
import { type Check, type Repetition, runChecks } from './run-checks.ts';
import { keyShown, secretPlace } from './secret-name.ts';

/** What a smoke inspects, and by what. */
export interface Inspection extends Repetition {
  readonly plan: SmokePlan;
  readonly kubernetes: KubernetesClient;
  /** A client of the plan's Vault; without one its health is not asked for. */
  readonly vault?: VaultClient | undefined;
}

/** What a smoke found. */
export interface InspectionResult {
  readonly findings: readonly Diagnostic[];
  /** How many things were inspected, by what they are. */
  readonly inspected: Readonly<Record<'secrets' | 'keys' | 'stores' | 'deployments' | 'digests' | 'probes', number>>;
  readonly attempts: number;
}

/** Requests at once. */
const atOnce = 8;

/**
 * Inspects everything that a plan names, waits for what is not there yet, and returns all findings at once.
 * An object that cannot be read is a finding, and hides no other.
 */
export async function inspect(inspection: Inspection): Promise<InspectionResult> {
  const { plan } = inspection;
  const { findings, attempts } = await runChecks(checksOf(inspection), inspection);
  const inspected = {
    secrets: plan.secrets.length,
    keys: plan.secrets.reduce((sum, { keys }) => sum + keys.length, 0),
    stores: plan.stores.length,
    deployments: plan.deployments.length,
    digests: plan.digests?.values.length ?? 0,
    probes: plan.probes?.length ?? 0,
  };
  return { findings, inspected, attempts };
}

function checksOf(inspection: Inspection): Check[] {
  const { plan, kubernetes, vault, deadline } = inspection;
  const read = (path: string) => kubernetes.find(path, deadline);
  return [
    ...(vault ? [() => vaultFindings(vault, inspection)] : []),
    ...plan.stores.map((store) => async () => storeFindings(store, await read(storePath(store)), plan)),
    ...plan.deployments.map((one) => async () => deploymentFindings(one, await read(deploymentPath(one)))),
    ...plan.secrets.map((secret) => () => placedFindings(secret, plan, inspection)),
    ...(plan.digests && plan.digests.values.length > 0
      ? [() => digestFindings(plan.digests as NonNullable<SmokePlan['digests']>, inspection)]
      : []),
    ...(plan.probes ?? []).map((probe) => () => probeFindings(probe, inspection)),
  ];
}

type StoreOf = SmokePlan['stores'][number];
const storePath = ({ kind, namespace, name }: StoreOf): string =>
  kind === 'ClusterSecretStore'
    ? `/apis/external-secrets.io/v1/clustersecretstores/${name}`
    : `/apis/external-secrets.io/v1/namespaces/${namespace}/secretstores/${name}`;

/** Its Ready proves nothing; that it is not says enough. */
function storeFindings(store: StoreOf, live: KubernetesObject | undefined, plan: SmokePlan): Diagnostic[] {
  const ready = live && conditionOf(live, 'Ready');
  if (ready?.status === 'True') return [];
  const { kind, namespace, name } = store;
  const shown = `${kind} "${namespace === undefined ? '' : `${namespace}/`}${name}"`;
  const why = live ? `is not Ready: ${reasonOf(ready) ?? 'no controller has looked at it'}` : 'is not in the cluster';
  const object = { apiVersion: 'external-secrets.io/v1', kind, name, ...(namespace !== undefined && { namespace }) };
  const finding = gateProblem('VW5172', `${shown} ${why}`, { object });
  const run = rerunOf(plan);
  return [run ? { ...finding, fix: `${finding.fix} ${run.who} writes them anew: ${run.how}.` } : finding];
}

type DeploymentOf = SmokePlan['deployments'][number];
const deploymentPath = ({ namespace, name }: DeploymentOf): string =>
  `/apis/apps/v1/namespaces/${namespace}/deployments/${name}`;

function deploymentFindings({ namespace, name }: DeploymentOf, live: KubernetesObject | undefined): Diagnostic[] {
  const object = { apiVersion: 'apps/v1', kind: 'Deployment', namespace, name };
  const find = (what: string): Diagnostic[] => [
    gateProblem('VW5171', `Deployment "${namespace}/${name}" ${what}`, { object }),
  ];
  if (!live) return find('is missing');
  const spec = isObject(live.spec) ? live.spec : {};
  const status = isObject(live.status) ? live.status : {};
  const { generation } = live.metadata as { readonly generation?: number };
  const wanted = typeof spec.replicas === 'number' ? spec.replicas : 1;
  const available = typeof status.availableReplicas === 'number' ? status.availableReplicas : 0;
  if (wanted === 0) return find('is scaled to zero');
  if (Number(status.observedGeneration ?? 0) < (generation ?? 1)) return find('is not rolled out yet');
  return available >= wanted ? [] : find(`has ${available} of ${wanted} Pods available`);
}

/** Asks without a login; a standby that serves is as good as the active node. */
async function vaultFindings(vault: VaultClient, { plan, deadline }: Inspection): Promise<Diagnostic[]> {
  const path = 'sys/health?standbyok=true&perfstandbyok=true';
  const answer = await vault.send({ method: 'GET', path, repeat: false, timeout: 5_000 }, deadline);
  if (answer.kind === 'ok' || answer.kind === 'standby') return [];
  const state = answer.kind === 'unreachable' ? `unreachable (${answer.reason})` : answer.kind;
  const finding = gateProblem('VW5173', `Vault at ${vault.address} is ${state}`, {});
  return [{ ...finding, fix: `${finding.fix} ${openingOf(plan)}`.trim() }];
}

/** Returns how a Vault opens: a bootstrap does it, or people once and a key service from then on. */
function openingOf({ bootstrap, configurator, environment }: SmokePlan): string {
  if (bootstrap) return `Bootstrap unseals it: ${rerunOf({ bootstrap })?.how}.`;
  return configurator ? `People initialise it: \`vaultwright ceremony plan -e ${environment}\`.` : '';
}

/** Digests in the form in which producers publish them. */
const digestOf = (value: Buffer): string => `sha256:${createHash('sha256').update(value).digest('hex')}`;
/** Enough of a digest to tell two apart. */
const short = (digest: string): string => (/^sha256:[0-9a-f]{64}$/.test(digest) ? digest.slice(0, 19) : 'no digest');

async function digestFindings(
  { namespace, configMap, values }: NonNullable<SmokePlan['digests']>,
  { plan, kubernetes, deadline }: Inspection,
): Promise<readonly Diagnostic[]> {
  const published = await kubernetes.find(`/api/v1/namespaces/${namespace}/configmaps/${configMap}`, deadline);
  const data = isObject(published?.data) ? published.data : {};
  const findings: Diagnostic[] = [];
  await inParallel(values, atOnce, async (value) => {
    const live = await kubernetes.find(secretPath(value.namespace, value.secret), deadline);
    const encoded = isObject(live?.data) ? live.data[value.key] : undefined;
    // That it is missing is said where its keys are inspected.
    if (typeof encoded !== 'string') return;
    const expected = plan.secrets.find((one) => one.namespace === value.namespace && one.secret === value.secret);
    const { from } = expected?.keys.find(({ name }) => name === value.key) ?? { from: [] };
    const shown = keyShown(value, { name: value.key, from });
    const known = value.names.flatMap((name) => (typeof data[name] === 'string' ? [data[name]] : []));
    const place = secretPlace(value, from);
    const own = digestOf(Buffer.from(encoded, 'base64'));
    const [other] = known.filter((digest) => digest !== own);
    const where = `ConfigMap "${namespace}/${configMap}"`;
    const finding =
      known.length === 0
        ? gateProblem('VW5170', `${where} has no digest "${value.names[0]}" for ${shown}`, place)
        : other !== undefined
          ? gateProblem('VW5169', `${shown} has ${short(own)}, and ${where} has ${short(other)}`, place)
          : undefined;
    if (finding) findings.push({ ...finding, fix: `${finding.fix} ${remedyOf(from, plan)}`.trim() });
  });
  return findings;
}
