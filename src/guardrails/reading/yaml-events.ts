import { type Event, parseEvents } from 'js-yaml';

/** Deepest nesting that is parsed; deeper text is read line by line. */
export const maximumDepth = 200;

/**
 * Parses YAML text into the parser's events.
 *
 * A refused text costs no stack trace: nobody reads it, and a large broken file is refused piece by piece.
 *
 * @throws YAMLException where the text is not YAML
 */
export function yamlEvents(source: string): readonly Event[] {
  const limit = Error.stackTraceLimit;
  Error.stackTraceLimit = 0;
  try {
    return parseEvents(source, { maxDepth: maximumDepth });
  } finally {
    Error.stackTraceLimit = limit;
  }
}
