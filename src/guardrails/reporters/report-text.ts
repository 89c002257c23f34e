import { formatFieldPath, looksRandom } from '../manifest/field-path.ts';
import type { FieldPath } from '../manifest/manifest.ts';

declare const reportTextBrand: unique symbol;

/**
 * A text that a finding may show: made only by the functions of this file, so that no rule can put a value
 * into a message by mistake.
 */
export type ReportText = string & { readonly [reportTextBrand]: true };

/** Several of them, by what they are in a message. */
export type ReportTexts<K extends string> = Readonly<Record<K, ReportText>>;

/** What the messages of a rule take: names, paths and kinds as `ReportText`, and counts. */
export type MessageParameters = Readonly<Record<string, ReportText | number>>;

const nameLike = /^[A-Za-z0-9_.\-/:*{}@= +#]{1,253}$/;

const reportText = (text: string): ReportText => text as ReportText;

/**
 * Shows the name of an object, key, namespace, environment or kind; what cannot be one shows only its length.
 */
export function name(text: string | undefined): ReportText {
  if (text === undefined || text === '') return reportText('(none)');
  return reportText(nameLike.test(text) && !looksRandom(text) ? text : `(a text of ${text.length} characters)`);
}

/** Shows several names, sorted, at most five of them. */
export function names(texts: Iterable<string>): ReportText {
  const all = [...texts].sort();
  const first = all.slice(0, 5).map(name).join(', ');
  if (all.length === 0) return reportText('none');
  return reportText(all.length > 5 ? `${first} and ${all.length - 5} more` : first);
}

/** Shows a field; keys that are no names show only their length. */
export const field = (path: FieldPath): ReportText => reportText(formatFieldPath(path));

/** Shows one of a fixed set of phrases that the program itself wrote. */
export const phrase = <const T extends string>(text: string extends T ? never : T): ReportText => reportText(text);

/** Shows ` in namespace x`, or nothing where no manifest says into which. */
export const inNamespace = (namespace: string | undefined): ReportText =>
  reportText(namespace === undefined ? '' : ` in namespace ${name(namespace)}`);

/** Shows `; did you mean "x"?`, or nothing where no name is near. */
export const hint = (nearest: string | undefined): ReportText =>
  reportText(nearest === undefined ? '' : `; did you mean "${name(nearest)}"?`);
