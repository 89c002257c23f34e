import type { JsonRecord } from '../../../model/json-record.ts';
import type { VaultRequest } from '../../clients/vault/vault-client.ts';
import { vaultError } from '../../clients/vault/vault-client.ts';
import { commandError } from '../../problems/command-problem.ts';
import type { VaultAccess } from '../../reconcile/resource.ts';
import type { SentShare } from './ceremony-state.ts';
import { type Endpoints, fieldsOf } from './server-observation.ts';

/** How far people are with something that needs a quorum. */
export interface Progress {
  readonly isStarted: boolean;
  readonly nonce: string;
  /** Shares that were given, of those that are required. */
  readonly given: number;
  readonly required: number;
  /** Fingerprints of the keys for which the result is encrypted, in capitals. */
  readonly fingerprints: readonly string[];
  /** Whether new shares must still be proven. */
  readonly isVerifying: boolean;
  readonly verificationNonce: string;
}

/** Whether a share that was sent counts already: a run died before it heard so. */
export const isCounted = (sent: SentShare | undefined, custodian: string, { given }: Progress): boolean =>
  sent?.custodian === custodian && given > sent.given;

/** What came of a share. */
export interface Submission {
  readonly isComplete: boolean;
  /** Shares that the server encrypted, in base64; those of a rotation that is complete or must be proven. */
  readonly shares: readonly string[];
  /** The root token that the server encrypted, in base64. */
  readonly token: string;
}

/** One attempt of what needs a quorum, as the server keeps it. */
export class Quorum {
  readonly #access: VaultAccess;
  readonly #endpoints: Endpoints;

  constructor(access: VaultAccess, endpoints: Endpoints) {
    this.#access = access;
    this.#endpoints = endpoints;
  }

  async progress(): Promise<Progress> {
    const fields = await this.#expect({ method: 'GET', path: this.#endpoints.attempt }, 'read');
    return progressOf(fields);
  }

  /** How far the new shares are proven. */
  async verification(): Promise<Progress> {
    const fields = await this.#expect({ method: 'GET', path: this.#verify }, 'read the verification of');
    return progressOf(fields);
  }

  /**
   * Starts an attempt. An attempt of somebody else is never cancelled.
   * @throws VW5243 where one is under way
   */
  async start(body: object): Promise<Progress> {
    const before = await this.progress();
    if (before.isStarted || before.isVerifying)
      throw commandError('VW5243', `An attempt of ${this.#endpoints.name} is under way`);
    const started = await this.#expect({ method: 'PUT', path: this.#endpoints.attempt, body }, 'start');
    const progress = progressOf(started);
    // Older servers answer with nothing.
    return progress.nonce === '' ? this.progress() : progress;
  }

  /** Cancels an attempt; the nonce proves that it is the one that is meant. */
  async cancel(nonce: string): Promise<void> {
    await this.#expect({ method: 'DELETE', path: this.#endpoints.attempt, body: { nonce }, repeat: true }, 'cancel');
  }

  /** Enters one share. @throws VW5244 where the server does not take it */
  submit(nonce: string, share: string): Promise<Submission> {
    return this.#submit(this.#endpoints.update, nonce, share);
  }

  /** Proves one new share. @throws VW5244 where the server does not take it */
  prove(nonce: string, share: string): Promise<Submission> {
    return this.#submit(this.#verify, nonce, share);
  }

  get #verify(): string {
    return this.#endpoints.verify ?? this.#endpoints.attempt;
  }

  async #submit(path: string, nonce: string, key: string): Promise<Submission> {
    const { vault, deadline } = this.#access;
    const answer = await vault.send({ method: 'PUT', path, body: { nonce, key }, isOfRoot: true }, deadline);
    // The texts of the server are not shown: they may say something about the share.
    if (answer.kind === 'refused')
      throw commandError('VW5244', `${this.#endpoints.name} does not take the share (${answer.status})`);
    if (answer.kind !== 'ok') throw vaultError(answer, `give a share to ${path}`);
    const fields = fieldsOf(answer.body);
    return {
      isComplete: fields.complete === true,
      shares: textsOf(fields.keys_base64),
      token: textOf(fields.encoded_root_token) || textOf(fields.encoded_token),
    };
  }

  async #expect(request: Omit<VaultRequest, 'isOfRoot'>, verb: string): Promise<JsonRecord> {
    const { vault, deadline } = this.#access;
    return fieldsOf(await vault.expect({ ...request, isOfRoot: true }, `${verb} ${request.path}`, deadline));
  }
}

function progressOf(fields: JsonRecord): Progress {
  const number = (value: unknown): number => (typeof value === 'number' ? value : 0);
  return {
    isStarted: fields.started === true,
    nonce: textOf(fields.nonce),
    given: number(fields.progress),
    required: number(fields.required) || number(fields.t),
    fingerprints: [textOf(fields.pgp_fingerprint), ...textsOf(fields.pgp_fingerprints)]
      .filter((each) => each !== '')
      .map((each) => each.toUpperCase()),
    isVerifying: textOf(fields.verification_nonce) !== '',
    verificationNonce: textOf(fields.verification_nonce),
  };
}

const textOf = (value: unknown): string => (typeof value === 'string' ? value : '');
const textsOf = (value: unknown): string[] =>
  Array.isArray(value) ? value.filter((each) => typeof each === 'string') : [];
