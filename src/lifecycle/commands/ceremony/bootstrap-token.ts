import {
  bootstrapCreationPath,
  bootstrapPolicy,
  bootstrapRole,
  bootstrapRoleFields,
} from '../../../model/documents/ceremony-access.ts';
import { isObject } from '../../../model/json-record.ts';
import { vaultError } from '../../clients/vault/vault-client.ts';
import { commandError } from '../../problems/command-problem.ts';
import { compareAt } from '../../reconcile/fields.ts';
import { Policy } from '../../reconcile/policy.ts';
import { bringAbout } from './bring-about.ts';
import { type CeremonyRun, readSecret, type SecretWay } from './ceremony-run.ts';
import { bootstrapTokenFile, holderOf, keyOf } from './ceremony-state.ts';

/** Lifetimes of a bootstrap token, in seconds. */
export interface BootstrapLifetimes {
  /** How long it lives once it is unwrapped. */
  readonly token: number;
  /** How long it may be unwrapped. */
  readonly wrapping: number;
}

/** Makes the role from which bootstrap tokens are made, and their policy. */
export async function makeBootstrapRole(run: CeremonyRun, { token }: BootstrapLifetimes): Promise<void> {
  const { document, environmentVault: access, isDryRun, say } = run;
  await bringAbout(run, new Policy(bootstrapPolicy(document)), access);
  const path = `auth/token/roles/${bootstrapRole}`;
  const fields = bootstrapRoleFields(document, token);
  const seen = await compareAt(access, path, fields);
  if (seen.state === 'right') return;
  say(`handover: write role ${bootstrapRole} of the token mount${isDryRun ? ': planned' : ''}\n`);
  const request = { method: 'POST', path, body: fields, repeat: true } as const;
  if (!isDryRun) await access.vault.expect(request, `write ${path}`, access.deadline);
}

/**
 * Makes a bootstrap token, wrapped by Vault, and writes the wrapping encrypted to its holder. Nobody has seen
 * the token: whoever unwraps it first does so alone, and finds out where somebody else was there before. The
 * one that was handed out before ends.
 * @see https://developer.hashicorp.com/vault/docs/concepts/response-wrapping
 * @throws VW5258 where the wrapping is not what was asked for
 */
export async function handOutBootstrapToken(
  run: CeremonyRun,
  step: 'handover' | 'renew-bootstrap',
  { token, wrapping }: BootstrapLifetimes,
): Promise<void> {
  const { environmentVault: access, folder, gpg, say } = run;
  const holder = folder.state.bootstrapHolder ?? folder.state.rootHolder;
  if (!holder) throw commandError('VW5249', 'Nobody is on record who holds bootstrap tokens');
  const { vault, deadline } = access;
  const before = folder.state.bootstrap;
  if (before) {
    const path = 'auth/token/revoke-accessor';
    const ended = await vault.send({ method: 'POST', path, body: { accessor: before.accessor } }, deadline);
    // One that has ended by itself is unknown.
    if (ended.kind !== 'ok' && ended.kind !== 'refused' && ended.kind !== 'forbidden')
      throw vaultError(ended, 'end the bootstrap token before');
  }
  const body = {
    ttl: `${token}s`,
    explicit_max_ttl: `${token}s`,
    display_name: bootstrapRole,
    meta: { handed_out_by: step },
  };
  const request = { method: 'POST', path: bootstrapCreationPath, body, wrapTtl: `${wrapping}s` } as const;
  const answer = await vault.expect(request, 'make a bootstrap token', deadline);
  const wrap = isObject(answer.wrap_info) ? answer.wrap_info : {};
  const { token: wrapped, wrapped_accessor: accessor } = wrap;
  if (typeof wrapped !== 'string' || typeof accessor !== 'string')
    throw vaultError({ kind: 'malformed' }, 'make a bootstrap token');
  const seconds = await checkedWrapping(run, wrapped);
  const file = folder.write(bootstrapTokenFile, await gpg.encrypt(Buffer.from(wrapped), keyOf(holder)));
  folder.keep({ bootstrap: { accessor } });
  const facts = { creationPath: bootstrapCreationPath, wrappingSeconds: seconds, tokenSeconds: token };
  folder.say({ step, event: 'bootstrap-token', holders: [holderOf(holder)], files: [file], facts });
  say(`${step}: wrote ${file.name} for ${holder.name}; to be unwrapped within ${seconds} s, by \`ceremony unwrap\`\n`);
}

/**
 * Looks at a wrapping before it is opened: where it was made, and how long it lives. A wrapping of something
 * else, or one that somebody opened and wrapped again, says another path.
 * @returns seconds that it was made for
 * @throws VW5258
 */
async function checkedWrapping({ environmentVault: { vault, deadline } }: CeremonyRun, token: string): Promise<number> {
  const request = { method: 'POST', path: 'sys/wrapping/lookup', body: { token }, isAnonymous: true } as const;
  const answer = await vault.send(request, deadline);
  if (answer.kind === 'refused' || answer.kind === 'forbidden')
    throw commandError('VW5258', 'Vault does not know the wrapping: it has ended, or somebody opened it before');
  if (answer.kind !== 'ok') throw vaultError(answer, 'look at the wrapping');
  const { creation_path: path, creation_ttl: seconds } = isObject(answer.body.data) ? answer.body.data : {};
  if (path !== bootstrapCreationPath)
    throw commandError('VW5258', `The wrapping was not made at ${bootstrapCreationPath}`);
  if (typeof seconds !== 'number' || seconds <= 0) throw commandError('VW5258', 'The wrapping has no lifetime');
  return seconds;
}

/** Opens the wrapping of a bootstrap token, once it is proven to be one. @returns the token */
export async function unwrapBootstrapToken(run: CeremonyRun, way: SecretWay): Promise<string> {
  const wrapped = await readSecret(run, way, 'the wrapped bootstrap token', bootstrapTokenFile);
  await checkedWrapping(run, wrapped);
  const { vault, deadline } = run.environmentVault;
  // The wrapping token is the login here.
  vault.token = wrapped;
  const request = { method: 'POST', path: 'sys/wrapping/unwrap' } as const;
  const { auth } = await vault.expect(request, 'unwrap the bootstrap token', deadline);
  vault.token = undefined;
  const token = isObject(auth) ? auth.client_token : undefined;
  if (typeof token !== 'string') throw vaultError({ kind: 'malformed' }, 'unwrap the bootstrap token');
  return token;
}
