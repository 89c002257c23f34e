import { z } from 'zod';
import { wholeEntry } from '../../../model/documents/coordinates.ts';
import { defineRule } from '../../engine/rule.ts';
import { fixtureExample, generatedEntry, readExample } from '../../examples/fixture-example.ts';
import { findsOpenly } from '../../indexing/external-secret.ts';
import { nearestName } from '../../indexing/nearest-name.ts';
import { readsBesideSeeds } from '../../indexing/seed-reads.ts';
import { siteOf } from '../../indexing/site.ts';
import { hint, name, names, type ReportText, type ReportTexts } from '../../reporters/report-text.ts';

const unnamed = '{secretKey: password, remoteRef: {key: db-password}}';

export const fixtureCoverage = defineRule({
  id: 'fixture-coverage',
  code: 'VW3151',
  severity: 'error',
  // A key that nobody declared is in no policy either: this is the cause.
  specificity: 5,
  incidents: ['INC-20', 'INC-21'],
  what: 'Every Vault key that an ExternalSecret reads has an entry in the fixture map of its environment, and is read with a property that is declared.',
  why: 'A key that nobody writes leaves the ExternalSecret in SecretSyncedError on a fresh cluster; a property that the writer never sets does so for ever.',
  fix: 'Declare the Vault key, or correct the path or the property.',
  options: z.strictObject({
    requireMap: z
      .boolean()
      .default(false)
      .describe(
        'Demands a fixture map in every environment that has ExternalSecrets, and that each key is read by its path.',
      ),
  }),
  messages: {
    missing: ({ path, near }: ReportTexts<'path' | 'near'>) =>
      `The fixture map has no entry for Vault key "${path}"${near}`,
    unseeded: ({ path, near }: ReportTexts<'path' | 'near'>) =>
      `The list that seeds Vault has no line for "${path}"${near}`,
    property: ({ path, property, wanted }: ReportTexts<'path' | 'property' | 'wanted'>) =>
      `Vault key "${path}" is read with property ${property}; its writer sets only "${wanted}"`,
    whole: ({ path }: { path: ReportText }) =>
      `Nobody declares which properties Vault entry "${path}" has: what is read of it cannot be checked`,
    find: ({ object }: { object: ReportText }) =>
      `ExternalSecret "${object}" finds keys by name or tag: which ones cannot be checked`,
    noMap: ({ object }: { object: ReportText }) =>
      `ExternalSecret "${object}" reads Vault keys, and its environment has no fixture map`,
  },
  examples: {
    failing: [
      {
        title: 'No entry',
        files: { 'a.yaml': fixtureExample(generatedEntry('db-password'), readExample('db-pasword')) },
      },
      {
        title: 'Another property',
        files: { 'a.yaml': fixtureExample(generatedEntry('db-password'), readExample('db-password', 'password')) },
      },
      {
        title: 'No property',
        files: { 'a.yaml': fixtureExample(generatedEntry('db-password'), unnamed) },
      },
    ],
    passing: [
      {
        title: 'An entry',
        files: { 'a.yaml': fixtureExample(generatedEntry('db-password'), readExample('db-password')) },
      },
      {
        title: 'No fixture map at all',
        files: { 'a.yaml': fixtureExample('', readExample('db-password')).split('---')[1] ?? '' },
      },
    ],
  },
  check({ index, options, report }) {
    const paths = new Set(index.seeds.map(({ path }) => path));
    for (const { path, site } of readsBesideSeeds(index))
      if (!paths.has(path))
        report('unseeded', site, { path: name(path), near: hint(nearestName(path, paths)) }, 'warning');
    // One that cannot be read is told by document-shape, and says nothing about what it would hold.
    const isDemanded = options.requireMap && !index.documents.broken.some(({ kind }) => kind === 'fixture-map');
    for (const { object, reads, spec, specPath } of index.externalSecrets) {
      const map = index.fixturesOf(object);
      if (map === undefined) {
        if (isDemanded && reads.length > 0) report('noMap', siteOf(object, ...specPath), { object: name(object.name) });
        continue;
      }
      const severity = options.requireMap ? undefined : 'note';
      if (findsOpenly(spec))
        report('find', siteOf(object, ...specPath, 'dataFrom'), { object: name(object.name) }, severity);
      const keys = index.keysOf(map);
      for (const read of reads) {
        const { site, property, isWhole } = read;
        const path = keys.entryOf(read);
        const properties = keys.propertiesOf(read);
        if (properties === undefined)
          report('missing', site, { path: name(path), near: hint(nearestName(path, [...keys.entryIds])) });
        else if (properties.has(wholeEntry)) report('whole', site, { path: name(path) }, 'note');
        else if (!isWhole && !properties.has(property ?? ''))
          report('property', site, { path: name(path), property: name(property), wanted: names(properties) });
      }
    }
  },
});
