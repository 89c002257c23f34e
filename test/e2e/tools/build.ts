import { VaultwrightError } from '../../../src/model/diagnostics/errors.ts';
import { findProgram } from './find-program.ts';
import { type ProgramName, programs, requiredPrograms } from './programs.ts';

/** `node test/e2e/tools/build.ts [program…]`: finds or builds the programs of the bench and prints where each is. */
const wanted = process.argv.slice(2);
const unknown = wanted.filter((name) => !(name in programs));
if (unknown.length > 0) {
  console.error(`Unknown: ${unknown.join(', ')}. The programs are ${Object.keys(programs).join(', ')}.`);
  process.exit(2);
}
try {
  for (const name of wanted.length === 0 ? requiredPrograms : (wanted as ProgramName[])) {
    const say = (line: string): void => console.error(line);
    console.log(`${name} ${await findProgram(name, { environment: process.env, say })}`);
  }
} catch (error) {
  if (!(error instanceof VaultwrightError)) throw error;
  console.error(error.message);
  process.exitCode = error.exitStatus;
}
