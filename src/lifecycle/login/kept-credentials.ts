import { isObject } from '../../model/json-record.ts';
import {
  encodeData,
  type KubernetesAnswer,
  type KubernetesClient,
  type KubernetesObject,
  kubernetesError,
  secretData,
  secretPath,
} from '../clients/kubernetes/kubernetes-client.ts';
import { lifecycleError } from '../problems/lifecycle-problems.ts';
import type { Deadline } from '../run/deadline.ts';

/** What the initialisation made. Kept in one Secret, and nowhere else. */
export interface VaultCredentials {
  readonly rootToken: string;
  readonly unsealKey: string;
}

export type KeptCredentials =
  | { readonly kind: 'kept'; readonly credentials: VaultCredentials }
  | { readonly kind: 'absent' }
  /**
   * The Secret is there; `defects` names the keys that are missing, empty or truncated. `isEmpty`: no key
   * holds anything.
   */
  | { readonly kind: 'incomplete'; readonly defects: readonly string[]; readonly isEmpty: boolean };

export interface CredentialsSecretOptions {
  readonly kubernetes: KubernetesClient;
  readonly deadline: Deadline;
  readonly namespace: string;
  readonly name: string;
  /** Field manager, and value of the label that says who manages it. */
  readonly manager: string;
}

/**
 * How long the credentials are tried to be kept at least, in milliseconds: as long as a Pod lives that is
 * told to stop.
 */
const shortestKeeping = 30_000;

/** The Secret that keeps root token and unseal key. */
export class CredentialsSecret {
  readonly #options: CredentialsSecretOptions;

  constructor(options: CredentialsSecretOptions) {
    this.#options = options;
  }

  /** Names the Secret in messages. */
  get label(): string {
    return `Secret ${this.#options.namespace}/${this.#options.name}`;
  }

  /** Reads what is kept. @throws VW5018, VW5019 */
  async read(): Promise<KeptCredentials> {
    const { kubernetes, namespace, name, deadline } = this.#options;
    const secret = await kubernetes.find(secretPath(namespace, name), deadline);
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

  /**
   * Proves that the credentials can be kept, by the very request that will keep them, as a dry run of the
   * server.
   *
   * The API server checks rights, admission and fields as for the real one and stores nothing.
   * @throws VW5009, VW5018
   */
  async proveKeeping(): Promise<void> {
    const stand = 'dry-run-only';
    const answer = await this.#apply({ rootToken: stand, unsealKey: stand }, true, this.#options.deadline);
    if (answer.kind === 'ok') return;
    if (answer.kind === 'unreachable' || answer.kind === 'failing') throw kubernetesError(answer, `keep ${this.label}`);
    throw lifecycleError('VW5009', `${this.label} cannot be written: ${answer.kind}`);
  }

  /**
   * Keeps the credentials; repeated as long as there is time, also while the run is being stopped, since they
   * exist nowhere else.
   * @throws VW5009
   */
  async keep(credentials: VaultCredentials): Promise<void> {
    const { deadline } = this.#options;
    const until = deadline.grace(Math.max(shortestKeeping, deadline.remaining));
    for (;;) {
      const answer = await this.#apply(credentials, false, until);
      if (answer.kind === 'ok') return;
      if (!(await until.wait(1_000)))
        throw lifecycleError('VW5009', `${this.label} was not written (${answer.kind}), so the keys are lost`);
    }
  }

  /**
   * No ownerReference: neither a deleted CronJob nor a pruned one may take the keys of a living Vault with
   * it.
   */
  #apply({ rootToken, unsealKey }: VaultCredentials, dryRun: boolean, deadline: Deadline): Promise<KubernetesAnswer> {
    const { kubernetes, namespace, name, manager } = this.#options;
    const object: KubernetesObject = {
      apiVersion: 'v1',
      kind: 'Secret',
      metadata: { name, namespace, labels: { 'app.kubernetes.io/managed-by': manager } },
      type: 'Opaque',
      data: encodeData({ 'root-token': rootToken, 'unseal-key': unsealKey }),
    };
    const path = secretPath(namespace, name);
    return kubernetes.apply(path, object, { fieldManager: manager, force: true, dryRun }, deadline);
  }
}

/** Root tokens are `hvs.…` or `s.…` with at least 24 characters behind the dot. */
const isWholeToken = (token: string): boolean => /^(?:hv)?s\.[\w-]{24,}$/.test(token);
/**
 * One share of an unseal key: 32 bytes, one more where there are several shares, as base64 or hexadecimal.
 */
const isWholeKey = (key: string): boolean =>
  /^(?:[A-Za-z0-9+/]{43}=|[A-Za-z0-9+/]{44}|(?:[0-9a-f]{2}){32,33})$/.test(key);
