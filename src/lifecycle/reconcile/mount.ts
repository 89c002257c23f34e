import { isObject } from '../clients/vault/vault-answer.ts';
import { encodePath, vaultError } from '../clients/vault/vault-client.ts';
import { lifecycleError } from '../problems/lifecycle-problems.ts';
import { type BootstrapRun, change } from '../programs/bootstrap/bootstrap-run.ts';

/** What is wrong with a mount, or `absent`, or `right`. */
export type MountState = 'right' | 'absent' | { readonly defect: string };

/**
 * Looks at the mount of the key-value engine: it must be version 2.
 * @see https://developer.hashicorp.com/vault/api-docs/system/mounts
 */
export async function engineState(run: Pick<BootstrapRun, 'vault' | 'deadline' | 'accessMap'>): Promise<MountState> {
  const { mount } = run.accessMap;
  const found = await mountAt(run, 'sys/mounts', mount);
  if (found === undefined) return 'absent';
  if (found.type !== 'kv') return { defect: `"${mount}/" is a mount of type ${shownType(found.type)}, not kv` };
  const version = isObject(found.options) ? found.options.version : undefined;
  return version === '2' ? 'right' : { defect: `"${mount}/" is a kv mount of version 1` };
}

/** Looks at the mount of Kubernetes auth. @see https://developer.hashicorp.com/vault/api-docs/system/auth */
export async function authState(run: Pick<BootstrapRun, 'vault' | 'deadline' | 'accessMap'>): Promise<MountState> {
  const { authMount } = run.accessMap;
  const found = await mountAt(run, 'sys/auth', authMount);
  if (found === undefined) return 'absent';
  return found.type === 'kubernetes'
    ? 'right'
    : { defect: `"auth/${authMount}/" is of type ${shownType(found.type)}, not kubernetes` };
}

/** Mounts kv-v2. @throws VW5011 where something else is there, which is never upgraded or replaced */
export async function mountEngine(run: BootstrapRun): Promise<void> {
  const { mount } = run.accessMap;
  run.journal.enter('mount');
  const state = await engineState(run);
  if (typeof state === 'object') throw lifecycleError('VW5011', state.defect);
  if (state === 'right')
    return run.journal.step({ phase: 'mount', action: 'mount', target: mount, outcome: 'unchanged' });
  await change(run, 'mount', { action: 'mount kv-v2', target: `${mount}/` }, () =>
    enable(run, `sys/mounts/${encodePath(mount)}`, { type: 'kv', options: { version: '2' } }, () => engineState(run)),
  );
}

/** Enables Kubernetes auth. @throws VW5011 where something else is there */
export async function enableAuth(run: BootstrapRun): Promise<void> {
  const { authMount } = run.accessMap;
  run.journal.enter('auth');
  const state = await authState(run);
  if (typeof state === 'object') throw lifecycleError('VW5011', state.defect);
  if (state === 'right')
    return run.journal.step({ phase: 'auth', action: 'enable', target: authMount, outcome: 'unchanged' });
  await change(run, 'auth', { action: 'enable Kubernetes auth', target: `auth/${authMount}/` }, () =>
    enable(run, `sys/auth/${encodePath(authMount)}`, { type: 'kubernetes' }, () => authState(run)),
  );
}

/** Enables a mount; where no answer came, or it was enabled in between, what is there now counts. */
async function enable(
  { vault, deadline }: BootstrapRun,
  path: string,
  body: object,
  look: () => Promise<MountState>,
): Promise<void> {
  const answer = await vault.send({ method: 'POST', path, body }, deadline);
  if (answer.kind === 'ok') return;
  if (answer.kind === 'unreachable' || answer.kind === 'failing' || answer.kind === 'refused') {
    const state = await look();
    if (state === 'right') return;
    if (typeof state === 'object') throw lifecycleError('VW5011', state.defect);
    // Vault keeps one mount out of the paths of another.
    if (answer.kind === 'refused') throw lifecycleError('VW5011', `Vault refuses "${path}": another mount covers it`);
  }
  throw vaultError(answer, `mount ${path}`);
}

async function mountAt(
  { vault, deadline }: Pick<BootstrapRun, 'vault' | 'deadline'>,
  list: 'sys/mounts' | 'sys/auth',
  mount: string,
): Promise<Readonly<Record<string, unknown>> | undefined> {
  const body = await vault.expect({ method: 'GET', path: list }, `read ${list}`, deadline);
  const mounts = isObject(body.data) ? body.data : body;
  const found = mounts[`${mount}/`];
  if (found === undefined) return undefined;
  if (!isObject(found)) throw vaultError({ kind: 'malformed' }, `read ${list}`);
  return found;
}

const shownType = (type: unknown): string =>
  typeof type === 'string' && /^[\w-]{1,64}$/.test(type) ? type : 'unknown';
