import { writeFileSync } from 'node:fs';
import { ConfigurationError } from '../model/diagnostics/errors.ts';

/**
 * Writes a text to a file that an option names.
 * @throws VW2008 where it cannot be written
 */
export function writeWhereAsked(file: string, text: string): void {
  try {
    writeFileSync(file, text);
  } catch {
    throw new ConfigurationError([
      {
        code: 'VW2008',
        severity: 'error',
        what: `The file ${file} cannot be written`,
        why: 'What reads it afterwards would find nothing, or what an earlier run left there.',
        fix: 'Make its folder, or name another one.',
        place: {},
      },
    ]);
  }
}
