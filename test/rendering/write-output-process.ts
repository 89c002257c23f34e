/**
 * Writes an output folder in a process of its own and kills that process at the nth change of the file
 * system, halfway into it where it has a half: the nearest thing to a power cut.
 *
 * Arguments: the target, the JSON of the files, n (0: never). Prints the number of changes when it survives.
 */
import fs from 'node:fs';
import { syncBuiltinESMExports } from 'node:module';
import path from 'node:path';

const [target = '', filesJson = '{}', fatal = '0'] = process.argv.slice(2);
let changes = 0;

const die = (): never => {
  process.kill(process.pid, 'SIGKILL');
  throw new Error('unreachable: SIGKILL cannot be held off');
};
const isFatal = (): boolean => {
  changes += 1;
  return changes === Number(fatal);
};

const { linkSync, mkdirSync, mkdtempSync, renameSync, rmSync, writeFileSync } = fs;
Object.assign(fs, {
  linkSync: (...args: Parameters<typeof linkSync>) => (isFatal() ? die() : linkSync(...args)),
  mkdirSync: (...args: Parameters<typeof mkdirSync>) => (isFatal() ? die() : mkdirSync(...args)),
  mkdtempSync: (prefix: string) => (isFatal() ? die() : mkdtempSync(prefix)),
  renameSync: (...args: Parameters<typeof renameSync>) => (isFatal() ? die() : renameSync(...args)),
  writeFileSync: (file: string, text: string, options: fs.WriteFileOptions) => {
    if (!isFatal()) return writeFileSync(file, text, options);
    writeFileSync(file, text.slice(0, text.length / 2), options);
    return die();
  },
  rmSync: (folder: string, options: fs.RmOptions) => {
    if (!isFatal()) return rmSync(folder, options);
    for (const name of fs.existsSync(folder) ? fs.readdirSync(folder).slice(0, 1) : [])
      rmSync(path.join(folder, name), options);
    return die();
  },
});
syncBuiltinESMExports();

const { writeOutput } = await import('../../src/rendering/write-output.ts');
writeOutput(target, new Map(Object.entries(JSON.parse(filesJson) as Record<string, string>)));
process.stdout.write(String(changes));
