import { expect, test } from 'vitest';
import { environmentsAnnotation } from '../../../../src/model/documents/annotations.ts';
import { linesOf } from '../../findings-of.ts';

const environments = ['dev', 'live'].map((name) => ({
  name,
  cluster: name,
  namespace: `shop-${name}`,
  tokens: { namespace: `shop-${name}` },
}));
const sync = (environment: string, limit: string): string =>
  `{apiVersion: external-secrets.io/v1, kind: ExternalSecret, metadata: {name: db, namespace: shop-${environment}, annotations: {${environmentsAnnotation}: '${limit}'}}, spec: {data: [{secretKey: a, remoteRef: {key: a}}]}}`;

test.each([
  ['dev', ['dev'], []],
  ['dev, live', ['dev', 'live'], []],
  [
    'dev',
    ['dev', 'live'],
    ['error: ExternalSecret "db" is limited to other environments, and yet rendered in live | live/a.yaml'],
  ],
])('limited to %s and rendered in %j', (limit, rendered, expected) => {
  const files = Object.fromEntries(rendered.map((name) => [`${name}/a.yaml`, sync(name, limit)]));
  expect(linesOf('environment-parity', files, { environments })).toEqual(expected);
});
