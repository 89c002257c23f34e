import { z } from 'zod';
import { defineRule } from '../../engine/rule.ts';
import { externalSecretText } from '../../examples/example-texts.ts';
import { siteOf } from '../../indexing/site.ts';
import { name, type ReportText } from '../../reporters/report-text.ts';

const configuration = {
  rules: { 'external-secret-naming': { severity: 'error' as const, options: { suffix: '-sync' } } },
};
const sync = (object: string): string =>
  externalSecretText({ metadata: `name: ${object}, namespace: shop`, spec: ', target: {name: db}' });

export const externalSecretNaming = defineRule({
  id: 'external-secret-naming',
  code: 'VW3400',
  severity: 'error',
  what: 'An ExternalSecret is named after its Secret.',
  why: 'Smokes, runbooks and people find the writer of a Secret by its name; an exception costs a search during an incident.',
  fix: 'Rename the ExternalSecret, or list it as an exception.',
  options: z.strictObject({
    suffix: z.string().optional().describe('What follows the name of the Secret; without it, nothing is checked.'),
    exceptions: z.array(z.string()).default([]).describe('ExternalSecrets that keep a name of their own.'),
  }),
  messages: {
    other: ({ object, wanted }: { object: ReportText; wanted: ReportText }) =>
      `ExternalSecret "${object}" should be named "${wanted}"`,
  },
  examples: {
    failing: [
      { title: 'No suffix', files: { 'a.yaml': sync('db') }, configuration },
      { title: 'Another name', files: { 'a.yaml': sync('database-sync') }, configuration },
    ],
    passing: [
      { title: 'Named after its Secret', files: { 'a.yaml': sync('db-sync') }, configuration },
      { title: 'Nothing configured', files: { 'a.yaml': sync('anything') } },
    ],
  },
  check({ index, options, report }) {
    if (options.suffix === undefined) return;
    for (const { object, target } of index.externalSecrets) {
      const wanted = `${target}${options.suffix}`;
      if (isNamedAfter(object.name, target, options.suffix) || options.exceptions.includes(object.name)) continue;
      report('other', siteOf(object, 'metadata', 'name'), { object: name(object.name), wanted: name(wanted) });
    }
  },
});

/**
 * Something before the name, an index after it, and a word between name and suffix may tell several writers
 * of one name apart.
 */
function isNamedAfter(object: string, target: string, suffix: string): boolean {
  const index = /-\d+$/.exec(target)?.[0] ?? '';
  const stem = target.slice(0, target.length - index.length);
  const escaped = [stem, suffix, index].map((text) => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'));
  return new RegExp(
    `^(?:[a-z0-9-]+-)?${escaped[0]}(?:-[a-z0-9]+)*(?:${escaped[1]}${escaped[2]}|${escaped[2]}${escaped[1]})$`,
  ).test(object);
}
