/**
 * Synthesizes a small sound platform in a process of its own, with one inline secret where a route is named.
 *
 * Arguments: the output folder; the title of a route, or nothing; the number of the rename at which the
 * process is killed, as a power cut between render and swap would kill it (0: never).
 */
import fs from 'node:fs';
import { syncBuiltinESMExports } from 'node:module';
import { routes } from './routes.ts';

const [outputFolder = '', title = '', fatalRename = '0'] = process.argv.slice(2);

let renames = 0;
const { renameSync } = fs;
fs.renameSync = (from, to): void => {
  renames += 1;
  if (renames === Number(fatalRename)) process.kill(process.pid, 'SIGKILL');
  renameSync(from, to);
};
syncBuiltinESMExports();

const route = routes.find((candidate) => candidate.title === title);
if (title !== '' && !route) throw new Error(`there is no route "${title}"`);

const { synthesizePlatform } = await import('../../src/index.ts');
const { wallPlatform } = await import('./wall-platform.ts');
const [platform, options] = wallPlatform(route);
process.exitCode = await synthesizePlatform(platform, { ...options, outputFolder });
