import { composeYaml } from '../reading/compose-yaml.ts';
import { mayRunProgram } from './command-words.ts';
import { type JudgementContext, judge } from './credential.ts';
import { denotationOf, heldUnder } from './key-name.ts';
import { presetFields } from './preset-fields.ts';
import { isMapOfKeyNames, surroundingsOf } from './surroundings.ts';
import { directives, dotfiles, type InnerCredential, isNumberedLine, lineCredentials, mayHold } from './text-lines.ts';

/** Texts in which only content counts. */
const prose =
  /\.(?:html?|css|svg|md|sql|map|proto|tpl|tmpl|gotmpl)$|^(?:readme|notes|licen[cs]e|changelog|contributing)(?:\.txt)?$/i;
/** Programs: what is not in quotes is an expression there. */
const code =
  /\.(?:[mc]?[jt]sx?|py|go|java|rs|cs|php|rb|pl|c|h|groovy|lua|kts?|swift|scala|dart|exs?|cpp|cc|hpp|clj|hs|vue|svelte|ps1|zig|jl|graphqls?|gql)$/i;

/**
 * Finds credentials in the text of a file or script that a manifest carries: JSON, YAML, properties, INI,
 * XML, shell, command lines.
 *
 * @param name file name or key, whose suffix tells code, where only content counts, from settings
 */
export function innerCredentials(
  name: string,
  text: string,
  context: JudgementContext = {},
): readonly InnerCredential[] {
  if (text.length < 6 || !(mayHold.test(text) || mayHold.test(name) || mayRunProgram.test(text))) return [];
  if (prose.test(name)) return [...judge('', text).filter(({ form }) => form !== 'hash'), ...presetFields(text)];
  if (code.test(name))
    return lineCredentials(text, { mayBeName: true, isCode: true }).filter(({ form }) => form !== 'hash');
  const isCommand = context.isCommand === true || /\.(?:ba|z|k)?sh$/.test(name) || text.startsWith('#!');
  const tree = parsed(name, text);
  if (tree !== undefined) {
    const found: InnerCredential[] = [];
    visit(tree, '', [], { found, source: text, context, budget: { left: 100_000 } });
    return found;
  }
  const [, field] = dotfiles.find(([file]) => file.test(name)) ?? [];
  return lineCredentials(
    text,
    { ...context, isCommand, hasDirectives: directives.test(name) || isNumberedLine(name) },
    field,
  );
}

function parsed(name: string, text: string): unknown {
  const start = text.trimStart();
  if (start.startsWith('{') || start.startsWith('[')) {
    try {
      return objectOnly(JSON.parse(text));
    } catch {
      if (/^\s*\{\{/.test(text)) return undefined;
    }
  }
  const isYaml =
    /\.ya?ml$/i.test(name) ||
    (!/\.\w{1,10}$/.test(name) && /^[ \t]{0,200}(?:- )?["']?[\w.-]{1,200}["']?:(?:\s|$)/m.test(text));
  if (!isYaml || text.length > 1_000_000 || /\{\{|\{%|^#!/.test(text)) return undefined;
  try {
    const { values } = composeYaml(text);
    return objectOnly(values.length === 1 ? values[0] : values);
  } catch {
    return undefined;
  }
}

const objectOnly = (value: unknown): unknown => (typeof value === 'object' && value !== null ? value : undefined);

interface Visit {
  readonly found: InnerCredential[];
  readonly source: string;
  readonly context: JudgementContext;
  /** Nodes that may still be visited: aliases can make a small text a huge tree. */
  readonly budget: { left: number };
}

/** @param path is changed meanwhile, and the same again afterwards */
function visit(value: unknown, key: string, path: (string | number)[], run: Visit): void {
  if (path.length > 64 || run.budget.left-- <= 0) return;
  if (Array.isArray(value)) {
    for (const [index, item] of value.entries()) {
      path.push(index);
      visit(item, key, path, run);
      path.pop();
    }
    return;
  }
  if (typeof value === 'object' && value !== null) {
    const { name, type, value: own } = value as { name?: unknown; type?: unknown; value?: unknown };
    const isValue = typeof own === 'string' || typeof own === 'number';
    const isTyped = typeof type === 'string' && denotationOf(type) !== undefined;
    const pair = isValue ? (typeof name === 'string' ? name : isTyped ? type : undefined) : undefined;
    for (const [inner, child] of Object.entries(value)) {
      const says = surroundingsOf(value as Readonly<Record<string, unknown>>, inner, child);
      const below = says === run.context.says ? run : { ...run, context: { ...run.context, says } };
      if (isMapOfKeyNames(inner, child)) continue;
      path.push(inner);
      visit(child, inner === 'value' ? (pair ?? inner) : heldUnder(key, inner), path, below);
      path.pop();
    }
    return;
  }
  const { found, source, context } = run;
  for (const verdict of judge(key, value, context))
    found.push({ ...verdict, offset: offsetOf(source, key, String(value)), key, innerPath: [...path] });
  if (typeof value !== 'string' || !value.includes('\n')) return;
  for (const inner of innerCredentials(key, value, context)) {
    const start = value.slice(inner.offset, inner.offset + 8);
    const innerPath = [...path, ...(inner.innerPath ?? [])];
    found.push({ ...inner, offset: offsetOf(source, inner.key ?? key, start), innerPath });
  }
}

/** Finds the line of a setting without parsing again: the value after its key, or the key, or the start. */
function offsetOf(source: string, key: string, value: string): number {
  const first = value.split('\n', 1)[0] ?? '';
  for (let at = source.indexOf(key); at >= 0 && key !== ''; at = source.indexOf(key, at + 1)) {
    const end = source.indexOf('\n', at);
    if (source.slice(at + key.length, end < 0 ? undefined : end).includes(first)) return at;
  }
  return Math.max(0, source.indexOf(first));
}
