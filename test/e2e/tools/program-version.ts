import { execFile } from 'node:child_process';
import { createReadStream } from 'node:fs';
import type { Program } from './programs.ts';

/**
 * Returns whether a binary is the pinned version of a program.
 * @returns `undefined` where it is, else what was seen instead
 */
export async function versionMismatch(program: Program, binary: string): Promise<string | undefined> {
  const { proof } = program;
  if ('buildInformation' in proof)
    return (await contains(binary, proof.buildInformation)) ? undefined : 'its build information names another version';
  const seen = await new Promise<string>((settle) => {
    execFile(binary, proof.arguments, { timeout: 30_000 }, (error, stdout, stderr) =>
      settle(error === null ? stdout : `${error.message} ${stderr}`),
    );
  });
  return proof.shows.test(seen) ? undefined : (seen.trim().split('\n')[0] ?? 'no output');
}

/** Searches a file of some hundred megabytes without holding it in memory. */
async function contains(file: string, text: string): Promise<boolean> {
  const wanted = Buffer.from(text);
  let rest: Buffer = Buffer.alloc(0);
  try {
    for await (const chunk of createReadStream(file, { highWaterMark: 1 << 20 })) {
      const window = Buffer.concat([rest, chunk as Buffer]);
      if (window.includes(wanted)) return true;
      rest = window.subarray(-wanted.length);
    }
  } catch {
    return false;
  }
  return false;
}
