import { z } from 'zod';
import { defineRule } from '../../engine/rule.ts';
import { fixtureExample, readExample } from '../../examples/fixture-example.ts';
import { name, type ReportText } from '../../reporters/report-text.ts';

const upstream = (required: boolean): string =>
  fixtureExample(
    `"registry-token":{"origin":"external","writer":"upstream","recipe":{"type":"upstream","name":"registry-token","required":${required}}}`,
    readExample('registry-token'),
  );
const configuration = { rules: { 'required-upstream': { options: { keys: ['registry-token'] } } } };

export const requiredUpstream = defineRule({
  id: 'required-upstream',
  code: 'VW3157',
  severity: 'error',
  incidents: ['INC-10'],
  what: 'The external keys without which nothing starts are copied from upstream and required there.',
  why: 'Where such a key is optional, bootstrap goes on without it: every image pull of the cluster fails later, far from the cause.',
  fix: 'Declare the key as external and required, so that bootstrap stops at once and says which one is missing.',
  options: z.strictObject({
    keys: z.array(z.string()).default([]).describe('Paths of the keys.'),
  }),
  messages: {
    missing: ({ path }: { path: ReportText }) => `The fixture map lacks the required external key "${path}"`,
    optional: ({ path }: { path: ReportText }) => `External key "${path}" is not required upstream`,
  },
  examples: {
    failing: [
      { title: 'Optional', files: { 'a.yaml': upstream(false) }, configuration },
      { title: 'Missing', files: { 'a.yaml': fixtureExample('') }, configuration },
    ],
    passing: [
      { title: 'Required', files: { 'a.yaml': upstream(true) }, configuration },
      { title: 'No keys configured', files: { 'a.yaml': upstream(false) } },
    ],
  },
  check({ index, options, report }) {
    for (const { document, site } of index.documents.fixtures)
      for (const path of options.keys) {
        const recipe = document.entries[path]?.recipe;
        const at = { ...site, innerPath: ['entries', path], vaultPath: path };
        if (!Object.hasOwn(document.entries, path)) report('missing', at, { path: name(path) });
        else if (recipe?.type !== 'upstream' || !recipe.required) report('optional', at, { path: name(path) });
      }
  },
});
