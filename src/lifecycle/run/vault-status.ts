import { isPassing, type VaultAnswer } from '../clients/vault/vault-answer.ts';
import { type VaultClient, vaultError } from '../clients/vault/vault-client.ts';
import type { Deadline } from './deadline.ts';

export interface VaultStatus {
  readonly isInitialised: boolean;
  readonly isSealed: boolean;
  /** `shamir`, or the type of the key service that unseals it. */
  readonly sealType: string;
}

const question = { method: 'GET', path: 'sys/seal-status' } as const;

/**
 * Asks for the seal; it answers in every state of Vault.
 * @throws VW5001, VW5002, VW5004
 * @see https://developer.hashicorp.com/vault/api-docs/system/seal-status
 */
export const readStatus = async (vault: VaultClient, deadline: Deadline): Promise<VaultStatus> =>
  statusOf(await vault.send(question, deadline));

/** How long Vault may take to appear, in milliseconds. */
const longestStart = 120_000;

/**
 * Waits until Vault answers at all: right after its Pod is scheduled nothing listens.
 * @throws VW5001, VW5002 where it does not until the deadline, VW5004 where it is not Vault that answers
 */
export async function waitForVault(vault: VaultClient, deadline: Deadline): Promise<VaultStatus> {
  const until = deadline.atMost(longestStart);
  for (let last: VaultAnswer | undefined; ; ) {
    const answer = await vault.send({ ...question, repeat: false, timeout: 5_000 }, until);
    if (!isPassing(answer)) return statusOf(answer);
    last = tellingMore(last, answer);
    if (!(await until.wait(500))) return statusOf(last);
  }
}

function statusOf(answer: VaultAnswer): VaultStatus {
  if (answer.kind === 'uninitialised') return { isInitialised: false, isSealed: true, sealType: 'unknown' };
  if (answer.kind !== 'ok') throw vaultError(answer, 'read the seal status');
  const { initialized, sealed, type } = answer.body;
  if (typeof initialized !== 'boolean' || typeof sealed !== 'boolean')
    throw vaultError({ kind: 'malformed' }, 'read the seal status');
  return { isInitialised: initialized, isSealed: sealed, sealType: typeof type === 'string' ? type : 'unknown' };
}

/**
 * Waits until this node serves: right after an unseal it is standby for a moment.
 * @throws VW5001, VW5002 where it does not until the deadline
 * @see https://developer.hashicorp.com/vault/api-docs/system/health
 */
export async function waitForActive(vault: VaultClient, deadline: Deadline): Promise<void> {
  const until = deadline.atMost(30_000);
  for (let last: Exclude<VaultAnswer, { kind: 'ok' }> | undefined; ; ) {
    const answer = await vault.send({ method: 'GET', path: 'sys/health', repeat: false, timeout: 5_000 }, until);
    if (answer.kind === 'ok') return;
    last = tellingMore(last, answer);
    if (!(await until.wait(50))) throw vaultError(last, 'wait for the active node');
  }
}

/** What Vault said before explains more than that the time was over. */
const tellingMore = <A extends VaultAnswer>(before: A | undefined, now: A): A =>
  before && now.kind === 'unreachable' && now.reason === 'DEADLINE' ? before : now;
