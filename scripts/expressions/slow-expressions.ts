import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseSync, Visitor } from 'oxc-parser';
import { analyse } from 'scslre';

/** An expression whose time can grow faster than the text that it is matched with. */
export interface SlowExpression {
  readonly place: string;
  readonly expression: string;
  /**
   * `Trade`: two repetitions exchange characters; `Self`: one with itself; `Move`: each start of a run is
   * tried anew.
   */
  readonly why: string;
  /** What repeats in a text that takes long. */
  readonly repeated: string;
}

export interface Expressions {
  readonly count: number;
  readonly slow: readonly SlowExpression[];
}

interface Found {
  readonly source: string;
  readonly flags: string;
  readonly start: number;
}

/** Analyses every regular expression below some folders, those that are made of texts included. */
export function slowExpressions(root: string, folders: readonly string[]): Expressions {
  const slow: SlowExpression[] = [];
  let count = 0;
  for (const file of globSync(
    folders.map((folder) => `${folder}/**/*.ts`),
    { cwd: root },
  ).sort()) {
    const text = readFileSync(join(root, file), 'utf8');
    for (const { source, flags, start } of expressionsIn(file, text)) {
      count++;
      const { reports } = analyse({ source, flags }, { reportTypes: { Move: true, Self: true, Trade: true } });
      if (reports.length === 0) continue;
      slow.push({
        place: `${file}:${text.slice(0, start).split('\n').length}`,
        expression: `/${source}/${flags}`,
        why: [...new Set(reports.map(({ type }) => type))].join(', '),
        repeated: JSON.stringify(reports[0]?.character.pick ?? ''),
      });
    }
  }
  return { count, slow };
}

function expressionsIn(file: string, text: string): Found[] {
  const found: Found[] = [];
  new Visitor({
    Literal({ start, ...node }) {
      if ('regex' in node && node.regex) found.push({ source: node.regex.pattern, flags: node.regex.flags, start });
    },
    NewExpression({ callee, arguments: [pattern, flags], start }) {
      if (callee.type !== 'Identifier' || callee.name !== 'RegExp') return;
      const template = pattern?.type === 'TaggedTemplateExpression' ? pattern.quasi : pattern;
      if (template?.type !== 'TemplateLiteral') return;
      const isRaw = template !== pattern;
      // A word stands for what is only known when it runs.
      const source = template.quasis.map(({ value }) => (isRaw ? value.raw : (value.cooked ?? ''))).join('x');
      found.push({ source, flags: flags?.type === 'Literal' ? String(flags.value) : '', start });
    },
  }).visit(parseSync(file, text).program);
  return found;
}
