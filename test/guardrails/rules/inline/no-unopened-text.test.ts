import { expect, test } from 'vitest';
import { linesOf } from '../../findings-of.ts';

let deep = 'plain';
for (let layer = 0; layer < 14; layer++) deep = Buffer.from(deep).toString('base64');
const map = `{apiVersion: v1, kind: ConfigMap, metadata: {name: a, namespace: shop}, data: {text: "${deep}"}}`;
const list = `{apiVersion: v1, kind: List, items: [${map}]}`;

test.each([
  ['a ConfigMap', map, 'data.text'],
  ['a ConfigMap in a list', list, 'items[0].data.text'],
])('no-unopened-text calls the text of %s by its key', (_, text, field) => {
  expect(linesOf('no-unopened-text', text, { strictness: 'references' })).toEqual([
    `error: "text" carries more than is opened | a.yaml | ${field}`,
  ]);
});
