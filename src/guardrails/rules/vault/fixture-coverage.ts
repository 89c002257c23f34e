import { z } from 'zod';
import { defineRule } from '../../engine/rule.ts';
import { fixtureExample, generatedEntry, readExample } from '../../examples/fixture-example.ts';
import { nearestName } from '../../indexing/nearest-name.ts';
import { hint, name, type Shown } from '../../reporters/shown.ts';

export const fixtureCoverage = defineRule({
  id: 'fixture-coverage',
  code: 'VW3151',
  severity: 'error',
  // A key that nobody declared is in no policy either: this is the cause.
  specificity: 5,
  incidents: ['INC-20', 'INC-21'],
  what: 'Every Vault key that an ExternalSecret reads has an entry in the fixture map of its environment, and is read with its one property.',
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
    missing: ({ path, near }: { path: Shown; near: Shown }) =>
      `The fixture map has no entry for Vault key "${path}"${near}`,
    property: ({ path, property, wanted }: { path: Shown; property: Shown; wanted: Shown }) =>
      `Vault key "${path}" is read with property ${property}; its writer sets only "${wanted}"`,
    whole: ({ path }: { path: Shown }) =>
      `Vault key "${path}" is read as a whole: which properties it has cannot be checked`,
    find: ({ object }: { object: Shown }) =>
      `ExternalSecret "${object}" finds keys by name or tag: which ones cannot be checked`,
    noMap: ({ object }: { object: Shown }) =>
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
        files: {
          'a.yaml': fixtureExample(
            generatedEntry('db-password'),
            '{secretKey: password, remoteRef: {key: db-password}}',
          ),
        },
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
    // One that cannot be read is told by document-shape, and says nothing about what it would hold.
    const isDemanded = options.requireMap && !index.documents.broken.some(({ kind }) => kind === 'fixture-map');
    for (const { object, reads, spec, specPath } of index.externalSecrets) {
      const map = index.fixturesOf(object);
      if (map === undefined) {
        if (isDemanded && reads.length > 0)
          report(
            'noMap',
            { manifest: object.manifest, path: [...object.path, ...specPath], object },
            { object: name(object.name) },
          );
        continue;
      }
      if (JSON.stringify(spec.dataFrom ?? '').includes('"find"'))
        report(
          'find',
          { manifest: object.manifest, path: [...object.path, ...specPath, 'dataFrom'], object },
          { object: name(object.name) },
          options.requireMap ? undefined : 'note',
        );
      for (const { site, path, property, isWhole } of reads) {
        if (!Object.hasOwn(map.entries, path))
          report('missing', site, { path: name(path), near: hint(nearestName(path, Object.keys(map.entries))) });
        else if (isWhole) report('whole', site, { path: name(path) }, 'note');
        else if (property !== map.property)
          report('property', site, { path: name(path), property: name(property), wanted: name(map.property) });
      }
    }
  },
});
