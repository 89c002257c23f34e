import { createHash } from 'node:crypto';
import {
  closeSync,
  existsSync,
  fsyncSync,
  mkdirSync,
  openSync,
  readFileSync,
  renameSync,
  rmSync,
  truncateSync,
  writeFileSync,
  writeSync,
} from 'node:fs';
import { join } from 'node:path';
import {
  nextRecord,
  readTranscript,
  recordLine,
  type TranscriptEntry,
  type TranscriptRecord,
} from '../../../model/documents/transcript.ts';
import { commandError } from '../../problems/command-problem.ts';
import { type CeremonyState, ceremonyStateSchema, emptyState } from './ceremony-state.ts';

export const transcriptFile = 'transcript.jsonl';
const stateFile = 'state.json';

/** What a step says; environment, cluster, officer and time are those of the run. */
export type Said = Omit<TranscriptEntry, 'environment' | 'cluster' | 'officer' | 'time'>;

export interface CeremonyFolderOptions {
  /** Absolute. */
  readonly path: string;
  readonly environment: string;
  readonly officer: string;
}

/** Hash of a file as the transcript names it. */
export const hashOfBytes = (bytes: Buffer): string => createHash('sha256').update(bytes).digest('hex');

/**
 * The folder of a ceremony: its transcript, the state of what is under way, and what was encrypted for
 * people. All of it may be read by its owner alone, and none of it is secret in clear.
 */
export class CeremonyFolder implements Disposable {
  readonly path: string;
  readonly #options: CeremonyFolderOptions;
  readonly #records: TranscriptRecord[];
  #state: CeremonyState;
  /** Id of the Vault cluster, once there is one. */
  cluster = '';

  private constructor(options: CeremonyFolderOptions, records: readonly TranscriptRecord[], state: CeremonyState) {
    this.path = options.path;
    this.#options = options;
    this.#records = [...records];
    this.#state = state;
    this.cluster = records.at(-1)?.cluster ?? '';
  }

  /**
   * Opens the folder for one run; another one at the same time is refused.
   * @throws VW5233 where it cannot be used, VW5234 where another run uses it, VW5235 where its transcript or
   * state is not what was written
   */
  static open(options: CeremonyFolderOptions): CeremonyFolder {
    const { path } = options;
    try {
      mkdirSync(path, { recursive: true, mode: 0o700 });
    } catch {
      throw commandError('VW5233', `The folder ${path} cannot be made`);
    }
    lock(join(path, 'lock'));
    try {
      cutFragment(join(path, transcriptFile));
      return new CeremonyFolder(options, ...read(options));
    } catch (error) {
      rmSync(join(path, 'lock'), { force: true });
      throw error;
    }
  }

  /** Reads the folder for a command that writes nothing, so that none need be there. @throws VW5235 */
  static look(options: CeremonyFolderOptions): CeremonyFolder {
    return new CeremonyFolder(options, ...read(options));
  }

  [Symbol.dispose](): void {
    rmSync(join(this.path, 'lock'), { force: true });
  }

  get records(): readonly TranscriptRecord[] {
    return this.#records;
  }

  /** The last line of one kind. */
  last(step: TranscriptRecord['step'], event: string): TranscriptRecord | undefined {
    return this.#records.findLast((record) => record.step === step && record.event === event);
  }

  get state(): CeremonyState {
    return this.#state;
  }

  /** Keeps what is under way: the whole file is written and then takes the place of the old one. */
  keep(change: Partial<CeremonyState>): void {
    const state = { ...this.#state, ...change };
    this.#replace(stateFile, Buffer.from(`${JSON.stringify(state, undefined, 2)}\n`));
    this.#state = state;
  }

  /** Adds a line to the transcript, which is on the disk when this returns. */
  say(said: Said): TranscriptRecord {
    const { environment, officer } = this.#options;
    const last = this.#records.at(-1);
    const now = new Date().toISOString();
    // Lines are in the order of their times, also when the clock is set back.
    const time = last && last.time > now ? last.time : now;
    const record = nextRecord(last, { ...said, environment, cluster: this.cluster, officer, time });
    const file = this.#openFile(transcriptFile, 'a');
    try {
      writeSync(file, recordLine(record));
      fsyncSync(file);
    } finally {
      closeSync(file);
    }
    this.#records.push(record);
    return record;
  }

  /** Writes a file that is encrypted for somebody. @returns how the transcript names it */
  write(name: string, bytes: Buffer): { readonly name: string; readonly sha256: string } {
    this.#replace(name, bytes);
    return { name, sha256: hashOfBytes(bytes) };
  }

  /** Reads a file of the folder; `undefined` where it is not there. */
  read(name: string): Buffer | undefined {
    const file = join(this.path, name);
    return existsSync(file) ? readFileSync(file) : undefined;
  }

  remove(name: string): void {
    rmSync(join(this.path, name), { force: true });
  }

  #replace(name: string, bytes: Buffer): void {
    const written = `${name}.new`;
    this.remove(written);
    const file = this.#openFile(written, 'wx');
    try {
      writeFileSync(file, bytes);
      fsyncSync(file);
    } finally {
      closeSync(file);
    }
    renameSync(join(this.path, written), join(this.path, name));
  }

  #openFile(name: string, flags: string): number {
    try {
      return openSync(join(this.path, name), flags, 0o600);
    } catch {
      throw commandError('VW5233', `${join(this.path, name)} cannot be written`);
    }
  }
}

function read({ path, environment }: CeremonyFolderOptions): [readonly TranscriptRecord[], CeremonyState] {
  const file = join(path, transcriptFile);
  const text = existsSync(file) ? readFileSync(file, 'utf8') : '';
  const { records, defects } = text === '' ? { records: [], defects: [] } : readTranscript(text);
  const [defect] = defects;
  if (defect) throw commandError('VW5235', `Line ${defect.line} of ${file} ${defect.what}`);
  if (records[0] && records[0].environment !== environment)
    throw commandError('VW5235', `${file} is the transcript of "${records[0].environment}"`);
  return [records, readState(join(path, stateFile), environment)];
}

function readState(file: string, environment: string): CeremonyState {
  if (!existsSync(file)) return emptyState(environment);
  let data: unknown;
  try {
    data = JSON.parse(readFileSync(file, 'utf8'));
  } catch {
    throw commandError('VW5235', `${file} is no JSON`);
  }
  const { data: state } = ceremonyStateSchema.safeParse(data);
  if (state?.environment !== environment) throw commandError('VW5235', `${file} is not the state of "${environment}"`);
  return state;
}

/** Removes the half line of a run that died while it wrote it: what a line says counts once it is whole. */
function cutFragment(file: string): void {
  if (!existsSync(file)) return;
  const bytes = readFileSync(file);
  const end = bytes.lastIndexOf(0x0a) + 1;
  if (end < bytes.length) truncateSync(file, end);
}

/** Takes the folder for this process; what a dead one left is taken over. */
function lock(file: string): void {
  for (const isLast of [false, true]) {
    try {
      const made = openSync(file, 'wx', 0o600);
      writeSync(made, String(process.pid));
      closeSync(made);
      return;
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw commandError('VW5233', `${file} cannot be written`);
      if (isLast || isAlive(file)) throw commandError('VW5234', `${file} belongs to a run that has not ended`);
      rmSync(file, { force: true });
    }
  }
}

function isAlive(file: string): boolean {
  try {
    const pid = Number(readFileSync(file, 'utf8'));
    return pid > 0 && pid !== process.pid && process.kill(pid, 0);
  } catch (error) {
    // Somebody else’s process lives, too.
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}
