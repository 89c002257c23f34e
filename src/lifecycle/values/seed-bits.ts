/** Words that seeds of people are made of, and what stands in for them. */
const words =
  /passw(?:or)?d|changeme|change-me|letmein|qwerty|asdf|admin|secret|token|seed|test|example|default|local|dev(?:elop(?:er|ment)?)?|staging|vault(?:wright)?|bootstrap|kubernetes|cluster|fixture|foo|bar|baz|hello|world|dummy|sample|demo|random|please|lorem|ipsum/gi;

/** What a person writes: runs of letters of one case, and what stands between them. */
const prose = /[A-Z]?[a-z]{4,}|[A-Z]{4,}|[\s_.,;:!?'-]/g;
/** The same where blanks stand between words, as they do in no seed that a program made. */
const sentence = /[A-Za-z]+|[^\w]/g;
/** A letter of natural language, generously. */
const bitsOfProse = 1.5;
const shareOfProse = 0.5;

/** How many different characters a class has, as far as people use them. */
const classes: readonly (readonly [test: RegExp, size: number])[] = [
  [/[a-z]/, 26],
  [/[A-Z]/, 26],
  [/\d/, 10],
  [/[^A-Za-z0-9]/, 8],
];

/**
 * Estimates from below how many bits a seed holds, so that one which a person made up can be refused.
 *
 * A character counts for nothing where those before it foretell it (`aaaa`, `1234`, `abcabc`), a known word
 * counts as one character, and a run of letters as prose. A seed of 16 random bytes, written in any usual
 * way, has more than 64.
 */
export function seedBits(seed: string): number {
  // More than that is more than enough, and longer texts would take their square.
  const text = seed.trim().slice(0, 256).replace(words, '!');
  const characters = [...text];
  const isHex = /^[0-9a-f-]+$/i.test(text);
  const size = classes.filter(([test]) => test.test(text)).reduce((sum, [, each]) => sum + each, 0);
  const bits = Math.log2(isHex ? 16 : Math.max(2, size));
  const written = [...text.matchAll(/\s/.test(text) ? sentence : prose)].flatMap(({ 0: run, index }) =>
    [...run].map((_, at) => index + at),
  );
  // Letters stand in a row by chance as well, but never in most of a random text.
  const isProse = new Set(isHex || written.length < shareOfProse * characters.length ? [] : written);
  let sum = 0;
  for (let index = 0; index < characters.length; index++)
    if (!isForetold(characters, index)) sum += isProse.has(index) ? bitsOfProse : bits;
  return sum;
}

/** Whether a character goes on as the two before it, or stands where a period of the text puts it. */
function isForetold(characters: readonly string[], index: number): boolean {
  const code = (at: number): number => characters[at]?.codePointAt(0) ?? -10;
  const step = code(index) - code(index - 1);
  if (index > 1 && Math.abs(step) <= 1 && step === code(index - 1) - code(index - 2)) return true;
  // Three characters alike one period earlier are no accident.
  for (let period = 2; period + 2 <= index; period++)
    if ([0, 1, 2].every((back) => code(index - back) === code(index - back - period))) return true;
  return false;
}
