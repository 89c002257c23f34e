import { z } from 'zod';
import { parseKeyId } from '../../../model/documents/coordinates.ts';
import { defineRule } from '../../engine/rule.ts';
import { fixtureExample, generatedEntry, readExample } from '../../examples/fixture-example.ts';
import { entriesOf } from '../../indexing/fixture-keys.ts';
import { name, type ReportText } from '../../reporters/report-text.ts';

const configuration = {
  rules: { 'vault-path-style': { severity: 'error' as const, options: { nested: ['gitlab/tokens/'] } } },
};
const map = (path: string): string => fixtureExample(generatedEntry(path), readExample(path));

export const vaultPathStyle = defineRule({
  id: 'vault-path-style',
  code: 'VW3401',
  severity: 'error',
  what: 'Vault paths are flat lower-case words with dashes, except below declared folders.',
  why: 'Policies by prefix and the names of upstream keys depend on it: a path of another style is covered by neither.',
  fix: 'Rename the path, or declare its folder.',
  options: z.strictObject({
    nested: z.array(z.string()).default([]).describe('Folders below which paths may be nested.'),
  }),
  messages: { style: ({ path }: { path: ReportText }) => `Vault path "${path}" is not flat, lower-case and dashed` },
  examples: {
    failing: [
      { title: 'Underscores', files: { 'a.yaml': map('db_password') }, configuration },
      { title: 'A folder', files: { 'a.yaml': map('shop/db-password') }, configuration },
    ],
    passing: [
      { title: 'Flat', files: { 'a.yaml': map('db-password') }, configuration },
      { title: 'A declared folder', files: { 'a.yaml': map('gitlab/tokens/dev/shop') }, configuration },
    ],
  },
  check({ index, options, report }) {
    for (const { document, site } of index.documents.fixtures)
      for (const [id, { origin }] of entriesOf(document)) {
        // What others manage has the names that others gave it.
        if (origin === 'existing') continue;
        const { path } = parseKeyId(id);
        const own = options.nested.find((folder) => path.startsWith(folder));
        const rest = own === undefined ? path : path.slice(own.length);
        const pattern = own === undefined ? /^[a-z0-9]+(?:-[a-z0-9]+)*$/ : /^[a-z0-9]+(?:[-/][a-z0-9]+)*$/;
        if (!pattern.test(rest))
          report('style', { ...site, innerPath: ['entries', id], vaultPath: id }, { path: name(path) });
      }
  },
});
