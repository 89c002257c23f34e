import { randomBytes } from 'node:crypto';
import { breakGlassFields, breakGlassMount, breakGlassPolicy } from '../../../model/documents/ceremony-access.ts';
import { BreakGlassIdentity } from '../../login/ceremony.ts';
import { commandError } from '../../problems/command-problem.ts';
import { AuthMethodMount } from '../../reconcile/auth-method.ts';
import { Policy } from '../../reconcile/policy.ts';
import { bringAbout } from './bring-about.ts';
import type { CeremonyRun } from './ceremony-run.ts';
import { holderOf, keyOf, passwordFile, type Recipient } from './ceremony-state.ts';
import { Quorum } from './quorum.ts';
import { endpointsOf } from './server-observation.ts';

/** The auth method of break-glass identities. */
export const breakGlassMethod = { type: 'userpass', title: 'userpass auth' };

/**
 * Makes break-glass identities and has each prove itself: it logs in, starts a generation of a root token,
 * and cancels it. On servers that want a token for that, nobody without one could ever make a root token
 * again, so the root token is not revoked before.
 *
 * A password is encrypted to the key of its owner and forgotten; one that has not proven itself is made anew.
 * @see https://developer.hashicorp.com/vault/docs/auth/userpass
 * @throws VW5011 where something else is mounted there, VW5254 where an identity does not prove itself
 */
export async function makeBreakGlass(
  run: CeremonyRun,
  people: readonly Recipient[],
  token: string,
  bao: boolean,
): Promise<void> {
  const { vault, deadline, document, folder, gpg, say } = run;
  await bringAbout(run, new AuthMethodMount(breakGlassMount, breakGlassMethod), run);
  await bringAbout(run, new Policy(breakGlassPolicy(document)), run);
  for (const person of people) {
    const { name } = person;
    if (folder.state.breakGlass?.includes(name)) continue;
    const password = randomBytes(30).toString('base64url');
    const path = `auth/${breakGlassMount}/users/${encodeURIComponent(name)}`;
    const body = { ...breakGlassFields, password };
    await vault.expect({ method: 'POST', path, body, repeat: true }, `make the identity "${name}"`, deadline);
    const file = folder.write(passwordFile(name), await gpg.encrypt(Buffer.from(password), keyOf(person)));
    const api = await prove(run, person, password, bao).finally(() => {
      vault.token = token;
    });
    folder.say({
      step: 'handover',
      event: 'break-glass-proven',
      holders: [holderOf(person)],
      files: [file],
      facts: { identity: name, api },
    });
    folder.keep({ breakGlass: [...(folder.state.breakGlass ?? []), name] });
    say(`handover: ${name} has started and cancelled a generation of a root token; wrote ${file.name}\n`);
  }
}

/** @returns the endpoints by which it was proven */
async function prove(run: CeremonyRun, { name, key, fingerprint }: Recipient, password: string, bao: boolean) {
  const { vault } = run;
  vault.token = undefined;
  const identity = new BreakGlassIdentity({ mount: breakGlassMount, name, password });
  await identity.begin(run);
  try {
    const { endpoints } = await endpointsOf(run, 'generate-root', bao);
    const quorum = new Quorum(run, endpoints);
    await endLeftTrial(run, quorum);
    run.folder.keep({ trial: fingerprint });
    const { nonce, fingerprints } = await quorum.start({ pgp_key: key });
    await quorum.cancel(nonce);
    run.folder.keep({ trial: undefined });
    const { isStarted } = await quorum.progress();
    if (isStarted || !fingerprints.includes(fingerprint))
      throw commandError('VW5254', `"${name}" could not start and cancel a generation of a root token`);
    return endpoints.name;
  } finally {
    await identity.end(run);
  }
}

/** Cancels the trial of a run that died in between; it is known by its key, and that nobody gave a share. */
async function endLeftTrial({ folder }: CeremonyRun, quorum: Quorum): Promise<void> {
  const { trial } = folder.state;
  if (trial === undefined) return;
  const { isStarted, nonce, given, fingerprints } = await quorum.progress();
  if (isStarted && given === 0 && fingerprints.includes(trial)) await quorum.cancel(nonce);
  folder.keep({ trial: undefined });
}
