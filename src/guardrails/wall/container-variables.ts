import type { JsonObject, JsonValue } from '../manifest/manifest.ts';
import { fieldOf, isList, isObject, textAt } from '../manifest/normalise.ts';
import { isFromPlainText } from './plain-sources.ts';

/**
 * The variables that a container declares, by which `$(NAME)` in its values, arguments and commands is
 * expanded.
 */
export class ContainerVariables {
  readonly #values: ReadonlyMap<string, string | undefined>;
  readonly #isOpen: boolean;

  private constructor(values: ReadonlyMap<string, string | undefined>, isOpen: boolean) {
    this.#values = values;
    this.#isOpen = isOpen;
  }

  /**
   * Reads the variables of a map that has a list or a map of them; `undefined` where it has none.
   *
   * @param isContainer whether Kubernetes itself expands there: a name that it does not know stays as it is
   * written
   */
  static of(map: JsonObject, isContainer: boolean): ContainerVariables | undefined {
    const values = new Map<string, string | undefined>();
    let isOpen = !isContainer;
    for (const field in map) {
      const list = map[field];
      if (!/env/i.test(field) || list === null || typeof list !== 'object') continue;
      if (/^envfrom/i.test(field)) isOpen = true;
      else if (isList(list)) for (const entry of list) addEntry(values, entry);
      else if (isObject(list)) for (const name in list) addValue(values, name, list[name]);
    }
    return values.size > 0 || isContainer ? new ContainerVariables(values, isOpen) : undefined;
  }

  /**
   * Expands as Kubernetes does, and as a shell would where the text is for one; references stay as they are.
   *
   * What stays although it looks like a reference, `$$(X)` and an unknown name, no longer looks like one.
   * @see
   * https://kubernetes.io/docs/tasks/inject-data-application/define-interdependent-environment-variables/
   */
  expand(text: string, isProgram: boolean, depth = 0): string {
    if (!text.includes('$')) return text;
    return text.replace(isProgram ? anyVariable : variable, (match, escaped, round, curly, bare) => {
      if (escaped !== undefined) return `\u00a4${escaped.slice(2)}`;
      const name: string = round ?? curly ?? bare;
      if (!this.#values.has(name))
        return round === undefined || this.#isOpen || !plainName.test(name) ? match : `\u00a4(${name})`;
      const value = this.#values.get(name);
      return value === undefined || depth > 8 || value.length > longestValue
        ? match
        : this.expand(value, isProgram, depth + 1);
    });
  }
}

/** A longer value is judged where it stands; doubled over and over it would never end. */
const longestValue = 2_000;
const plainName = /^[A-Za-z_][A-Za-z0-9_]*$/;
const variable = /(\$\$\([A-Za-z_][\w.-]{0,250}\))|\$\(([A-Za-z_][\w.-]{0,250})\)/g;
const anyVariable =
  /(\$\$\([A-Za-z_][\w.-]{0,250}\))|\$\(([A-Za-z_][\w.-]{0,250})\)|\$\{([A-Za-z_]\w{0,250})\}|\$([A-Za-z_]\w{0,250})/g;

function addEntry(values: Map<string, string | undefined>, entry: JsonValue): void {
  const name = textAt(entry, 'name');
  if (name === undefined) return;
  // What a ConfigMap or an annotation holds is in Git as well.
  if (isFromPlainText(entry)) values.set(name, `\u00a4${name}`);
  else addValue(values, name, fieldOf(entry, 'value'));
}

function addValue(values: Map<string, string | undefined>, name: string, value: JsonValue | undefined): void {
  values.set(name, typeof value === 'string' ? value : undefined);
}
