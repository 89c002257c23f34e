import { suppressionAnnotation } from '../adoption/suppression-annotation.ts';
import { foldConfusables } from '../credential/confusables.ts';
import type { StrictContext } from '../credential/strict/strict-judge.ts';
import { type InnerCredential, innerCredentials } from '../credential/structured-text.ts';
import { settingHits } from './setting-lines.ts';
import { isAddress, isProse, lineFinder, mayHoldSettings } from './text-shape.ts';

const isQuery = /^(?:expr|expression|query|promql|logql|legendFormat)$/;
const selector = /\{[^{}]{0,2000}\}/g;
/** A suppression names its rule before the reason; the names of some rules denote credentials. */
const ruleOfSuppression = /^[^:\n\r]{0,500}:/gm;
const characterData = /<!\[CDATA\[([^\]]{0,10000})\]\]>/g;

/**
 * Finds the credentials of a text that is no document, one for each of its lines; the letters of others are
 * read as ours.
 */
export function lineCredentials(key: string, text: string, context: StrictContext): readonly InnerCredential[] {
  if (!mayHoldSettings.test(text) || isAddress.test(key)) return [];
  let settings = foldConfusables(text).replace(characterData, (whole, inner: string) => inner.padEnd(whole.length));
  // A query selects by what stands in braces: `{token="x"}`.
  const beside = isQuery.test(key) ? selector : key === suppressionAnnotation ? ruleOfSuppression : undefined;
  if (beside) settings = settings.replace(beside, (found) => ' '.repeat(found.length));
  const strict = { ...context, isProgram: true, isProse: isProse(settings, key) && context.isProgram !== true };
  const found = innerCredentials(key, settings, { strict }).filter(({ form }) => form !== 'hash');
  const lineOf = lineFinder(settings);
  const lines = new Set(found.map(({ offset }) => lineOf(offset)));
  const others = settingHits(key, settings, strict).filter(({ offset }) => !lines.has(lineOf(offset)));
  return [...found, ...others.map((hit) => ({ form: 'literal' as const, ...hit }))];
}
