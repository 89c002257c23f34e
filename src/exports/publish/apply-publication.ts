import {
  copyFileSync,
  mkdirSync,
  readFileSync,
  renameSync,
  rmdirSync,
  rmSync,
  unlinkSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import { VaultwrightError } from '../../model/diagnostics/errors.ts';
import { recordFile, recordText } from '../rendered/published-record.ts';
import { renderedProblem } from '../rendered/rendered-problems.ts';
import type { Checkout } from './checkout.ts';
import { type Outgoing, steps } from './output-files.ts';
import type { PublicationPlan } from './plan-publication.ts';

/**
 * Brings a checkout to what a plan says.
 *
 * First the record takes up everything that is going to be ours, each file with its old and its new digest,
 * so that a run that is killed anywhere leaves nothing that the next one would take for somebody else's. A
 * file is made outside of the tree and moved to its place whole.
 *
 * @throws VW4036 where another run is at work, VW4041 where the system refuses
 */
export function applyPublication(outgoing: Outgoing, checkout: Checkout, plan: PublicationPlan): void {
  if (plan.written.length === 0 && plan.removed.length === 0 && isRecorded(checkout, plan)) return;
  const { root, into, staging } = checkout;
  const release = lock(staging);
  try {
    const place = (path: string, bytes: string | Buffer): void => {
      const made = join(staging, 'next');
      writeFileSync(made, bytes);
      const target = join(root, `${into}${path}`);
      mkdirSync(dirname(target), { recursive: true });
      move(made, target);
    };
    place(recordFile, recordText(plan.during, true));
    for (const path of plan.written) {
      const file = outgoing.files.get(path);
      if (file) place(path, file.bytes);
    }
    for (const path of plan.removed) {
      unlinkSync(join(root, `${into}${path}`));
      removeEmpty(root, `${into}${path}`);
    }
    place(recordFile, recordText(plan.files));
  } catch (error) {
    if (error instanceof VaultwrightError) throw error;
    const { code, syscall } = error as NodeJS.ErrnoException;
    throw renderedProblem('VW4041', `${root} cannot be written: ${code ?? 'unknown'} in ${syscall ?? 'a call'}`);
  } finally {
    release();
  }
}

const isRecorded = ({ record }: Checkout, { files }: PublicationPlan): boolean =>
  recordText(record.files, record.unfinished) === recordText(files);

/** Moves a file, also where the repository keeps its own files on another file system. */
function move(from: string, to: string): void {
  try {
    renameSync(from, to);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EXDEV') throw error;
    copyFileSync(from, to);
    unlinkSync(from);
  }
}

/** Removes the folders above a path that are empty now. */
function removeEmpty(root: string, path: string): void {
  for (const folder of steps(path).reverse())
    try {
      rmdirSync(join(root, folder));
    } catch {
      return;
    }
}

/** Takes the staging folder for this run. @returns what gives it back */
function lock(staging: string): () => void {
  const owner = join(staging, 'owner');
  mkdirSync(staging, { recursive: true });
  try {
    writeFileSync(owner, `${process.pid}\n`, { flag: 'wx' });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
    const other = Number(readFileSync(owner, 'utf8'));
    if (isAlive(other)) throw renderedProblem('VW4036', `process ${other} publishes into it right now`);
    writeFileSync(owner, `${process.pid}\n`);
  }
  return () => rmSync(staging, { recursive: true, force: true });
}

function isAlive(id: number): boolean {
  if (!Number.isInteger(id) || id <= 0 || id === process.pid) return false;
  try {
    process.kill(id, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}
