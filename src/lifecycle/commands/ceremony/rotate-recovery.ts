import { commandError } from '../../problems/command-problem.ts';
import { type CeremonyRun, readSecret, type SecretWay, servingServer } from './ceremony-run.ts';
import { type CeremonyState, type Custody, holderOf, shareFile } from './ceremony-state.ts';
import type { QuorumOptions } from './generate-root.ts';
import { isCounted, type Progress, Quorum } from './quorum.ts';
import { endpointsOf } from './server-observation.ts';

type Rotation = NonNullable<CeremonyState['rotation']>;

/** File with a new share, before it counts. */
const newShareFile = (name: string): string => `new-${shareFile(name)}`;

/**
 * Starts a rotation of the recovery key: custodians give their old shares, new ones are encrypted to the keys
 * of the new custodians, and these prove them. Until enough are proven the old shares are the valid ones.
 * @see https://developer.hashicorp.com/vault/api-docs/system/rekey-recovery-key
 * @throws VW5237–VW5239 where the server does not let, VW5243 where an attempt is under way
 */
export async function startRotation(run: CeremonyRun, custody: Custody, options: QuorumOptions): Promise<void> {
  const { folder, say } = run;
  const quorum = await rotation(run, options);
  const { rotation: ours } = folder.state;
  const before = await quorum.progress();
  const isUnderWay = before.isStarted || before.isVerifying;
  if (ours && isUnderWay && isOurs(ours, before)) {
    if (ours.nonce === '') begun(run, ours.custody, before);
    return tell(run, before.given, before.required);
  }
  if (isUnderWay) throw commandError('VW5243', 'The recovery key is being rotated, and not by this ceremony');
  const { custodians, threshold } = custody;
  for (const { name, fingerprint, channel } of custodians) say(`  ${name}  ${fingerprint}  by ${channel}\n`);
  if (run.isDryRun) return say(`rotate-recovery: would be started, ${before.required} old shares\n`);
  if (!(await run.confirm('Is every fingerprint the one that its custodian read out?')))
    throw commandError('VW5247', 'The rotation was not confirmed');
  // Its number comes with the answer, which may be lost.
  folder.keep({ rotation: { nonce: '', custody } });
  const started = await quorum.start({
    secret_shares: custodians.length,
    secret_threshold: threshold,
    pgp_keys: custodians.map(({ key }) => key),
    require_verification: true,
  });
  if (!isFor(custody, started)) {
    await quorum.cancel(started.nonce);
    folder.keep({ rotation: undefined });
    throw commandError('VW5244', 'Vault would encrypt the shares to other keys than were given');
  }
  begun(run, custody, started);
  tell(run, 0, started.required);
}

/** Whether the new shares will be encrypted to these custodians, in this order. */
const isFor = ({ custodians }: Custody, { fingerprints }: Progress): boolean =>
  custodians.every(({ fingerprint }, index) => fingerprints[index] === fingerprint);

/** Whether an attempt is the one that this ceremony started, also where its answer was lost. */
const isOurs = ({ nonce, custody }: Rotation, seen: Progress): boolean =>
  seen.nonce === nonce || (nonce === '' && seen.given === 0 && isFor(custody, seen));

function begun({ folder }: CeremonyRun, custody: Custody, { nonce, required }: Progress): void {
  const { custodians, threshold } = custody;
  folder.keep({ rotation: { nonce, custody } });
  const facts = { nonce, required, shares: custodians.length, threshold };
  folder.say({ step: 'rotate-recovery', event: 'started', holders: custodians.map(holderOf), facts });
}

/** Enters the old share of one custodian; with the last one that is needed the new shares go to files. */
export async function giveOldShare(
  run: CeremonyRun,
  custodian: string,
  way: SecretWay,
  options: QuorumOptions,
): Promise<void> {
  const { folder } = run;
  const quorum = await rotation(run, options);
  const { rotation: ours } = folder.state;
  if (ours?.shares) return fileNewShares(run);
  const before = await quorum.progress();
  if (!ours || !before.isStarted || before.nonce !== ours.nonce) throw noRotation();
  // The answer to the last share was lost: what it held is nowhere else, and the old shares are still valid.
  if (before.isVerifying)
    throw commandError('VW5251', 'The new shares were made, and the answer with them did not arrive');
  if (run.isDryRun) return run.say(`rotate-recovery: ${custodian} would give a share\n`);
  const isKnown = isCounted(ours.sent, custodian, before);
  const given = isKnown ? before.given : before.given + 1;
  const shares = isKnown ? [] : await send(run, quorum, custodian, way, before.given);
  const facts = { nonce: ours.nonce, given, required: before.required, custodian };
  folder.say({ step: 'rotate-recovery', event: 'share-given', facts });
  if (isKnown) folder.keep({ rotation: { ...ours, sent: undefined } });
  if (shares.length > 0) fileNewShares(run);
  else tell(run, given, before.required);
}

/** @returns the new shares, encrypted, where this was the last old one that is needed */
async function send(
  run: CeremonyRun,
  quorum: Quorum,
  custodian: string,
  way: SecretWay,
  given: number,
): Promise<readonly string[]> {
  const { folder } = run;
  const { rotation: ours } = folder.state;
  if (!ours) throw noRotation();
  const share = await readSecret(run, way, `the share of ${custodian}`, shareFile(custodian));
  folder.keep({ rotation: { ...ours, sent: { custodian, given } } });
  const { shares } = await quorum.submit(ours.nonce, share);
  folder.keep({ rotation: { ...ours, ...(shares.length > 0 && { shares: [...shares] }) } });
  return shares;
}

