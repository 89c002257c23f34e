import { isObject } from '../../../model/json-record.ts';
import type { Deadline } from '../../run/deadline.ts';
import type { EntryReader, StoredEntry } from './entry-reader.ts';
import { listEntries } from './list-entries.ts';
import type { VaultAnswer } from './vault-answer.ts';
import { encodePath, type VaultClient, vaultError } from './vault-client.ts';

/** What the metadata of an entry says, which shows no value. */
export type EntryHistory =
  | { readonly kind: 'absent' }
  | {
      readonly kind: 'present';
      /** Newest version; 0 where the metadata was written before any value. */
      readonly version: number;
      readonly state: 'live' | 'deleted' | 'destroyed' | 'empty';
      /** When the newest version was written, in milliseconds since 1970. */
      readonly createdAt: number;
      /** Custom metadata of the entry. */
      readonly metadata: Readonly<Record<string, string>>;
    };

/** What came of a write under check-and-set. */
export type WriteResult =
  | { readonly kind: 'written'; readonly version: number }
  /** Another version is there by now. */
  | { readonly kind: 'conflict' }
  /** Vault does not take the value as it is. */
  | { readonly kind: 'too-large' }
  /**
   * The token may not; where it may only create, that is also what it is told of an entry which came
   * meanwhile.
   */
  | { readonly kind: 'forbidden' }
  /**
   * No answer of known meaning came: the write may have been carried out. Read again before anything else.
   */
  | { readonly kind: 'unknown'; readonly answer: Exclude<VaultAnswer, { kind: 'ok' }> };

/** What came of marking an entry. */
export type AnnotateResult = 'done' | 'gone' | 'refused';

/**
 * The kv-v2 engine at one mount; every write is under check-and-set.
 * @see https://developer.hashicorp.com/vault/api-docs/secret/kv/kv-v2
 */
export class KeyValueStore implements EntryReader {
  readonly mount: string;
  readonly #vault: VaultClient;

  constructor(vault: VaultClient, mount: string) {
    this.#vault = vault;
    this.mount = mount;
  }

  /**
   * Reads the newest version.
   * @throws VW5001–VW5004 where what stands there is not known
   */
  async read(path: string, deadline: Deadline): Promise<StoredEntry> {
    const answer = await this.#vault.send({ method: 'GET', path: this.#path('data', path) }, deadline);
    if (answer.kind === 'absent' || answer.kind === 'deleted') return answer;
    if (answer.kind !== 'ok') throw vaultError(answer, `read ${this.mount}/${path}`);
    const { data, metadata } = isObject(answer.body.data) ? answer.body.data : {};
    // A version may hold nothing at all.
    if ((!isObject(data) && data !== null) || !isObject(metadata) || typeof metadata.version !== 'number')
      throw vaultError({ kind: 'malformed' }, `read ${this.mount}/${path}`);
    return {
      kind: 'present',
      version: metadata.version,
      properties: data ?? {},
      metadata: customMetadata(metadata.custom_metadata),
      createdAt: timeOf(metadata.created_time),
    };
  }

  /**
   * Reads the metadata of an entry alone, for those who may not read its value.
   * @throws VW5001–VW5004 where what stands there is not known
   * @see https://developer.hashicorp.com/vault/api-docs/secret/kv/kv-v2#read-secret-metadata
   */
  async history(path: string, deadline: Deadline): Promise<EntryHistory> {
    const what = `read the metadata of ${this.mount}/${path}`;
    const answer = await this.#vault.send({ method: 'GET', path: this.#path('metadata', path) }, deadline);
    if (answer.kind === 'absent') return answer;
    if (answer.kind !== 'ok') throw vaultError(answer, what);
    const {
      current_version: version,
      versions,
      custom_metadata: custom,
    } = isObject(answer.body.data) ? answer.body.data : {};
    if (typeof version !== 'number' || !isObject(versions)) throw vaultError({ kind: 'malformed' }, what);
    const newest = versions[String(version)];
    const metadata = customMetadata(custom);
    // Metadata without a version, or whose newest one was pruned.
    if (!isObject(newest))
      return { kind: 'present', version, state: version === 0 ? 'empty' : 'destroyed', createdAt: 0, metadata };
    // A version may be told to end later.
    const end = timeOf(newest.deletion_time);
    const isDeleted = end > 0 && end <= Date.now();
    const state = newest.destroyed === true ? 'destroyed' : isDeleted ? 'deleted' : 'live';
    return { kind: 'present', version, state, createdAt: timeOf(newest.created_time), metadata };
  }

  /**
   * Reads what an earlier version held.
   * @returns `undefined` where the version was never there, was deleted, destroyed or pruned
   * @throws VW5001–VW5004
   */
  async readVersion(
    path: string,
    version: number,
    deadline: Deadline,
  ): Promise<Readonly<Record<string, unknown>> | undefined> {
    const request = { method: 'GET', path: `${this.#path('data', path)}?version=${version}` } as const;
    const answer = await this.#vault.send(request, deadline);
    if (answer.kind === 'absent' || answer.kind === 'deleted') return undefined;
    const what = `read version ${version} of ${this.mount}/${path}`;
    if (answer.kind !== 'ok') throw vaultError(answer, what);
    const { data } = isObject(answer.body.data) ? answer.body.data : {};
    if (!isObject(data) && data !== null) throw vaultError({ kind: 'malformed' }, what);
    return data ?? {};
  }

