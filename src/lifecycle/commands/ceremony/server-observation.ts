import { isObject, type JsonRecord } from '../../../model/json-record.ts';
import type { VaultAnswer } from '../../clients/vault/vault-answer.ts';
import { vaultError } from '../../clients/vault/vault-client.ts';
import { commandError } from '../../problems/command-problem.ts';
import type { VaultAccess } from '../../reconcile/resource.ts';

/** What a server says about itself without a login. */
export interface ServerStatus {
  readonly version: string;
  readonly isInitialised: boolean;
  readonly isSealed: boolean;
  /** Type of the seal; `shamir` where people unseal. */
  readonly seal: string;
  /** Empty before it is initialised. */
  readonly cluster: string;
}

/** Reads what a server says about itself. @throws VW5001, VW5002, VW5004 */
export async function serverStatus({ vault, deadline }: VaultAccess): Promise<ServerStatus> {
  const body = await vault.expect({ method: 'GET', path: 'sys/seal-status' }, 'read its seal', deadline);
  const { version, initialized, sealed, type, cluster_id: cluster } = body;
  if (typeof version !== 'string' || typeof initialized !== 'boolean' || typeof type !== 'string')
    throw vaultError({ kind: 'malformed' }, 'read its seal');
  const id = typeof cluster === 'string' ? cluster : '';
  return { version, isInitialised: initialized, isSealed: sealed === true, seal: type, cluster: id };
}

/** Something that people do by a quorum of shares. */
export type QuorumKind = 'generate-root' | 'rotate-recovery';

/** The API paths under which a server does it. */
export interface Endpoints {
  /** How messages name it. */
  readonly name: string;
  readonly attempt: string;
  readonly update: string;
  readonly verify?: string;
  /** Servers of OpenBao alone have it. */
  readonly isOpenBao: boolean;
}

const known: Readonly<Record<QuorumKind, readonly Endpoints[]>> = {
  'generate-root': [
    {
      name: 'sys/generate-root',
      attempt: 'sys/generate-root/attempt',
      update: 'sys/generate-root/update',
      isOpenBao: false,
    },
    {
      name: 'sys/generate-root-token',
      attempt: 'sys/generate-root-token/attempt',
      update: 'sys/generate-root-token/update',
      isOpenBao: true,
    },
  ],
  'rotate-recovery': [
    {
      name: 'sys/rekey-recovery-key',
      attempt: 'sys/rekey-recovery-key/init',
      update: 'sys/rekey-recovery-key/update',
      verify: 'sys/rekey-recovery-key/verify',
      isOpenBao: false,
    },
    {
      name: 'sys/rotate/recovery',
      attempt: 'sys/rotate/recovery/init',
      update: 'sys/rotate/recovery/update',
      verify: 'sys/rotate/recovery/verify',
      isOpenBao: true,
    },
  ],
};

/** What a server lets whoever asks do about a quorum. */
export type Capability =
  /** The shares alone are enough. */
  | { readonly kind: 'without-token'; readonly endpoints: Endpoints }
  /** A token is needed beside the shares; `isLoggedIn` where the one at hand is enough. */
  | { readonly kind: 'with-token'; readonly endpoints: Endpoints; readonly isLoggedIn: boolean }
  /** The server has no such endpoints, or they are switched off. */
  | { readonly kind: 'off' };

/**
 * Observes what the server can do, by reading the state of an attempt and never by its version: first without
 * a token, then with the one at hand.
 * @throws VW5001–VW5004 where an answer has no known meaning
 */
export async function capabilityOf(access: VaultAccess, kind: QuorumKind): Promise<Capability> {
  let locked: Capability | undefined;
  for (const endpoints of known[kind]) {
    const seen = await look(access, endpoints);
    // What is open, or opens to the token at hand, counts more than what is closed.
    if (seen.kind === 'without-token' || (seen.kind === 'with-token' && seen.isLoggedIn)) return seen;
    if (seen.kind === 'with-token') locked ??= seen;
  }
  return locked ?? { kind: 'off' };
}

async function look({ vault, deadline }: VaultAccess, endpoints: Endpoints): Promise<Capability> {
  const request = { method: 'GET', path: endpoints.attempt, isOfRoot: true } as const;
  const bare = meaning(await vault.send({ ...request, isAnonymous: true }, deadline), endpoints);
  if (bare === 'open') return { kind: 'without-token', endpoints };
  if (bare === 'off') return { kind: 'off' };
  const isLoggedIn = vault.hasToken && meaning(await vault.send(request, deadline), endpoints) === 'open';
  return { kind: 'with-token', endpoints, isLoggedIn };
}

function meaning(answer: VaultAnswer, { attempt }: Endpoints): 'open' | 'locked' | 'off' {
  switch (answer.kind) {
    case 'ok':
      return 'open';
    case 'forbidden':
      return 'locked';
    case 'absent':
    case 'no-mount':
      return 'off';
    case 'refused':
      // OpenBao says 405 of what its listener switches off, and Vault 400 or 404 of what it does not know.
      if ([400, 404, 405].includes(answer.status)) return 'off';
  }
  throw vaultError(answer, `read ${attempt}`);
}

/**
 * Chooses the endpoints of a server, or says why there are none.
 * @param bao whether OpenBao’s own client of the same release is at hand
 * @throws VW5237 where the server cannot, VW5238 where it is OpenBao’s and `bao` is not given, VW5239 where a
 * token is needed
 */
export async function endpointsOf(
  access: VaultAccess,
  kind: QuorumKind,
  bao: boolean,
): Promise<Capability & { readonly endpoints: Endpoints }> {
  const capability = await capabilityOf(access, kind);
  if (capability.kind === 'off') throw commandError('VW5237', `The server does not offer ${nameOf(kind)}`);
  const { endpoints } = capability;
  if (endpoints.isOpenBao && !bao) throw commandError('VW5238', `The server offers OpenBao’s ${endpoints.name}`);
  if (capability.kind === 'with-token' && !capability.isLoggedIn)
    throw commandError('VW5239', `The server wants a token for ${endpoints.name}`);
  return capability;
}

const nameOf = (kind: QuorumKind): string => known[kind].map(({ name }) => name).join(' or ');

/** The fields of an answer: servers wrap them into `data` where a token is needed. */
export const fieldsOf = (body: JsonRecord): JsonRecord => (isObject(body.data) ? body.data : body);
