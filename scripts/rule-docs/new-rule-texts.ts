const camel = (id: string): string => id.replace(/-([a-z0-9])/g, (_, letter: string) => letter.toUpperCase());

/**
 * Returns the files of a new rule: a rule that works, on an annotation of its own name, and its test.
 *
 * @param family Folder of the rule below `src/guardrails/rules`
 * @param code `VW3000` to `VW3999`, not yet given
 */
export function newRuleTexts(family: string, id: string, code: string): Map<string, string> {
  return new Map([
    [`src/guardrails/rules/${family}/${id}.ts`, ruleText(id, code)],
    [`test/guardrails/rules/${family}/${id}.test.ts`, testText(family, id)],
  ]);
}

const ruleText = (id: string, code: string): string => `import { z } from 'zod';
import { siteOf } from '../../indexing/site.ts';
import { defineRule } from '../../engine/rule.ts';
import { name, type ReportText } from '../../reporters/report-text.ts';

const annotated = (annotation: string): string => \`{apiVersion: v1, kind: ConfigMap, metadata: {name: app, annotations: {\${annotation}}}}\`;

export const ${camel(id)} = defineRule({
  id: '${id}',
  code: '${code}',
  severity: 'error',
  what: 'No object has the annotation ${id}.',
  why: 'Say what breaks, and for whom.',
  fix: 'Say what to do.',
  options: z.strictObject({}),
  messages: { found: ({ object }: { object: ReportText }) => \`"\${object}" has the annotation\` },
  examples: {
    failing: [
      { title: 'The annotation', files: { 'app.yaml': annotated('${id}: a') } },
      { title: 'Without a value', files: { 'app.yaml': annotated('${id}: ""') } },
    ],
    passing: [
      { title: 'Another annotation', files: { 'app.yaml': annotated('other: a') } },
      { title: 'No annotation', files: { 'app.yaml': annotated('') } },
    ],
  },
  check({ index, report }) {
    for (const object of index.objects)
      if (object.annotations['${id}'] !== undefined)
        report('found', siteOf(object, 'metadata', 'annotations', '${id}'), { object: name(object.name) });
  },
});
`;

const testText = (family: string, id: string): string => `import { expect, test } from 'vitest';
import { ${camel(id)} } from '../../../../src/guardrails/rules/${family}/${id}.ts';
import { findingsOf } from '../../findings-of.ts';

test('${id} points at the field', () => {
  const [example] = ${camel(id)}.examples.failing;
  expect(findingsOf(example).map(({ rule, place }) => [rule, place.field])).toContainEqual([
    '${id}',
    'metadata.annotations.${id}',
  ]);
});
`;
