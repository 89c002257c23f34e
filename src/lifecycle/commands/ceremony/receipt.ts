import { commandError } from '../../problems/command-problem.ts';
import { hashOfBytes } from './ceremony-folder.ts';
import { type CeremonyRun, readGiven } from './ceremony-run.ts';
import { holderOf, shareFile } from './ceremony-state.ts';

/** A share as Vault encrypts it: 33 bytes, one for its place, in hexadecimal. */
const share = /^[0-9a-f]{64,66}$/;

/**
 * Records that a custodian holds a share: the file is decrypted by the custodian’s gpg, and its hash is that
 * of the file that was written. What was decrypted is looked at and forgotten.
 * @param given the custodian’s own copy of the file
 * @throws VW5248 where it is not that file or no share, VW5249 where the custodian is none
 */
export async function receive(run: CeremonyRun, custodian: string, given: string | undefined): Promise<void> {
  const { folder, gpg, say } = run;
  const holder = folder.state.custody?.custodians.find(({ name }) => name === custodian);
  if (!holder) throw commandError('VW5249', `"${custodian}" is no custodian of this ceremony`);
  const name = shareFile(custodian);
  const bytes = given === undefined ? folder.read(name) : readGiven(given);
  if (!bytes) throw commandError('VW5248', `There is no ${name} in ${folder.path}`);
  const sha256 = hashOfBytes(bytes);
  if (sha256 !== handedOut(run, name))
    throw commandError('VW5248', `${given ?? name} is not the file that was handed out`);
  if (run.isDryRun) return say(`receipt: ${custodian} would decrypt ${name}\n`);
  const text = (await gpg.decrypt(bytes, name)).toString('latin1').trim();
  if (!share.test(text)) throw commandError('VW5248', `${name} holds no share`);
  folder.say({ step: 'receipt', event: 'received', holders: [holderOf(holder)], files: [{ name, sha256 }] });
  say(`receipt: ${custodian} holds ${name}\n`);
}

/** Hash of the file that was written last under a name. */
function handedOut({ folder }: CeremonyRun, name: string): string | undefined {
  const written = folder.records.filter(({ step }) => step !== 'receipt');
  return written.flatMap(({ files = [] }) => files).findLast((file) => file.name === name)?.sha256;
}

/** Custodians who have shown that they hold the share that they were given last. */
export function receivedBy({ folder }: Pick<CeremonyRun, 'folder'>): string[] {
  const current = (name: string): string | undefined => handedOut({ folder } as CeremonyRun, shareFile(name));
  const receipts = folder.records.filter(({ step }) => step === 'receipt');
  return (folder.state.custody?.custodians ?? [])
    .map(({ name }) => name)
    .filter((name) => receipts.some(({ files = [] }) => files.some(({ sha256 }) => sha256 === current(name))));
}
