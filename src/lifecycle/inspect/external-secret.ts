import type { Diagnostic } from '../../model/diagnostics/diagnostic.ts';
import { externalSecretDigest } from '../../model/documents/external-secret-digest.ts';
import { isObject } from '../../model/json-record.ts';
import type { KubernetesObject } from '../clients/kubernetes/kubernetes-client.ts';
import { type GateCode, gateProblem } from '../problems/gate-problems.ts';
import { type RemedyFacts, remedyOf } from './remedy.ts';
import { type ExpectedSecret, keysShown, vaultKeysOf } from './secret.ts';

/** Path of an ExternalSecret. */
export const externalSecretPath = (namespace: string, name: string): string =>
  `/apis/external-secrets.io/v1/namespaces/${namespace}/externalsecrets/${name}`;

/** How long a refresh may be late before the operator counts as standing still, in milliseconds. */
const lateness = 10 * 60_000;

/**
 * Finds what keeps an ExternalSecret from proving that its Secret is what Vault has: it is missing, not
 * Ready, or its Ready is that of an earlier spec or of an earlier time.
 * @param live the object in the cluster, `undefined` where there is none
 * @param now milliseconds since 1970
 */
export function externalSecretFindings(
  expected: ExpectedSecret & { readonly externalSecret: string },
  live: KubernetesObject | undefined,
  facts: RemedyFacts,
  now: number,
): Diagnostic[] {
  const { namespace, externalSecret: name, secret, keys } = expected;
  const object = { apiVersion: 'external-secrets.io/v1', kind: 'ExternalSecret', namespace, name };
  const shown = `ExternalSecret "${namespace}/${name}" of Secret "${secret}"`;
  const find = (code: GateCode, what: string, remedy = ''): Diagnostic[] => {
    const finding = gateProblem(code, `${shown} ${what}; keys: ${keysShown(keys)}`, { object });
    return [remedy === '' ? finding : { ...finding, fix: `${finding.fix} ${remedy}` }];
  };
  if (!live) return find('VW5160', 'is not in the cluster');
  if (expected.digest !== undefined && externalSecretDigest(live.spec) !== expected.digest)
    return find('VW5181', 'does not say what is rendered');
  const ready = conditionOf(live, 'Ready');
  // Without a value that is asked for the operator reports one reason, whichever key it was.
  if (ready?.status !== 'True')
    return find(
      'VW5161',
      `is not Ready: ${reasonOf(ready) ?? 'no controller has looked at it'}`,
      `Where Vault lacks a key: ${remedyOf(vaultKeysOf(expected), facts)} \`vaultwright drift\` names those that it lacks.`,
    );
  const status = isObject(live.status) ? live.status : {};
  const { generation } = live.metadata as { readonly generation?: unknown };
  const synced = String(status.syncedResourceVersion ?? '');
  if (synced.split('-')[0] !== String(generation))
    return find('VW5162', `is stale: generation ${String(generation)} is not synced yet`);
  const interval = refreshInterval(live);
  const refreshed = Date.parse(String(status.refreshTime ?? ''));
  if (interval !== undefined && !(now - refreshed <= interval + lateness))
    return find('VW5162', `is stale: the operator has not refreshed it for longer than its interval`);
  return [];
}

type Condition = Readonly<Record<string, unknown>>;

/** Returns a condition of an object of the operator. */
export function conditionOf({ status }: KubernetesObject, type: string): Condition | undefined {
  const conditions: unknown = isObject(status) ? status.conditions : undefined;
  return (Array.isArray(conditions) ? conditions : []).filter(isObject).find((each) => each.type === type);
}

/** Returns the reason of a condition: a word of the controller’s; its message may quote what it read. */
export function reasonOf(condition: Condition | undefined): string | undefined {
  const reason = condition?.reason;
  if (condition === undefined) return undefined;
  return typeof reason === 'string' && /^\w{1,64}$/.test(reason) ? reason : 'no reason given';
}

/** How often the operator reads anew, in milliseconds; `undefined` where it does not. */
function refreshInterval({ spec }: KubernetesObject): number | undefined {
  if (!isObject(spec) || (spec.refreshPolicy ?? 'Periodic') !== 'Periodic') return undefined;
  const milliseconds = duration(String(spec.refreshInterval ?? '1h'));
  return milliseconds === 0 ? undefined : milliseconds;
}

const units: Readonly<Record<string, number>> = { h: 3_600_000, m: 60_000, s: 1_000, ms: 1 };

/** Reads a duration as Go writes it; parts below a millisecond count as nothing. */
function duration(text: string): number {
  return [...text.matchAll(/(\d{1,9}(?:\.\d{1,9})?)(ms|h|m|s)/g)].reduce(
    (sum, [, number, unit]) => sum + Number(number) * (units[unit ?? ''] ?? 0),
    0,
  );
}
