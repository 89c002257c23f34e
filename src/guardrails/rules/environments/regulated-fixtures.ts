import { z } from 'zod';
import { isRegulated } from '../../engine/regulated.ts';
import { defineRule } from '../../engine/rule.ts';
import { fixtureExample, generatedEntry, readExample } from '../../examples/fixture-example.ts';
import { entriesOf } from '../../indexing/fixture-keys.ts';
import { name, type ReportText } from '../../reporters/report-text.ts';

const configuration = { environments: [{ name: 'live', cluster: 'live', namespace: 'shop', regulated: true }] };
const read = readExample('db-password');

export const regulatedFixtures = defineRule({
  id: 'regulated-fixtures',
  code: 'VW3250',
  severity: 'error',
  incidents: ['INC-06', 'INC-38'],
  what: 'In a regulated environment no key has a deterministic recipe or a placeholder.',
  why: 'A value derived from a seed is known to whoever has the seed; a placeholder is a credential that everybody knows until someone replaces it.',
  fix: 'Generate at random, or leave the key absent until its producer writes it.',
  options: z.strictObject({}),
  messages: {
    deterministic: ({ path }: { path: ReportText }) =>
      `Vault key "${path}" is derived from a seed in a regulated environment`,
    placeholder: ({ path }: { path: ReportText }) => `Vault key "${path}" has a placeholder in a regulated environment`,
  },
  examples: {
    failing: [
      {
        title: 'A deterministic recipe',
        files: { 'live/a.yaml': fixtureExample(generatedEntry('db-password', 'deterministic'), read) },
        configuration,
      },
      {
        title: 'A placeholder',
        files: {
          'live/a.yaml': fixtureExample(
            '"db-password":{"origin":"service-generated","writer":"x","recipe":{"type":"placeholder"}}',
            read,
          ),
        },
        configuration,
      },
    ],
    passing: [
      {
        title: 'A random recipe',
        files: { 'live/a.yaml': fixtureExample(generatedEntry('db-password'), read) },
        configuration,
      },
      {
        title: 'Elsewhere',
        files: { 'dev/a.yaml': fixtureExample(generatedEntry('db-password', 'deterministic'), read) },
        configuration,
      },
    ],
  },
  check({ index, configuration: settings, report }) {
    for (const { document, site } of index.documents.fixtures) {
      if (!isRegulated(site.manifest, site.object?.namespace, settings)) continue;
      for (const [path, { recipe }] of entriesOf(document)) {
        const at = { ...site, innerPath: ['entries', path, 'recipe'], vaultPath: path };
        if (recipe?.type === 'placeholder') report('placeholder', at, { path: name(path) });
        else if (recipe?.type === 'generate' && recipe.derivation === 'deterministic')
          report('deterministic', at, { path: name(path) });
      }
    }
  },
});
