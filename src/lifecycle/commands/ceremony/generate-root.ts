import { commandError } from '../../problems/command-problem.ts';
import { type CeremonyRun, readSecret, type SecretWay, servingServer } from './ceremony-run.ts';
import { type CeremonyState, holderOf, type Recipient, rootTokenFile, shareFile } from './ceremony-state.ts';

import { isCounted, type Progress, Quorum } from './quorum.ts';
import { endpointsOf } from './server-observation.ts';

type Generation = NonNullable<CeremonyState['generation']>;

export interface QuorumOptions {
  /** Whether OpenBao’s own client of the same release is at hand. */
  readonly bao: boolean;
}

/**
 * Starts the generation of a root token, which is encrypted to its holder. Custodians then give their shares,
 * each by a run of their own.
 * @see https://developer.hashicorp.com/vault/api-docs/system/generate-root
 * @throws VW5237–VW5239 where the server does not let, VW5243 where an attempt is under way
 */
export async function startGeneration(run: CeremonyRun, holder: Recipient, options: QuorumOptions): Promise<void> {
  const { folder, say } = run;
  const quorum = await generation(run, options);
  const { generation: ours } = folder.state;
  if (ours?.token !== undefined) return finish(run);
  const before = await quorum.progress();
  if (ours && isOurs(ours, before)) {
    if (ours.nonce === '') begun(run, ours.holder, before);
    return tell(run, before.given, before.required);
  }
  if (before.isStarted) throw commandError('VW5243', 'A root token is being generated, and not by this ceremony');
  if (run.isDryRun) return say(`generate-root: would be started for ${holder.name}, ${before.required} shares\n`);
  // Its number comes with the answer, which may be lost.
  folder.keep({ generation: { nonce: '', holder } });
  const started = await quorum.start({ pgp_key: holder.key });
  if (!started.fingerprints.includes(holder.fingerprint)) {
    await quorum.cancel(started.nonce);
    folder.keep({ generation: undefined });
    throw commandError('VW5244', `Vault would encrypt the token to another key than ${holder.fingerprint}`);
  }
  begun(run, holder, started);
  tell(run, 0, started.required);
}

/** Whether an attempt is the one that this ceremony started, also where its answer was lost. */
const isOurs = ({ nonce, holder }: Generation, seen: Progress): boolean =>
  seen.isStarted &&
  (seen.nonce === nonce || (nonce === '' && seen.given === 0 && seen.fingerprints.includes(holder.fingerprint)));

function begun({ folder }: CeremonyRun, holder: Recipient, { nonce, required }: Progress): void {
  folder.keep({ generation: { nonce, holder } });
  folder.say({ step: 'generate-root', event: 'started', holders: [holderOf(holder)], facts: { nonce, required } });
}

/** Enters the share of one custodian; the last one that is needed makes the token, which goes to a file. */
export async function giveShare(
  run: CeremonyRun,
  custodian: string,
  way: SecretWay,
  options: QuorumOptions,
): Promise<void> {
  const { folder, say } = run;
  const quorum = await generation(run, options);
  const { generation: ours } = folder.state;
  if (ours?.token !== undefined) return finish(run);
  const before = await quorum.progress();
  if (!ours || !before.isStarted || before.nonce !== ours.nonce)
    throw commandError('VW5250', 'No generation of a root token of this ceremony is under way');
  if (run.isDryRun) return say(`generate-root: ${custodian} would give a share\n`);
  const { nonce } = ours;
  const { required } = before;
  if (isCounted(ours.sent, custodian, before)) {
    folder.say({
      step: 'generate-root',
      event: 'share-given',
      facts: { nonce, given: before.given, required, custodian },
    });
    folder.keep({ generation: { ...ours, sent: undefined } });
    return tell(run, before.given, required);
  }
  const share = await readSecret(run, way, `the share of ${custodian}`, shareFile(custodian));
  folder.keep({ generation: { ...ours, sent: { custodian, given: before.given } } });
  const { isComplete, token } = await quorum.submit(nonce, share);
  const { given } = isComplete ? { given: required } : await quorum.progress();
  // The token first: nobody gets it a second time.
  folder.keep({ generation: { ...ours, ...(isComplete && { token }) } });
  folder.say({ step: 'generate-root', event: 'share-given', facts: { nonce, given, required, custodian } });
  if (isComplete) finish(run);
  else tell(run, given, required);
}

/** Makes a file of the token that came back, and the record of it; done twice it does the same. */
function finish({ folder, say }: CeremonyRun): void {
  const { generation: ours } = folder.state;
  if (ours?.token === undefined) return;
  const { holder, nonce } = ours;
  const file = folder.write(rootTokenFile, Buffer.from(ours.token, 'base64'));
  folder.keep({ rootHolder: holder });
  folder.say({ step: 'generate-root', event: 'done', holders: [holderOf(holder)], files: [file], facts: { nonce } });
  folder.keep({ generation: undefined });
  say(`generate-root: done; wrote ${file.name}  sha256 ${file.sha256}\n`);
}

/** Cancels the generation of this ceremony; one of somebody else stays. */
export async function cancelGeneration(run: CeremonyRun, options: QuorumOptions): Promise<void> {
  const { folder, say } = run;
  const quorum = await generation(run, options);
  const { generation: ours } = folder.state;
  const { isStarted, nonce } = await quorum.progress();
  if (isStarted && nonce !== ours?.nonce)
    throw commandError('VW5243', 'A root token is being generated, and not by this ceremony');
  if (run.isDryRun) return say('generate-root: would be cancelled\n');
  if (isStarted) await quorum.cancel(nonce);
  if (ours) folder.say({ step: 'generate-root', event: 'cancelled', facts: { nonce: ours.nonce } });
  folder.keep({ generation: undefined });
  say(`generate-root: ${ours ? 'cancelled' : 'none is under way'}\n`);
}

async function generation(run: CeremonyRun, { bao }: QuorumOptions): Promise<Quorum> {
  await servingServer(run);
  const { endpoints } = await endpointsOf(run, 'generate-root', bao);
  return new Quorum(run, endpoints);
}

const tell = ({ say }: CeremonyRun, given: number, required: number): void =>
  say(`generate-root: ${given} of ${required} shares\n`);
