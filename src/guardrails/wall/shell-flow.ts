/**
 * Follows literals through the variables of a shell script: what comes out is the script with each reference
 * to a variable that is given a literal replaced by it, so that whoever reads a line sees what runs.
 *
 * Each line keeps its number.
 */
export function shellFlow(text: string): string {
  if (!mayFlow.test(text) || text.length > longestScript) return text;
  const values = new Map<string, string>();
  const give = (name: string, value: string): void => {
    const plain = unquoted(value);
    if (plain !== '' && !values.has(name)) values.set(name, expand(plain, values));
  };
  for (const line of text.split('\n')) {
    if (line.length > longestLine) continue;
    for (const { groups = {} } of line.matchAll(assignment)) give(groups.name ?? '', groups.value ?? '');
    for (const { groups = {} } of line.matchAll(loop)) give(groups.name ?? '', groups.value ?? '');
    for (const { 1: words = '' } of line.matchAll(positional)) positionals(words, give);
  }
  for (const { 1: name = '', 2: word = '' } of text.matchAll(declared))
    for (const { 1: words = '' } of text.matchAll(callOf(name || word))) positionals(words, give);
  for (const { groups = {} } of text.matchAll(readDocument)) give(groups.name ?? groups.read ?? '', groups.body ?? '');
  let budget = text.length + 100_000;
  return text
    .split('\n')
    .map((line) => {
      if (!line.includes('$') && !arrays.test(line)) return line;
      const expanded = expand(line, values).replace(arrays, ' $1 ').replace(quotedBehindOption, '$1');
      budget -= expanded.length - line.length;
      return budget > 0 ? expanded : line;
    })
    .join('\n');
}

const longestScript = 500_000;
const longestLine = 5_000;
const mayFlow = /\$|=\(/;

const literal = String.raw`(?<value>"[^"\`\n]{1,300}"|'[^'\n]{1,300}'|[^\s"'\`;&|()<>]{1,300})`;
/** `X=x`, also in front of a command. */
const assignment = new RegExp(String.raw`(?:^|[\s;&(])(?<name>[A-Za-z_]\w{0,60})=${literal}`, 'g');
const loop = new RegExp(String.raw`\bfor\s{1,4}(?<name>[A-Za-z_]\w{0,60})\s{1,4}in\s{1,4}${literal}`, 'g');
const positional = /(?:^|[\s;&])set\s{1,4}--\s{1,4}([^\n;&|]{1,500})/g;
/** `name() {` and `function name {`. */
const declared =
  /(?:^|\n)[ \t]{0,8}(?:([A-Za-z_][\w-]{0,60})\s{0,4}\(\)|function\s{1,4}([A-Za-z_][\w-]{0,60}))\s{0,4}\{/g;
const callOf = (name: string): RegExp =>
  new RegExp(String.raw`(?:^|\n)[ \t]{0,8}${name}[ \t]{1,4}([^\n;&|(){}]{1,500})`, 'g');
/** `X=$(cat <<EOF`, `read X <<EOF`: a document of one line. */
const readDocument =
  /(?:(?<name>[A-Za-z_]\w{0,60})=\$\(cat|\bread\s{1,4}(?:-\w{1,4}\s{1,4}){0,3}(?<read>[A-Za-z_]\w{0,60}))\s{0,4}<<-?\s{0,4}["']?(\w{1,40})["']?[^\n]{0,20}\n\s{0,40}(?<body>[^\s"'`$]{1,300})\n\s{0,40}\3/g;
/** `args=(a b)`: words of a command that is run later. */
const arrays = /(?<=\w\+?=)\(([^()]{1,2000})\)/g;
/** `-p"x"`: one word. */
const quotedBehindOption = /(?<=\s-[A-Za-z])"([^"\s$]{1,200})"/g;
const reference = /\$\{([A-Za-z_]\w{0,60}|\d)\}|\$([A-Za-z_]\w{0,60}|\d)/g;

const expand = (text: string, values: ReadonlyMap<string, string>): string =>
  text.includes('$')
    ? text.replace(reference, (whole, braced?: string, bare?: string) => {
        const value = values.get(braced ?? bare ?? '');
        return value === undefined || value.includes('$') || value.length > 1_000 ? whole : value;
      })
    : text;

function positionals(words: string, give: (name: string, value: string) => void): void {
  [...words.matchAll(/"[^"\n]{0,300}"|'[^'\n]{0,300}'|\S{1,300}/g)].slice(0, 9).forEach(([word], index) => {
    give(String(index + 1), word);
  });
}

const unquoted = (text: string): string => text.replace(/^(["'])([\s\S]*)\1$/, '$2');

/** The script of `sh -c`, with the words behind it for `$0`, `$1` and so on. */
export function withPositionals(script: string, words: readonly string[]): string {
  const values = new Map(words.slice(0, 10).map((word, index) => [String(index), word]));
  return values.size === 0 ? script : expand(script, values);
}
