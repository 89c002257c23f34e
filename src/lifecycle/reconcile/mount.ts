import { isObject } from '../../model/json-record.ts';
import { encodePath, vaultError } from '../clients/vault/vault-client.ts';
import { lifecycleError } from '../problems/lifecycle-problems.ts';
import { type Observation, planOf, type Resource, type VaultAccess } from './resource.ts';

/**
 * An engine for keys. Version 2 is mounted where nothing is there; version 1 knows no check-and-set and is
 * others’ to mount.
 *
 * Something else at its path is neither upgraded nor replaced: its data is not ours.
 * @see https://developer.hashicorp.com/vault/api-docs/system/mounts
 */
export class Engine implements Resource {
  readonly kind = 'engine';
  readonly name: string;
  readonly #mount: string;
  readonly #version: 1 | 2;

  constructor({ mount, version }: { readonly mount: string; readonly version: 1 | 2 }) {
    this.name = `${mount}/`;
    this.#mount = mount;
    this.#version = version;
  }

  async observe(access: VaultAccess): Promise<Observation> {
    const found = await mountAt(access, 'sys/mounts', this.#mount);
    if (found === undefined) {
      const defect = `The engine "${this.name}" of kv version 1 is not there`;
      return this.#version === 2 ? { state: 'absent' } : { state: 'defect', code: 'VW5031', defect };
    }
    if (found.type !== 'kv') return foreign(`"${this.name}" is a mount of type ${shownType(found.type)}, not kv`);
    const version = isObject(found.options) && found.options.version === '2' ? 2 : 1;
    return version === this.#version
      ? { state: 'right' }
      : foreign(`"${this.name}" is a kv mount of version ${version}`);
  }

  plan(seen: Observation) {
    return planOf(this, 'mount kv-v2', seen);
  }

  apply(access: VaultAccess): Promise<void> {
    const body = { type: 'kv', options: { version: '2' } };
    return enable(access, `sys/mounts/${encodePath(this.#mount)}`, body, () => this.observe(access));
  }
}

/** Something else is where a mount belongs. */
export const foreign = (defect: string): Observation => ({ state: 'defect', code: 'VW5011', defect });

/** Enables a mount; where no answer came, or it was enabled in between, what is there now counts. */
export async function enable(
  { vault, deadline }: VaultAccess,
  path: string,
  body: object,
  look: () => Promise<Observation>,
): Promise<void> {
  const answer = await vault.send({ method: 'POST', path, body }, deadline);
  if (answer.kind === 'ok') return;
  if (answer.kind === 'unreachable' || answer.kind === 'failing' || answer.kind === 'refused') {
    const seen = await look();
    if (seen.state === 'right') return;
    if (seen.state === 'defect') throw lifecycleError(seen.code, seen.defect);
    // Vault keeps one mount out of the paths of another.
    if (answer.kind === 'refused') throw lifecycleError('VW5011', `Vault refuses "${path}": another mount covers it`);
  }
  throw vaultError(answer, `mount ${path}`);
}

type Mounts = Readonly<Record<string, unknown>>;

/** Reads everything that is mounted, by path with a slash at its end. */
export async function mountsAt({ vault, deadline }: VaultAccess, list: 'sys/mounts' | 'sys/auth'): Promise<Mounts> {
  const body = await vault.expect({ method: 'GET', path: list }, `read ${list}`, deadline);
  return isObject(body.data) ? body.data : body;
}

/** Reads one mount; `undefined` where nothing is there. */
export async function mountAt(
  access: VaultAccess,
  list: 'sys/mounts' | 'sys/auth',
  mount: string,
): Promise<Mounts | undefined> {
  const found = (await mountsAt(access, list))[`${mount}/`];
  if (found === undefined) return undefined;
  if (!isObject(found)) throw vaultError({ kind: 'malformed' }, `read ${list}`);
  return found;
}

/** Returns the type of a mount for a message. */
export const shownType = (type: unknown): string =>
  typeof type === 'string' && /^[\w-]{1,64}$/.test(type) ? type : 'unknown';