function fileNewShares({ folder, say }: CeremonyRun): void {
  const { rotation: ours } = folder.state;
  if (!ours?.shares) return;
  const { custodians } = ours.custody;
  const files = custodians.map(({ name }, index) =>
    folder.write(newShareFile(name), Buffer.from(ours.shares?.[index] ?? '', 'base64')),
  );
  if (folder.records.at(-1)?.event !== 'shares-made')
    folder.say({ step: 'rotate-recovery', event: 'shares-made', holders: custodians.map(holderOf), files });
  for (const { name, sha256 } of files) say(`wrote ${name}  sha256 ${sha256}\n`);
  say(`rotate-recovery: the old shares stay valid until ${ours.custody.threshold} of the new ones are proven\n`);
}

/** Proves the new share of one custodian; the last one that is needed makes the new shares the valid ones. */
export async function proveNewShare(
  run: CeremonyRun,
  custodian: string,
  way: SecretWay,
  options: QuorumOptions,
): Promise<void> {
  const { folder, say } = run;
  const quorum = await rotation(run, options);
  const { rotation: ours } = folder.state;
  if (!ours?.shares) throw noRotation();
  const before = await quorum.progress();
  if (!before.isVerifying) {
    // A run that died between the proof and its record: nothing is under way, and the new shares count.
    const sent = folder.records.at(-1);
    if (!before.isStarted && sent?.event === 'proof-sent' && sent.facts?.nonce === ours.nonce)
      return finish(run, false);
    throw noRotation();
  }
  if (run.isDryRun) return say(`rotate-recovery: ${custodian} would prove a new share\n`);
  const share = await readSecret(run, way, `the new share of ${custodian}`, newShareFile(custodian));
  const seen = await quorum.verification();
  const { threshold } = ours.custody;
  if (isCounted(ours.sent, custodian, seen)) {
    folder.say({ step: 'rotate-recovery', event: 'share-proven', facts: { nonce: ours.nonce, custodian } });
    folder.keep({ rotation: { ...ours, sent: undefined } });
    return say(`rotate-recovery: ${seen.given} of ${threshold} new shares are proven\n`);
  }
  folder.keep({ rotation: { ...ours, sent: { custodian, given: seen.given } } });
  if (seen.given + 1 >= threshold)
    folder.say({ step: 'rotate-recovery', event: 'proof-sent', facts: { nonce: ours.nonce, custodian } });
  const { isComplete } = await quorum.prove(seen.nonce, share);
  folder.say({ step: 'rotate-recovery', event: 'share-proven', facts: { nonce: ours.nonce, custodian } });
  if (isComplete) return finish(run);
  say(`rotate-recovery: ${seen.given + 1} of ${threshold} new shares are proven\n`);
}

/**
 * From now on the new custodians are the custodians.
 * @param isAnswered whether Vault said so; where it did not, files with old shares stay
 */
function finish({ folder, say }: CeremonyRun, isAnswered = true): void {
  const { rotation: ours, custody: old } = folder.state;
  if (!ours) return;
  const { custodians, threshold } = ours.custody;
  const files = custodians.flatMap(({ name }) => {
    const bytes = folder.read(newShareFile(name));
    const replaced = isAnswered ? undefined : folder.read(shareFile(name));
    if (replaced) folder.write(`old-${shareFile(name)}`, replaced);
    return bytes ? [folder.write(shareFile(name), bytes)] : [];
  });
  const facts = { nonce: ours.nonce, shares: custodians.length, threshold };
  folder.say({ step: 'rotate-recovery', event: 'done', holders: custodians.map(holderOf), files, facts });
  folder.keep({ rotation: undefined, custody: ours.custody });
  const names = new Set(custodians.map(({ name }) => name));
  for (const { name } of custodians) folder.remove(newShareFile(name));
  if (!isAnswered) {
    say('rotate-recovery: done, as it seems; keep the old shares until generate-root took new ones\n');
    return;
  }
  for (const { name } of old?.custodians ?? []) if (!names.has(name)) folder.remove(shareFile(name));
  say('rotate-recovery: done; the old shares are worthless now\n');
}

/** Cancels the rotation of this ceremony; the old shares stay valid. One of somebody else stays, too. */
export async function cancelRotation(run: CeremonyRun, options: QuorumOptions): Promise<void> {
  const { folder, say } = run;
  const quorum = await rotation(run, options);
  const { rotation: ours } = folder.state;
  const { isStarted, isVerifying, nonce } = await quorum.progress();
  const isUnderWay = isStarted || isVerifying;
  if (isUnderWay && nonce !== ours?.nonce)
    throw commandError('VW5243', 'The recovery key is being rotated, and not by this ceremony');
  if (run.isDryRun) return say('rotate-recovery: would be cancelled\n');
  if (isUnderWay) await quorum.cancel(nonce);
  for (const { name } of ours?.custody.custodians ?? []) folder.remove(newShareFile(name));
  if (ours) folder.say({ step: 'rotate-recovery', event: 'cancelled', facts: { nonce: ours.nonce } });
  folder.keep({ rotation: undefined });
  say(`rotate-recovery: ${ours ? 'cancelled; the old shares are valid' : 'none is under way'}\n`);
}

const noRotation = () => commandError('VW5250', 'No rotation of the recovery key of this ceremony is under way');

async function rotation(run: CeremonyRun, { bao }: QuorumOptions): Promise<Quorum> {
  await servingServer(run);
  const { endpoints } = await endpointsOf(run, 'rotate-recovery', bao);
  return new Quorum(run, endpoints);
}

const tell = ({ say }: CeremonyRun, given: number, required: number): void =>
  say(`rotate-recovery: ${given} of ${required} old shares\n`);
