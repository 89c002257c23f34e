import { type ScriptedSecret, secretsOfScript } from './secrets-of-script.ts';

/** A variable of a shell, or what a command puts in its place. */
const variable = /\$\{[^{}]{0,200}\}|\$\([^()]{0,200}\)|\$\w+/g;
/** What must be fixed of a name before it says which Secrets are made. */
const fixed = /[a-z]{3}/;
/** `for x in a b c`, `names="a b c"`, `names=(a b c)`. */
const list = /\bfor[ \t]+\w+[ \t]+in[ \t]+([^;\n$]{1,2000})|^[ \t]*\w+=[("']([^"'()$\n]{1,2000})[)"']/gm;

/**
 * Names that scripts give to Secrets by a variable: patterns, and words of a list that a loop goes through.
 */
export class ScriptedNames {
  readonly #patterns: readonly RegExp[];
  readonly #words = new Set<string>();

  constructor(scripted: readonly ScriptedSecret[]) {
    const open = new Set(scripted.flatMap(({ name }) => (isOpen(name) ? [name] : [])));
    this.#patterns = [...open].flatMap((name) => patternOf(name) ?? []);
  }

  /** Adds the words of the lists of a script that takes the whole name of a Secret from a variable. */
  addLists(script: string): void {
    if (!/create\s{1,20}secret/.test(script)) return;
    if (!secretsOfScript(script).some(({ name }) => name.replace(variable, '') === '')) return;
    for (const [, looped, kept] of script.matchAll(list))
      for (const [word] of (looped ?? kept ?? '').matchAll(/[a-z0-9][a-z0-9.-]*[a-z0-9]/g)) this.#words.add(word);
  }

  has(secret: string): boolean {
    return this.#words.has(secret) || this.#patterns.some((pattern) => pattern.test(secret));
  }
}

const isOpen = (name: string): boolean => name.search(variable) >= 0;

function patternOf(name: string): RegExp | undefined {
  const parts = name.split(variable);
  if (!parts.some((part) => fixed.test(part)) || parts.some((part) => !/^[a-z0-9.-]*$/.test(part))) return undefined;
  return new RegExp(`^${parts.map((part) => part.replaceAll('.', '\\.')).join('[a-z0-9.-]+')}$`);
}
