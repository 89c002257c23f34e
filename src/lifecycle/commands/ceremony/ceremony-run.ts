import { readFileSync } from 'node:fs';
import { text } from 'node:stream/consumers';
import type { EnvironmentDocument } from '../../../model/documents/environment-document.ts';
import { commandError } from '../../problems/command-problem.ts';
import type { VaultAccess } from '../../reconcile/resource.ts';
import type { CeremonyFolder } from './ceremony-folder.ts';
import type { Gpg } from './gpg.ts';
import { type ServerStatus, serverStatus } from './server-observation.ts';

/** What a step of a ceremony works with; its Vault is that of the root namespace. */
export interface CeremonyRun extends VaultAccess {
  /** The same Vault in the namespace of the environment, with the same token. */
  readonly environmentVault: VaultAccess;
  readonly document: EnvironmentDocument;
  readonly folder: CeremonyFolder;
  readonly gpg: Gpg;
  /** Whether the step says what it would do and does nothing. */
  readonly isDryRun: boolean;
  /** Shows the person how far it is; nothing secret. */
  readonly say: (text: string) => void;
  /** Asks at a prompt that does not show what is typed; `undefined` where there is no terminal. */
  readonly ask: ((question: string) => Promise<string>) | undefined;
  /** Asks for a yes before what cannot be undone. */
  readonly confirm: (question: string) => Promise<boolean>;
  /** Opens a descriptor that the shell gave to the process. */
  readonly descriptor: (fd: number) => NodeJS.ReadableStream;
}

/** How a person gives a secret; where neither is named, the file of the folder counts, and then a prompt. */
export interface SecretWay {
  /** File that gpg decrypts. */
  readonly pgpFile?: string | undefined;
  /** Descriptor of the process; 0 is standard input. */
  readonly fd?: number | undefined;
}

/**
 * Reads a secret: decrypted by gpg, from a descriptor, or at a hidden prompt.
 * @param kept file of the folder that may hold it, encrypted
 * @throws VW5240 where there is no way to it, VW5232 where gpg does not decrypt it
 */
export async function readSecret(
  { folder, gpg, ask, descriptor }: Pick<CeremonyRun, 'folder' | 'gpg' | 'ask' | 'descriptor'>,
  { pgpFile, fd }: SecretWay,
  label: string,
  kept: string,
): Promise<string> {
  if (pgpFile !== undefined) return filled((await gpg.decrypt(readGiven(pgpFile), pgpFile)).toString('utf8'), label);
  if (fd !== undefined) return filled(await readDescriptor(descriptor, fd, label), label);
  const file = folder.read(kept);
  if (file) return filled((await gpg.decrypt(file, kept)).toString('utf8'), label);
  if (!ask) throw commandError('VW5240', `There is no terminal to ask for ${label} at, and no file ${kept}`);
  return filled(await ask(`${label}: `), label);
}

function filled(secret: string, label: string): string {
  const trimmed = secret.replace(/\r?\n$/, '');
  if (trimmed === '') throw commandError('VW5240', `What was given as ${label} is empty`);
  // It goes into headers and bodies.
  if (/[^\x20-\x7e]/.test(trimmed)) throw commandError('VW5240', `What was given as ${label} is no single line`);
  return trimmed;
}

async function readDescriptor(open: CeremonyRun['descriptor'], fd: number, label: string): Promise<string> {
  try {
    return await text(open(fd));
  } catch {
    throw commandError('VW5240', `Descriptor ${fd}, which is to give ${label}, cannot be read`);
  }
}

/** Reads a file that an option names. @throws VW5240 */
export function readGiven(file: string): Buffer {
  try {
    return readFileSync(file);
  } catch {
    throw commandError('VW5240', `${file} cannot be read`);
  }
}

/**
 * Reads what the server says about itself, and that it is the one of the transcript.
 * @throws VW5236 where it is another, VW5001, VW5002, VW5004
 */
export async function sameServer(run: CeremonyRun): Promise<ServerStatus> {
  const status = await serverStatus(run);
  const { folder } = run;
  if (folder.cluster !== '' && status.cluster !== '' && folder.cluster !== status.cluster)
    throw commandError('VW5236', `The server is not the one of the transcript in ${folder.path}`);
  if (status.cluster !== '') folder.cluster = status.cluster;
  return status;
}

/** As {@link sameServer}, of a server that serves. @throws VW5241 where it was never initialised, VW5002 */
export async function servingServer(run: CeremonyRun): Promise<ServerStatus> {
  const status = await sameServer(run);
  if (!status.isInitialised) throw commandError('VW5241', 'Vault is not initialised');
  if (status.isSealed) throw commandError('VW5002', 'Vault is sealed; its key service opens it, not a person');
  return status;
}
