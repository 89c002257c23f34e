import { expect, test } from 'vitest';
import { linesOf } from '../../findings-of.ts';

const configuration = {
  environments: [{ name: 'live', cluster: 'live', namespace: 'shop', regulated: true }],
  rules: { 'regulated-dev-only': { options: { words: ['e2e'] } } },
};
const object = (kind: string, name: string, annotations = ''): string =>
  `{apiVersion: a/v1, kind: ${kind}, metadata: {name: ${name}, namespace: shop, annotations: {${annotations}}}}`;
const says = 'vaultwright.io/dev-only';

test.each<[string, string, string[]]>([
  [
    'an annotation, whatever the kind',
    object('CronJob', 'a', `${says}: x`),
    [`"a" says that no regulated environment may have it | live/a.yaml | metadata.annotations["${says}"]`],
  ],
  [
    'an annotation without a reason',
    object('ConfigMap', 'a', `${says}: ""`),
    [`"a" says that no regulated environment may have it | live/a.yaml | metadata.annotations["${says}"]`],
  ],
  [
    'an annotation and a name, once',
    object('Secret', 'e2e', `${says}: x`),
    [`"e2e" says that no regulated environment may have it | live/a.yaml | metadata.annotations["${says}"]`],
  ],
  [
    'a word of a name',
    object('Secret', 'git.e2e-token'),
    ['"git.e2e-token" is a credential of tests: "e2e" | live/a.yaml | metadata.name'],
  ],
  ...['ExternalSecret', 'ClusterExternalSecret', 'PushSecret', 'SealedSecret'].map(
    (kind): [string, string, string[]] => [
      `the name of a ${kind}`,
      object(kind, 'e2e'),
      ['"e2e" is a credential of tests: "e2e" | live/a.yaml | metadata.name'],
    ],
  ),
  ['a part of a word', object('Secret', 'e2emil'), []],
  ['a word of the defaults that the options replace', object('Secret', 'playwright'), []],
  ['a name of no credential', object('ConfigMap', 'e2e'), []],
])('%s', (_, text, expected) => {
  expect(linesOf('regulated-dev-only', { 'live/a.yaml': text }, configuration)).toEqual(
    expected.map((line) => `error: ${line}`),
  );
});
