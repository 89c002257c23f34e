/**
 * Returns src/guardrails/engine/registry.ts from the texts of the rules by path below `src/guardrails/rules`.
 */
export function ruleRegistry(rules: ReadonlyMap<string, string>): string {
  const entries = [...rules]
    .map(([file, text]) => ({
      file,
      constant: /export const (\w+) = defineRule/.exec(text)?.[1] ?? '',
      code: /code: '(VW\d{4})'/.exec(text)?.[1] ?? '',
    }))
    .sort((a, b) => (stem(a.file) < stem(b.file) ? -1 : 1));
  const byCode = entries.toSorted((a, b) => (a.code < b.code ? -1 : 1));
  return [
    ...entries.map(({ constant, file }) => `import { ${constant} } from '../rules/${file}';`),
    "import type { Rule } from './rule.ts';",
    '',
    '/** Every rule of the package, by code. */',
    'export const allRules: readonly Rule[] = [',
    ...byCode.map(({ constant }) => `  ${constant},`),
    '];',
    '',
  ].join('\n');
}

/** Sorts imports as the linter does. */
const stem = (file: string): string => file.replace(/\.ts$/, '');
