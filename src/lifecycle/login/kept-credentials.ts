import {
  encodeData,
  type KubernetesAnswer,
  type KubernetesObject,
  kubernetesError,
  secretData,
  secretPath,
} from '../clients/kubernetes/kubernetes-client.ts';
import { isObject } from '../clients/vault/vault-answer.ts';
import { lifecycleError } from '../problems/lifecycle-problems.ts';
import type { BootstrapRun } from '../programs/bootstrap/bootstrap-run.ts';

/** What the initialisation made. Kept in one Secret, and nowhere else. */
export interface VaultCredentials {
  readonly rootToken: string;
  readonly unsealKey: string;
}

export type KeptCredentials =
  | { readonly kind: 'kept'; readonly credentials: VaultCredentials }
  | { readonly kind: 'absent' }
  /** The Secret is there; `defects` names the keys that are missing, empty or truncated. `isEmpty`: no key holds anything. */
  | { readonly kind: 'incomplete'; readonly defects: readonly string[]; readonly isEmpty: boolean };

type Surroundings = Pick<BootstrapRun, 'kubernetes' | 'settings' | 'deadline'>;

/** Names the Secret in messages. */
export const credentialsLabel = ({ settings }: Pick<BootstrapRun, 'settings'>): string =>
  `Secret ${settings.namespace}/${settings.vault.credentialsSecret}`;

/** Reads what is kept. @throws VW5018, VW5019 */
export async function readCredentials({ kubernetes, settings, deadline }: Surroundings): Promise<KeptCredentials> {
  const secret = await kubernetes.find(secretPath(settings.namespace, settings.vault.credentialsSecret), deadline);
  if (!secret) return { kind: 'absent' };
  const { 'root-token': rootToken = '', 'unseal-key': unsealKey = '' } = secretData(secret);
  // Before decoding: what is no text may still be the last copy of something.
  const isEmpty = Object.values(isObject(secret.data) ? secret.data : {}).every((text) => text === '');
  const defects = [
    ...(isWholeToken(rootToken) ? [] : ['root-token']),
    ...(isWholeKey(unsealKey) ? [] : ['unseal-key']),
  ];
  return defects.length > 0
    ? { kind: 'incomplete', defects, isEmpty }
    : { kind: 'kept', credentials: { rootToken, unsealKey } };
}

/** Root tokens are `hvs.…` or `s.…` with at least 24 characters behind the dot. */
const isWholeToken = (token: string): boolean => /^(?:hv)?s\.[\w-]{24,}$/.test(token);
/** One share of an unseal key: 32 bytes, one more where there are several shares, as base64 or hexadecimal. */
const isWholeKey = (key: string): boolean =>
  /^(?:[A-Za-z0-9+/]{43}=|[A-Za-z0-9+/]{44}|(?:[0-9a-f]{2}){32,33})$/.test(key);

/**
 * Proves that the credentials can be kept, by the very request that will keep them, as a dry run of the server.
 *
 * The API server checks rights, admission and fields as for the real one and stores nothing.
 * @throws VW5009, VW5018
 */
export async function proveKeeping(run: Surroundings): Promise<void> {
  const stand = 'dry-run-only';
  const answer = await apply(run, { rootToken: stand, unsealKey: stand }, true);
  if (answer.kind !== 'ok') throw keepingError(run, answer);
}

/** How long the credentials are tried to be kept at least, in milliseconds: as long as a Pod lives that is told to stop. */
const shortestKeeping = 30_000;

/**
 * Keeps the credentials; repeated as long as there is time, whatever stops the run meanwhile, since they exist nowhere else.
 * @throws VW5009
 */
export async function keepCredentials(run: Surroundings, credentials: VaultCredentials): Promise<void> {
  const { deadline } = run;
  const until = deadline.grace(Math.max(shortestKeeping, deadline.remaining));
  for (;;) {
    const answer = await apply({ ...run, deadline: until }, credentials, false);
    if (answer.kind === 'ok') return;
    if (!(await until.wait(1_000)))
      throw lifecycleError('VW5009', `${credentialsLabel(run)} was not written (${answer.kind}), so the keys are lost`);
  }
}

/** No ownerReference: neither a deleted CronJob nor a pruned one may take the keys of a living Vault with it. */
function apply(
  { kubernetes, settings, deadline }: Surroundings,
  { rootToken, unsealKey }: VaultCredentials,
  dryRun: boolean,
): Promise<KubernetesAnswer> {
  const { namespace, name, vault } = settings;
  const object: KubernetesObject = {
    apiVersion: 'v1',
    kind: 'Secret',
    metadata: {
      name: vault.credentialsSecret,
      namespace,
      labels: { 'app.kubernetes.io/managed-by': name },
    },
    type: 'Opaque',
    data: encodeData({ 'root-token': rootToken, 'unseal-key': unsealKey }),
  };
  return kubernetes.apply(
    secretPath(namespace, vault.credentialsSecret),
    object,
    { fieldManager: name, force: true, dryRun },
    deadline,
  );
}

function keepingError(run: Surroundings, answer: Exclude<KubernetesAnswer, { kind: 'ok' }>) {
  if (answer.kind === 'unreachable' || answer.kind === 'failing')
    return kubernetesError(answer, `keep ${credentialsLabel(run)}`);
  return lifecycleError('VW5009', `${credentialsLabel(run)} cannot be written: ${answer.kind}`);
}
