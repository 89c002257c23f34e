import { commandError } from '../../problems/command-problem.ts';
import { type CeremonyRun, readSecret, type SecretWay, servingServer } from './ceremony-run.ts';
import { rootTokenFile } from './ceremony-state.ts';
import { rootAccessor, setToken, withRootToken } from './handover.ts';
import { receivedBy } from './receipt.ts';
import { type LivingRootToken, rootTokensOf } from './root-tokens.ts';

/**
 * Ends the root token, once what takes its place has been proven and a quorum of custodians holds its shares.
 * @param endsOthers whether other root tokens end as well, such as one whose generation was never answered
 * @throws VW5260 where that is not so, VW5261 where other root tokens live, VW5252, VW5247
 */
export async function revokeRoot(run: CeremonyRun, way: SecretWay, endsOthers: boolean): Promise<void> {
  const { folder, say, isDryRun } = run;
  await servingServer(run);
  requireHandover(run);
  if (folder.state.revocation) {
    // A run that died between the revocation and its record.
    if (await isGone(run, way)) return finish(run);
    folder.keep({ revocation: undefined });
  }
  if (isRevoked(run)) return say('revoke-root: done already\n');
  await withRootToken(run, way, async (_, accessor) => {
    const others = (await rootTokensOf(run)).filter((each) => each.accessor !== accessor);
    if (others.length > 0 && !endsOthers)
      throw commandError(
        'VW5261',
        `${others.length} other root tokens live: ${others.map(({ name }) => name).join(', ')}`,
      );
    if (isDryRun) return say('revoke-root: the root token would end\n');
    if (!(await run.confirm('Is the root token to end? From then on only a quorum makes another.')))
      throw commandError('VW5247', 'The revocation was not confirmed');
    for (const other of others) await endOther(run, other);
    folder.keep({ revocation: { accessor } });
    const request = { method: 'POST', path: 'auth/token/revoke-self', isOfRoot: true } as const;
    await run.vault.expect(request, 'revoke the root token', run.deadline);
    if ((await rootAccessor(run)) !== undefined) throw commandError('VW5261', 'Vault still knows the root token');
    finish(run);
  });
}

async function endOther({ vault, deadline, folder, say }: CeremonyRun, other: LivingRootToken): Promise<void> {
  const { accessor, name } = other;
  const request = { method: 'POST', path: 'auth/token/revoke-accessor', body: { accessor }, isOfRoot: true } as const;
  await vault.expect(request, `end the root token "${name}"`, deadline);
  folder.say({ step: 'revoke-root', event: 'other-ended', facts: { accessor, name } });
  say(`revoke-root: another root token has ended: ${name}\n`);
}

function requireHandover(run: CeremonyRun): void {
  const { folder } = run;
  if (!folder.last('handover', 'verified')) throw commandError('VW5260', 'The handover is not verified');
  const { threshold = 0 } = folder.state.custody ?? {};
  const received = receivedBy(run).length;
  if (received < threshold)
    throw commandError('VW5260', `${received} custodians have given a receipt, and ${threshold} are needed together`);
}

/** Whether no root token was made since the last one ended. */
function isRevoked({ folder }: CeremonyRun): boolean {
  const revoked = folder.last('revoke-root', 'done')?.number ?? 0;
  return revoked > (folder.last('generate-root', 'done')?.number ?? 0);
}

/** Whether the root token ended, where nobody heard of it. */
async function isGone(run: CeremonyRun, way: SecretWay): Promise<boolean> {
  setToken(run, await readSecret(run, way, 'the root token', rootTokenFile));
  try {
    return (await rootAccessor(run)) === undefined;
  } finally {
    setToken(run, undefined);
  }
}

function finish(run: CeremonyRun): void {
  const { folder, say } = run;
  const accessor = folder.state.revocation?.accessor ?? '';
  folder.say({ step: 'revoke-root', event: 'done', facts: { accessor } });
  folder.keep({ revocation: undefined });
  folder.remove(rootTokenFile);
  setToken(run, undefined);
  say('revoke-root: done; the root token is worthless now\n');
}
