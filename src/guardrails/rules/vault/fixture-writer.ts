import { z } from 'zod';
import type { FixtureEntry } from '../../../model/documents/fixture-map.ts';
import { defineRule } from '../../engine/rule.ts';
import { fixtureExample, generatedEntry, readExample } from '../../examples/fixture-example.ts';
import { entriesOf } from '../../indexing/fixture-keys.ts';
import { name, phrase, type ReportText } from '../../reporters/report-text.ts';

const entry = (rest: string): string => fixtureExample(`"db-password":{${rest}}`, readExample('db-password'));

export const fixtureWriter = defineRule({
  id: 'fixture-writer',
  code: 'VW3153',
  severity: 'error',
  incidents: ['INC-06', 'INC-08', 'INC-20'],
  what: 'Every entry of the fixture map has a writer, and a recipe that fits its origin.',
  why: 'A key without a writer never comes to exist; a fixture on a key that a service writes becomes a wrong credential that looks right.',
  fix: 'Name the writer: bootstrap with a recipe, upstream, or the producer; service-generated keys take only a placeholder.',
  options: z.strictObject({}),
  messages: { wrong: ({ path, defect }: { path: ReportText; defect: ReportText }) => `Vault key "${path}" ${defect}` },
  examples: {
    failing: [
      { title: 'Bootstrap without a recipe', files: { 'a.yaml': entry('"origin":"generated","writer":"bootstrap"') } },
      {
        title: 'A generated value for a key that a service writes',
        files: {
          'a.yaml': fixtureExample(
            generatedEntry('db-password').replace('generated', 'service-generated'),
            readExample('db-password'),
          ),
        },
      },
      { title: 'No writer', files: { 'a.yaml': entry('"origin":"generated","writer":""') } },
    ],
    passing: [
      {
        title: 'Bootstrap generates it',
        files: { 'a.yaml': fixtureExample(generatedEntry('db-password'), readExample('db-password')) },
      },
      {
        title: 'A service writes it',
        files: {
          'a.yaml': entry('"origin":"service-generated","writer":"client-patcher","recipe":{"type":"placeholder"}'),
        },
      },
    ],
  },
  check({ index, report }) {
    for (const { document, site } of index.documents.fixtures)
      for (const [path, entryOfPath] of entriesOf(document)) {
        const defect = defectOf(entryOfPath);
        if (defect)
          report('wrong', { ...site, innerPath: ['entries', path], vaultPath: path }, { path: name(path), defect });
      }
  },
});

/**
 * @see design: external → upstream; generated, operator-reconciled → generate, literal, compose;
 * service-generated → placeholder, literal
 */
function defectOf({ writer, origin, recipe }: FixtureEntry): ReportText | undefined {
  if (writer.trim() === '') return phrase('has no writer');
  if (writer === 'bootstrap' && recipe === undefined)
    return phrase('is to be written by bootstrap, which has no recipe for it');
  if (recipe === undefined) return undefined;
  if (origin === 'existing') return phrase('is managed by others, and yet has a recipe');
  if (origin === 'external' && recipe.type !== 'upstream')
    return phrase('comes from outside, and yet has a recipe that makes it up');
  if (origin !== 'external' && recipe.type === 'upstream')
    return phrase('is copied from upstream, and yet its origin is not external');
  if (origin === 'service-generated' && recipe.type !== 'placeholder' && recipe.type !== 'literal')
    return phrase('is written by a service: bootstrap may only put a placeholder or a literal client id there');
  if (origin !== 'service-generated' && recipe.type === 'placeholder')
    return phrase('has a placeholder that no service will ever replace');
  return undefined;
}
