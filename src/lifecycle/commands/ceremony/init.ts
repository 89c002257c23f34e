import { vaultError } from '../../clients/vault/vault-client.ts';
import { commandError } from '../../problems/command-problem.ts';
import type { CeremonyRun } from './ceremony-run.ts';
import { sameServer } from './ceremony-run.ts';
import { type Custody, holderOf, type Recipient, rootTokenFile, shareFile } from './ceremony-state.ts';
import type { ServerStatus } from './server-observation.ts';

export interface InitRequest {
  readonly custody: Custody;
  readonly rootHolder: Recipient;
  /** For whom bootstrap tokens are encrypted. */
  readonly bootstrapHolder: Recipient;
}

/**
 * Initialises Vault: the recovery key in shares, each encrypted by Vault itself to the key of its custodian,
 * and the root token to that of its holder. Nobody sees any of them in clear, this program included.
 *
 * The request is kept before it is sent and its answer before anything is made of it, so that a run that dies
 * goes on from there. An answer that was lost on the way leaves a Vault without keys and without data.
 * @see https://developer.hashicorp.com/vault/api-docs/system/init
 * @throws VW5241–VW5242, VW5245–VW5246
 */
export async function initialise(run: CeremonyRun, request: InitRequest): Promise<void> {
  const { folder, say } = run;
  const status = await sameServer(run);
  if (folder.last('init', 'done')) return say('init: done already\n');
  if (folder.state.init?.answer) return file(run);
  if (status.isInitialised) {
    if (folder.state.init) throw commandError('VW5245', 'Vault is initialised, and its answer did not arrive');
    throw commandError('VW5246', 'Vault was initialised, and not by this ceremony');
  }
  requireSeal(run, status);
  describe(run, request);
  if (run.isDryRun) return say('init: this was a dry run, nothing was sent\n');
  if (!(await run.confirm('Is every fingerprint the one that its custodian read out?')))
    throw commandError('VW5247', 'The initialisation was not confirmed');
  const { custody, rootHolder, bootstrapHolder } = request;
  folder.keep({ init: { custody, rootHolder }, bootstrapHolder });
  const answer = await send(run, custody, rootHolder);
  folder.keep({ init: { custody, rootHolder, answer } });
  await file(run);
}

function requireSeal({ document }: CeremonyRun, { seal }: ServerStatus): void {
  const { seal: rendered } = document.vault;
  if (seal === 'shamir') throw commandError('VW5242', 'Vault runs without a key service that unseals it');
  if (rendered !== undefined && rendered !== seal)
    throw commandError('VW5242', `Vault is sealed by "${seal}", and rendered is "${rendered}"`);
}

function describe({ say, document }: CeremonyRun, { custody, rootHolder, bootstrapHolder }: InitRequest): void {
  const { custodians, threshold } = custody;
  const line = ({ name, fingerprint, channel }: Recipient): string => `  ${name}  ${fingerprint}  by ${channel}\n`;
  say(`init of ${document.name}: ${custodians.length} shares, of which ${threshold} are needed\n`);
  for (const each of custodians) say(line(each));
  say(`root token for\n${line(rootHolder)}bootstrap token for\n${line(bootstrapHolder)}`);
}

async function send(run: CeremonyRun, { custodians, threshold }: Custody, rootHolder: Recipient) {
  const { vault, deadline } = run;
  const answer = await vault.send(
    {
      method: 'PUT',
      path: 'sys/init',
      body: {
        recovery_shares: custodians.length,
        recovery_threshold: threshold,
        recovery_pgp_keys: custodians.map(({ key }) => key),
        root_token_pgp_key: rootHolder.key,
      },
      // One election is waited for.
      timeout: 60_000,
    },
    deadline,
  );
  if (answer.kind !== 'ok') {
    // Vault said no: nothing was made. Where no answer came, the next run looks what became of it.
    if (answer.kind === 'refused') run.folder.keep({ init: undefined });
    throw vaultError(answer, 'initialise');
  }
  const { recovery_keys_base64: shares, root_token: rootToken } = answer.body;
  const isWhole =
    Array.isArray(shares) && shares.length === custodians.length && [...shares, rootToken].every(isEncrypted);
  if (!isWhole) throw commandError('VW5245', 'Vault answered with something else than encrypted shares');
  return { shares: shares as string[], rootToken: rootToken as string };
}

/** A message of OpenPGP is far longer than any share or token, and is base64 here. */
const isEncrypted = (text: unknown): boolean => typeof text === 'string' && /^[A-Za-z0-9+/]{100,}={0,2}$/.test(text);

/** Makes files of the answer, and the record of them; done twice it does the same. */
async function file(run: CeremonyRun): Promise<void> {
  const { folder, say } = run;
  const { init } = folder.state;
  if (!init?.answer) return;
  const { custody, rootHolder, answer } = init;
  const { custodians, threshold } = custody;
  const files = custodians.map(({ name }, index) =>
    folder.write(shareFile(name), Buffer.from(answer.shares[index] ?? '', 'base64')),
  );
  files.push(folder.write(rootTokenFile, Buffer.from(answer.rootToken, 'base64')));
  const { cluster } = await settled(run);
  folder.cluster = cluster;
  const holders = [...custodians, { ...rootHolder, channel: `${rootHolder.channel} (root token)` }].map(holderOf);
  // Before the record, since a run that finds the record goes no further.
  folder.keep({ custody, rootHolder });
  folder.say({
    step: 'init',
    event: 'done',
    holders,
    files,
    facts: { shares: custodians.length, threshold, seal: (await sameServer(run)).seal },
  });
  folder.keep({ init: undefined });
  for (const { name, sha256 } of files) say(`wrote ${name}  sha256 ${sha256}\n`);
}

/** Vault knows the id of its cluster once it is active. */
async function settled(run: CeremonyRun): Promise<ServerStatus> {
  for (;;) {
    const status = await sameServer(run);
    if (status.cluster !== '') return status;
    if (!(await run.deadline.wait(200))) throw commandError('VW5002', 'Vault was initialised and is not active yet');
  }
}
