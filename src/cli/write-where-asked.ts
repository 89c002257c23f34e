import { closeSync, constants, openSync, writeFileSync } from 'node:fs';
import { ConfigurationError } from '../model/diagnostics/errors.ts';

/**
 * Writes a text to a file that an option names.
 *
 * Never through a link: the tree that is checked may hold one under the name of the report. What the system
 * itself links, such as `/dev/stdout`, is written.
 * @throws VW2008 where it cannot be written
 */
export function writeWhereAsked(file: string, text: string): void {
  const noLink = file.startsWith('/dev/') ? 0 : (constants.O_NOFOLLOW ?? 0);
  try {
    const target = openSync(file, constants.O_WRONLY | constants.O_CREAT | constants.O_TRUNC | noLink, 0o666);
    try {
      writeFileSync(target, text);
    } finally {
      closeSync(target);
    }
  } catch {
    throw new ConfigurationError([
      {
        code: 'VW2008',
        severity: 'error',
        what: `The file ${file} cannot be written, or is a link`,
        why: 'What reads it afterwards would find nothing, or what an earlier run left there.',
        fix: 'Make its folder, remove the link, or name another file.',
        place: {},
      },
    ]);
  }
}
