import { createHash } from 'node:crypto';
import { gzipSync } from 'node:zlib';

/** One file of an archive of tar. */
function entry(name: string, content: Buffer): Buffer {
  const header = Buffer.alloc(512);
  header.write(name, 0);
  header.write('0000600\0', 100);
  header.write(`${content.length.toString(8).padStart(11, '0')}\0`, 124);
  header.write('0', 156);
  return Buffer.concat([header, content, Buffer.alloc((512 - (content.length % 512)) % 512)]);
}

const sumOf = (content: Buffer): string => createHash('sha256').update(content).digest('hex');

/** Files of a snapshot as the server makes them, by name. */
export function snapshotFiles(state = Buffer.alloc(3000, 7)): Map<string, Buffer> {
  const meta = Buffer.from(JSON.stringify({ Version: 1, ID: 'bolt-snapshot', Index: 42, Term: 3, Size: state.length }));
  const sums = Buffer.from(`${sumOf(meta)}  meta.json\n${sumOf(state)}  state.bin\n`);
  return new Map([
    ['meta.json', meta],
    ['state.bin', state],
    ['SHA256SUMS', sums],
    ['SHA256SUMS.sealed', Buffer.from('sealed')],
  ]);
}

/** A snapshot of these files. */
export const archiveOf = (files: ReadonlyMap<string, Buffer>): Buffer =>
  gzipSync(Buffer.concat([...[...files].map(([name, content]) => entry(name, content)), Buffer.alloc(1024)]));
