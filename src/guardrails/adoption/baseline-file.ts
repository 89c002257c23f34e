import { ConfigurationError } from '../../model/diagnostics/errors.ts';
import { readRegular, realPath } from '../reading/regular-file.ts';
import { shownPath } from '../reading/walk-tree.ts';

/** A baseline that is on disk. */
export interface BaselineFile {
  /** As findings show it. */
  readonly file: string;
  /**
   * Reads the text.
   * @throws ConfigurationError VW2022 where it cannot be read
   */
  read(): string;
}

/** In bytes: some 500,000 findings. */
const largest = 128 * 1024 * 1024;

/**
 * Names a baseline on disk.
 * @param path absolute
 */
export function baselineFile(path: string, workingDirectory: string): BaselineFile {
  const file = shownPath(path, workingDirectory);
  return {
    file,
    read: () => {
      const text = readRegular(realPath(path) ?? path, largest)?.toString('utf8');
      if (text === undefined) throw missingBaseline(`The baseline ${file} cannot be read`);
      return text;
    },
  };
}

/** Makes the error of a baseline that is not there (VW2022). */
export const missingBaseline = (what: string): ConfigurationError =>
  new ConfigurationError([
    {
      code: 'VW2022',
      severity: 'error',
      what,
      why: 'Findings that were accepted would all be reported.',
      fix: 'Write it with `--baseline FILE --write-baseline`.',
      place: {},
    },
  ]);
