import type { Diagnostic } from '../../../model/diagnostics/diagnostic.ts';
import { errorOf, lifecycleProblem } from '../../problems/lifecycle-problems.ts';
import { sanitiseName } from './sanitise-name.ts';
import type { Upstream, UpstreamValue } from './upstream.ts';

/** What a message may repeat; anything else could be a value that slipped to the side of the names. */
const printableName = /^[\w./-]{1,127}$/;

/**
 * Makes the upstream of a workstation or CI from the text of its Secret: a JSON object from name to value.
 *
 * Names match after sanitising, so `GHCR_TOKEN` is found as `ghcr-token`. An empty value is refused rather
 * than copied, since whoever wrote it meant to give one.
 * @param text decoded
 * @param label how messages name the Secret
 * @throws VW5013 for all entries that cannot be used, by name
 */
export function localUpstream(text: string, label: string): Upstream {
  const values = new Map<string, UpstreamValue>();
  const spellings = new Map<string, string>();
  const problems: Diagnostic[] = [];
  const refuse = (what: string) => problems.push(lifecycleProblem('VW5013', `${label} ${what}`));

  const entries = entriesOf(text);
  if (entries === undefined) refuse('does not hold a JSON object from name to value');
  for (const [index, [spelling, value]] of (entries ?? []).entries()) {
    const shown = printableName.test(spelling) ? `"${spelling}"` : `its entry number ${index + 1}`;
    const name = sanitiseName(spelling);
    const other = spellings.get(name);
    if (typeof value !== 'string') refuse(`holds something else than text under ${shown}`);
    else if (value.trim() === '') refuse(`holds an empty value under ${shown}`);
    else if (other !== undefined && values.get(name)?.value !== value)
      refuse(`holds two values for one name, under ${other} and ${shown}`);
    else {
      values.set(name, { value });
      spellings.set(name, shown);
    }
  }
  if (problems.length > 0) throw errorOf(problems);

  return {
    label,
    async read(names) {
      const found = new Map<string, UpstreamValue>();
      for (const name of names) {
        const value = values.get(sanitiseName(name));
        if (value !== undefined) found.set(name, value);
      }
      return found;
    },
  };
}

/** The message of a JSON error quotes what it read, so none of it leaves this function. */
function entriesOf(text: string): readonly (readonly [string, unknown])[] | undefined {
  try {
    const parsed: unknown = JSON.parse(text);
    return typeof parsed === 'object' && parsed !== null && !Array.isArray(parsed) ? Object.entries(parsed) : undefined;
  } catch {
    return undefined;
  }
}
