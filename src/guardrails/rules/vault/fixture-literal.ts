import { z } from 'zod';
import { defineRule } from '../../engine/rule.ts';
import { fixtureExample, readExample } from '../../examples/fixture-example.ts';
import { dataKeysByFixture } from '../../indexing/fixture-data-keys.ts';
import { entriesOf } from '../../indexing/fixture-keys.ts';
import { name, type ReportText } from '../../reporters/report-text.ts';
import { holdsCredential } from '../../wall/recipe-credential.ts';

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
    let dataKeys: ReturnType<typeof dataKeysByFixture> | undefined;
    for (const { document, site, scope, environment } of index.documents.fixtures)
      for (const [path, { recipe }] of entriesOf(document))
        if (recipe?.type === 'literal' || recipe?.type === 'compose') {
          dataKeys ??= dataKeysByFixture(index);
          const keys = dataKeys.get(document)?.get(path) ?? [];
          if (holdsCredential(path, keys, index.flowOf(scope, environment)))
            report('literal', { ...site, innerPath: ['entries', path], vaultPath: path }, { path: name(path) });
        }
  },
});
