import { suppressionAnnotation } from '../adoption/suppression-annotation.ts';
import { foldConfusables } from '../credential/confusables.ts';
import type { StrictContext } from '../credential/strict/strict-judge.ts';
import { innerCredentials } from '../credential/structured-text.ts';
import type { InnerCredential } from '../credential/text-lines.ts';
import { settingHits } from './setting-lines.ts';
import { shellFlow } from './shell-flow.ts';
import { isAddress, isProse, lineFinder, mayHoldSettings } from './text-shape.ts';

const isQuery = /^(?:expr|expression|query|promql|logql|legendFormat)$/;
const selector = /\{\s{0,20}[\w.]{1,100}\s{0,20}(?:=~|!~|!=|=)\s{0,20}["'`][^{}]{0,2000}\}/g;
/** A suppression names its rule before the reason; the names of some rules denote credentials. */
const ruleOfSuppression = /^[^:\n\r]{0,500}:/gm;
const schema = /\.(?:proto|graphqls?|gql|thrift|prisma)$/i;
const typeOfSchema = /:\s{0,4}\[?[A-Z]\w{0,60}!?\]?!?(?=[\s,)}]|$)|=\s{0,4}\d{1,5}(?=\s{0,4}[;[])/g;
const valueOfPattern =
  /(?<=[:=])\(?(?:\\[SsWwDd]|\[\^[^\]\n]{1,20}\]|\.)(?:[*+]\??|\{\d{0,4},?\d{0,4}\})\)?(?=[\s"'`,;&)}<]|$)/g;
const isOtherLanguage = /\.(?:[mc]?[jt]sx?|py|go|java|rs|cs|php|rb|pl|c|h|groovy|lua|kt|scala|ps1|nix|tf|hcl)$/i;
/** What no shell reads, though it has dollars and equals signs. */
const program = /=>|\b(?:const|let|var)\s\w+\s?=|\bfunction\s?\w{0,60}\(\w|^(?:import|from)\s\w|^\s{0,8}def\s\w/m;
const characterData = /<!\[CDATA\[([^\]]{0,10000})\]\]>/g;

/**
 * Finds the credentials of a text that is no document, one for each of its lines; the letters of others are
 * read as ours.
 */
export function lineCredentials(key: string, text: string, context: StrictContext): readonly InnerCredential[] {
  if (!mayHoldSettings.test(text) || isAddress.test(key)) return [];
  const folded = foldConfusables(text);
  const flowing = isOtherLanguage.test(key) || program.test(folded) ? folded : shellFlow(folded);
  let settings = flowing.replace(characterData, (whole, inner: string) => inner.padEnd(whole.length));
  // A query selects by what stands in braces: `{token="x"}`.
  const beside = isQuery.test(key) ? selector : key === suppressionAnnotation ? ruleOfSuppression : undefined;
  if (beside) settings = settings.replace(beside, (found) => ' '.repeat(found.length));
  // What a language of schemas says of a field, and what a pattern looks for, is no value of it.
  const skipped = schema.test(key) ? typeOfSchema : valueOfPattern;
  settings = settings.replace(skipped, (found) => (found.startsWith(':') ? ':' : '').padEnd(found.length, '*'));
  const strict = { ...context, isProgram: true, isProse: isProse(settings, key) && context.isProgram !== true };
  const found = innerCredentials(key, settings, { strict }).filter(({ form }) => form !== 'hash');
  const lineOf = lineFinder(settings);
  const lines = new Set(found.map(({ offset }) => lineOf(offset)));
  const others = settingHits(key, settings, strict).filter(({ offset }) => !lines.has(lineOf(offset)));
  const all = [...found, ...others.map((hit): InnerCredential => ({ form: 'literal', ...hit }))];
  return flowing === folded ? all : all.map((hit) => ({ ...hit, offset: sameLine(folded, lineOf(hit.offset)) }));
}

/** Where a line starts in the text as it is written, which a followed variable has made longer. */
function sameLine(text: string, line: number): number {
  let start = 0;
  for (let count = 0; count < line; count++) start = text.indexOf('\n', start) + 1;
  return start;
}
