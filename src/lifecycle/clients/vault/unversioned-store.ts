import { isObject } from '../../../model/json-record.ts';
import type { Deadline } from '../../run/deadline.ts';
import type { EntryReader, StoredEntry } from './entry-reader.ts';
import { listEntries } from './list-entries.ts';
import { encodePath, type VaultClient, vaultError } from './vault-client.ts';

/**
 * The kv engine of version 1 at one mount, which knows neither versions nor check-and-set, and so is only
 * read.
 * @see https://developer.hashicorp.com/vault/api-docs/secret/kv/kv-v1
 */
export class UnversionedStore implements EntryReader {
  readonly mount: string;
  readonly #vault: VaultClient;

  constructor(vault: VaultClient, mount: string) {
    this.#vault = vault;
    this.mount = mount;
  }

  async read(path: string, deadline: Deadline): Promise<StoredEntry> {
    const answer = await this.#vault.send({ method: 'GET', path: encodePath(`${this.mount}/${path}`) }, deadline);
    if (answer.kind === 'absent') return { kind: 'absent' };
    if (answer.kind !== 'ok') throw vaultError(answer, `read ${this.mount}/${path}`);
    if (!isObject(answer.body.data)) throw vaultError({ kind: 'malformed' }, `read ${this.mount}/${path}`);
    return { kind: 'present', version: 0, properties: answer.body.data, metadata: {}, createdAt: 0 };
  }

  list(deadline: Deadline): Promise<string[]> {
    return listEntries(this.#vault, `${encodePath(this.mount)}/`, '', deadline);
  }
}
