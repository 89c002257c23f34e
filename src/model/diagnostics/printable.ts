/**
 * What moves a cursor, colours, ends a line, or turns the direction of writing round; half a surrogate pair
 * is none of those, and yet no text.
 */
const unprintable =
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is removed
  /[\0-\x08\x0a-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028\u2029\u202a-\u202e\u2066-\u2069\ufeff]|[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/g;
/**
 * What runners of pipelines take for commands: two colons at the beginning of a line, and `##[…]`, `##vso[…]`
 * or `##teamcity[…]` anywhere in it.
 *
 * @see https://docs.github.com/en/actions/reference/workflows-and-actions/workflow-commands
 * @see https://learn.microsoft.com/azure/devops/pipelines/scripts/logging-commands
 */
const command = /^(\s{0,100}):(?=:)|#(?=#[a-z]{0,10}\[)/gi;

/**
 * Makes a text safe to print: control characters, line ends and commands of pipelines are replaced by a
 * visible sign.
 *
 * Names of files, objects, keys and rules come from checked files and from servers: none may move the cursor,
 * colour a terminal, begin a line of a log or command the runner that shows it. Everything that is printed
 * for people passes here.
 */
export const printable = (text: string): string =>
  text.replace(unprintable, '�').replace(command, (_, blanks: string | undefined) => `${blanks ?? ''}�`);

/**
 * Formats a value as JSON for programs: the same characters are escaped, so that every text keeps its
 * meaning.
 */
export const printableJson = (value: unknown, indent?: number): string =>
  JSON.stringify(value, undefined, indent)
    .replace(/[\x7f-\x9f\u061c\u200e\u200f\u2028\u2029\u202a-\u202e\u2066-\u2069\ufeff]/g, escaped)
    .replace(/#(?=#[a-z]{0,10}\[)/gi, escaped);

const escaped = (char: string): string => `\\u${char.charCodeAt(0).toString(16).padStart(4, '0')}`;
