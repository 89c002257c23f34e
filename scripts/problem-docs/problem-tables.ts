import { treeProblems } from '../../src/exports/rendered/rendered-problems.ts';
import { lifecycleProblems } from '../../src/lifecycle/problems/command-problem.ts';
import { problems } from '../../src/model/diagnostics/problems.ts';
import { renderingProblems } from '../../src/rendering/rendering-problems.ts';

/** Begin and end of the part of docs/errors.md that is generated from the tables of problems. */
export const generatedPart = { begin: '<!-- problems:begin -->', end: '<!-- problems:end -->' };

/**
 * Formats the part of docs/errors.md that explains the problems of declarations, configuration and rendering.
 */
export function problemTables(): string {
  const declarations = Object.entries(problems);
  const sections = [
    ['Declarations', declarations.filter(([code]) => code < 'VW12')],
    ['Configuration (exit status 2)', declarations.filter(([code]) => code >= 'VW12')],
    ['Rendering and writing', Object.entries(renderingProblems)],
    ['Rendered trees (exit status 2)', Object.entries(treeProblems)],
    ['Vault and Kubernetes', Object.entries(lifecycleProblems)],
  ] as const;
  return [generatedPart.begin, ...sections.map(([title, rows]) => section(title, rows)), generatedPart.end].join(
    '\n\n',
  );
}

const section = (title: string, rows: readonly (readonly [string, { title: string; why: string; fix: string }])[]) =>
  [
    `## ${title}`,
    '',
    '| Code | What it says | Why it matters | What to do |',
    '| --- | --- | --- | --- |',
    ...rows.map(([code, { title: what, why, fix }]) => `| ${code} | ${[what, why, fix].map(cell).join(' | ')} |`),
  ].join('\n');

const cell = (text: string): string => text.replaceAll('|', '\\|');