  /**
   * Returns when a version was written.
   * @returns seconds since 1970, or `undefined` where the version is not there or its time is none
   * @throws VW5001–VW5004
   */
  async writtenAt(path: string, version: number, deadline: Deadline): Promise<number | undefined> {
    const request = { method: 'GET', path: `${this.#path('data', path)}?version=${version}` } as const;
    const answer = await this.#vault.send(request, deadline);
    if (answer.kind === 'absent' || answer.kind === 'deleted') return undefined;
    if (answer.kind !== 'ok') throw vaultError(answer, `read version ${version} of ${this.mount}/${path}`);
    const { metadata } = isObject(answer.body.data) ? answer.body.data : {};
    const time = isObject(metadata) ? Date.parse(String(metadata.created_time)) : Number.NaN;
    return Number.isNaN(time) ? undefined : Math.floor(time / 1000);
  }

  /**
   * Writes all properties of a new version, if `version` is still the newest one; 0 stands for an entry that
   * never had one.
   * @throws VW5002–VW5004 where Vault refuses for another reason
   */
  async write(
    path: string,
    properties: Readonly<Record<string, unknown>>,
    version: number,
    deadline: Deadline,
  ): Promise<WriteResult> {
    return this.#write('POST', path, properties, version, deadline);
  }

  /**
   * Writes some properties of a new version, if `version` is still the newest one; what else the entry holds
   * stays, and is not read.
   * @throws VW5002–VW5004 where Vault refuses for another reason
   * @see https://developer.hashicorp.com/vault/api-docs/secret/kv/kv-v2#patch-secret
   */
  async merge(
    path: string,
    properties: Readonly<Record<string, unknown>>,
    version: number,
    deadline: Deadline,
  ): Promise<WriteResult> {
    return this.#write('PATCH', path, properties, version, deadline);
  }

  async #write(
    method: 'POST' | 'PATCH',
    path: string,
    properties: Readonly<Record<string, unknown>>,
    version: number,
    deadline: Deadline,
  ): Promise<WriteResult> {
    const answer = await this.#vault.send(
      { method, path: this.#path('data', path), body: { options: { cas: version }, data: properties } },
      deadline,
    );
    switch (answer.kind) {
      case 'ok': {
        const written = isObject(answer.body.data) ? answer.body.data.version : undefined;
        return typeof written === 'number'
          ? { kind: 'written', version: written }
          : { kind: 'unknown', answer: { kind: 'malformed' } };
      }
      case 'conflict':
      case 'too-large':
      case 'forbidden':
        return { kind: answer.kind };
      // What a server error means for the write is not known either; a read shows it.
      case 'unreachable':
      case 'failing':
      case 'malformed':
      case 'standby':
      case 'upgrading':
        return { kind: 'unknown', answer };
      default:
        throw vaultError(answer, `write ${this.mount}/${path}`);
    }
  }

  /**
   * Adds custom metadata to an entry; what others put there stays.
   * @returns `gone` where the entry was removed, `refused` where there is no room beside what others put
   * there
   * @throws VW5001–VW5004
   */
  async annotate(
    path: string,
    metadata: Readonly<Record<string, string>>,
    deadline: Deadline,
  ): Promise<AnnotateResult> {
    const answer = await this.#vault.send(
      {
        method: 'PATCH',
        path: this.#path('metadata', path),
        body: { custom_metadata: metadata },
        // Carried out twice it does the same.
        repeat: true,
      },
      deadline,
    );
    if (answer.kind === 'ok') return 'done';
    if (answer.kind === 'refused') return 'refused';
    // Vault answers with an empty 404.
    if (answer.kind === 'absent' || (answer.kind === 'malformed' && answer.status === 404)) return 'gone';
    throw vaultError(answer, `annotate ${this.mount}/${path}`);
  }

  /** Lists the paths of all entries; those whose versions are deleted as well. @throws VW5001–VW5004 */
  list(deadline: Deadline): Promise<string[]> {
    return listEntries(this.#vault, `${encodePath(this.mount)}/metadata/`, '', deadline);
  }

  #path(kind: 'data' | 'metadata', path: string): string {
    return `${encodePath(this.mount)}/${kind}/${encodePath(path)}`;
  }
}

/** Milliseconds since 1970; 0 where no time is given. */
const timeOf = (field: unknown): number => (typeof field === 'string' && Date.parse(field)) || 0;

const customMetadata = (custom: unknown): Record<string, string> =>
  Object.fromEntries(
    Object.entries(isObject(custom) ? custom : {}).filter(
      (entry): entry is [string, string] => typeof entry[1] === 'string',
    ),
  );
