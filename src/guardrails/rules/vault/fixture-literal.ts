import { z } from 'zod';
import type { FixtureMap } from '../../../model/documents/fixture-map.ts';
import { judge } from '../../credential/credential.ts';
import { denotationOf } from '../../credential/key-name.ts';
import { hole } from '../../credential/variables.ts';
import { defineRule } from '../../engine/rule.ts';
import { fixtureExample, readExample } from '../../examples/fixture-example.ts';
import { entriesOf } from '../../indexing/fixture-keys.ts';
import type { ManifestIndex } from '../../indexing/manifest-index.ts';
import { name, type ReportText } from '../../reporters/report-text.ts';
import type { RecipeFlow } from '../../wall/recipe-flow.ts';

const entry = (path: string, recipe: string): string =>
  fixtureExample(`"${path}":{"origin":"generated","writer":"bootstrap","recipe":${recipe}}`, readExample(path));

export const fixtureLiteral = defineRule({
  id: 'fixture-literal',
  code: 'VW3154',
  severity: 'error',
  specificity: 15,
  incidents: ['INC-06', 'INC-38'],
  what: 'No recipe of the fixture map holds a credential, nor makes one of literals alone: those are for names and settings.',
  why: 'The fixture map is a ConfigMap in Git: a literal password in it is public and the same in every environment.',
  fix: 'Use generate, or compose from generated keys.',
  options: z.strictObject({}),
  messages: {
    literal: ({ path }: { path: ReportText }) => `The recipe of Vault key "${path}" holds a literal credential`,
  },
  examples: {
    failing: [
      {
        title: 'A literal password',
        files: { 'a.yaml': entry('db-password', '{"type":"literal","value":"changeme1"}') },
      },
      {
        title: 'A literal password inside a composed URL',
        files: {
          'a.yaml': entry('db-url', '{"type":"compose","parts":[{"text":"postgresql://app:changeme1@db/app"}]}'),
        },
      },
      {
        title: 'A hash of a literal',
        files: {
          'a.yaml': fixtureExample(
            '"greeting":{"origin":"generated","writer":"bootstrap","recipe":{"type":"literal","value":"hello"}},' +
              '"admin-hash":{"origin":"generated","writer":"bootstrap","recipe":{"type":"compose","parts":[{"key":"greeting","encode":"bcrypt"}]}}',
            `${readExample('greeting').replace('password', 'greeting')}, ${readExample('admin-hash').replace('password', 'hash')}`,
          ),
        },
      },
      {
        title: 'A literal that a Secret holds as its password',
        files: { 'a.yaml': entry('db-greeting', '{"type":"literal","value":"hello"}') },
      },
    ],
    passing: [
      {
        title: 'A literal name',
        files: {
          'a.yaml': entry('db-username', '{"type":"literal","value":"ledger"}').replace(
            'secretKey: password',
            'secretKey: username',
          ),
        },
      },
      {
        title: 'An address that is composed of names',
        files: {
          'a.yaml': entry('db-host', '{"type":"compose","parts":[{"text":"db."},{"text":"shop"}]}').replace(
            'secretKey: password',
            'secretKey: host',
          ),
        },
      },
      {
        title: 'A client id',
        files: {
          'a.yaml': entry('shop-oidc-client-id', '{"type":"literal","value":"shop"}').replace(
            'secretKey: password',
            'secretKey: client-id',
          ),
        },
      },
    ],
  },
  check({ index, report }) {
    let dataKeys: ReturnType<typeof dataKeysOf> | undefined;
    for (const { document, site, scope, environment } of index.documents.fixtures)
      for (const [path, { recipe }] of entriesOf(document))
        if (recipe?.type === 'literal' || recipe?.type === 'compose') {
          dataKeys ??= dataKeysOf(index);
          const keys = dataKeys.get(document)?.get(path) ?? [];
          if (holdsCredential(path, keys, index.flowOf(scope, environment)))
            report('literal', { ...site, innerPath: ['entries', path], vaultPath: path }, { path: name(path) });
        }
  },
});

/**
 * The data keys under which Secrets hold each Vault key, by fixture map: what a value is called there shows
 * what it is, too.
 */
function dataKeysOf(index: ManifestIndex): Map<FixtureMap, Map<string, string[]>> {
  const found = new Map<FixtureMap, Map<string, string[]>>();
  for (const { object, reads } of index.externalSecrets) {
    const map = index.fixturesOf(object);
    if (map === undefined) continue;
    const ofMap = found.get(map) ?? new Map<string, string[]>();
    found.set(map, ofMap);
    for (const read of reads)
      if (read.secretKey !== undefined) for (const id of index.keysOf(map).idsOf(read)) push(ofMap, id, read.secretKey);
  }
  return found;
}

function push(map: Map<string, string[]>, id: string, key: string): void {
  const keys = map.get(id);
  if (keys) keys.push(key);
  else map.set(id, [key]);
}

/** The last segment is the key's own name; folders before it may be called `tokens`. */
const namesOf = (id: string): string[] => (id.split('/').at(-1) ?? id).split('#');

function holdsCredential(id: string, dataKeys: readonly string[], flow: RecipeFlow): boolean {
  const { text, hidesLiteral } = flow.madeFor(id);
  if (hidesLiteral) return true;
  const names = namesOf(id);
  if (text.includes(hole)) return names.some((key) => judge(key, text).length > 0);
  // An access key of an object store is the name of its user.
  if ([...names, ...dataKeys].some((one) => denotationOf(one) === 'credential')) return text !== '';
  return names.some((key) => judge(key, text, { mayBeName: true }).length > 0);
}
