// biome-ignore-all lint/suspicious/noTemplateCurlyInString: the examples hold variables of other languages
import { z } from 'zod';
import { pathsOfPart } from '../../../model/documents/fixture-map.ts';
import { defineRule } from '../../engine/rule.ts';
import { fixtureExample, generatedEntry, readExample } from '../../examples/fixture-example.ts';
import { entriesOf } from '../../indexing/fixture-keys.ts';
import { pathsReadAnywhere, readsBesideSeeds } from '../../indexing/seed-reads.ts';
import type { Site } from '../../indexing/site.ts';
import { name, type ReportText } from '../../reporters/report-text.ts';

const composed = `"db-url":{"origin":"generated","writer":"bootstrap","recipe":{"type":"compose","parts":[{"text":"postgresql://app:"},{"key":"db-password","encode":"url"},{"text":"@db/app"}]}}`;

export const fixtureReader = defineRule({
  id: 'fixture-reader',
  code: 'VW3152',
  severity: 'error',
  incidents: ['INC-07', 'INC-20'],
  what: 'Every entry of the fixture map is read by an ExternalSecret or another entry, or says why not.',
  why: 'A secret that nobody reads is a secret that nobody rotates; often it is the old name of one that was renamed on one side only.',
  fix: 'Remove the declaration, or give it a reason where something outside the manifests reads it.',
  options: z.strictObject({}),
  messages: {
    unread: ({ path }: { path: ReportText }) => `Nothing reads Vault key "${path}"`,
    part: ({ path, missing }: { path: ReportText; missing: ReportText }) =>
      `Vault key "${path}" is composed of "${missing}", which has no entry`,
  },
  examples: {
    failing: [
      { title: 'Nothing reads it', files: { 'a.yaml': fixtureExample(generatedEntry('db-password')) } },
      { title: 'A part without an entry', files: { 'a.yaml': fixtureExample(composed, readExample('db-url')) } },
    ],
    passing: [
      {
        title: 'An ExternalSecret reads it',
        files: { 'a.yaml': fixtureExample(generatedEntry('db-password'), readExample('db-password')) },
      },
      {
        title: 'Another entry reads it',
        files: { 'a.yaml': fixtureExample(`${generatedEntry('db-password')},${composed}`, readExample('db-url')) },
      },
      {
        title: 'A reason',
        files: {
          'a.yaml': fixtureExample(generatedEntry('db-password', 'random', ',"reason":"read by the CI pipeline"')),
        },
      },
    ],
  },
  check({ index, report }) {
    const seeded = readsBesideSeeds(index);
    if (seeded.length > 0) {
      const wanted = new Set([...seeded.map(({ path }) => path), ...pathsReadAnywhere(index)]);
      for (const { path, site } of index.seeds)
        if (!wanted.has(path)) report('unread', { ...site, vaultPath: path }, { path: name(path) });
    }
    for (const { document, site, scope, environment } of index.documents.fixtures) {
      const all = (document.part === undefined ? undefined : index.fixturesFor(scope, environment)) ?? document;
      const read = index.keysReadIn(scope, environment, all);
      const { composed } = index.keysOf(all);
      for (const [path, { reason, recipe }] of entriesOf(document)) {
        const at = (...inner: readonly string[]): Site => ({
          ...site,
          innerPath: ['entries', path, ...inner],
          vaultPath: path,
        });
        const isRead = read.has(path) || composed.has(path) || (reason ?? '').trim() !== '';
        if (!isRead) report('unread', at(), { path: name(path) });
        if (recipe?.type !== 'compose') continue;
        const missing = recipe.parts.flatMap(pathsOfPart).find((part) => !Object.hasOwn(all.entries, part));
        if (missing !== undefined) report('part', at('recipe'), { path: name(path), missing: name(missing) });
      }
    }
  },
});
