import { VaultwrightError } from '../../../src/model/diagnostics/errors.ts';
import { fetchForBench } from './fetch-for-bench.ts';
import { type ProgramName, programs, requiredPrograms } from './programs.ts';

/**
 * `node test/e2e/tools/build.mjs [program…]`: fetches or builds what the bench takes from outside, and prints
 * where each is.
 *
 * Without arguments that is everything that `npm run test:e2e` needs.
 */
const wanted = process.argv.slice(2);
const unknown = wanted.filter((name) => !Object.hasOwn(programs, name));
if (unknown.length > 0) {
  console.error(`Unknown: ${unknown.join(', ')}. The programs are ${Object.keys(programs).join(', ')}.`);
  process.exit(2);
}
try {
  const say = (line: string): void => console.error(line);
  const names = wanted.length === 0 ? requiredPrograms : (wanted as ProgramName[]);
  const found = await fetchForBench(names, { environment: process.env, say });
  for (const [variable, place] of Object.entries(found)) console.log(`${variable}=${place}`);
} catch (error) {
  if (!(error instanceof VaultwrightError)) throw error;
  console.error(error.message);
  process.exitCode = error.exitStatus;
}
