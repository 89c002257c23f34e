import { describe, expect, test } from 'vitest';
import { fixtureExample, readExample } from '../../../src/guardrails/examples/fixture-example.ts';
import { findingsOf, linesOf } from '../findings-of.ts';

describe('external-secret-naming', () => {
  const configuration = { rules: { 'external-secret-naming': { options: { suffix: '-sync' } } } };
  const judged = (object: string, target: string): string[] =>
    linesOf(
      'external-secret-naming',
      `{apiVersion: external-secrets.io/v1, kind: ExternalSecret, metadata: {name: ${object}}, spec: {target: {name: ${target}}, data: []}}`,
      configuration,
    );
  test.each([
    ['db-sync', 'db'],
    ['shop-db-sync', 'db'],
    ['db-admin-sync', 'db'],
    ['runner-sync-2', 'runner-2'],
    ['runner-2-sync', 'runner-2'],
    ['runner-token-sync-2', 'runner-2'],
    ['app.example-sync', 'app.example'],
  ])('%s writes %s', (object, target) => {
    expect(judged(object, target)).toEqual([]);
  });
  test.each([
    ['db', 'db'],
    ['sync-db', 'db'],
    ['other-sync', 'db'],
    ['runner-sync', 'runner-2'],
    ['runner-sync-3', 'runner-2'],
    ['appxexample-sync', 'app.example'],
    ['mydb-sync', 'db'],
  ])('%s does not write %s', (object, target) => {
    expect(judged(object, target)).toEqual([
      `error: ExternalSecret "${object}" should be named "${target}-sync" | a.yaml | metadata.name`,
    ]);
  });
});

describe('stale-namespace', () => {
  const configuration = { rules: { 'stale-namespace': { options: { namespaces: ['old', 'older'] } } } };
  const map = (namespace: string, text: string): string =>
    `{apiVersion: v1, kind: ConfigMap, metadata: {name: a, namespace: ${namespace}}, data: {URL: "${text}"}}`;
  test.each([
    [
      map('old', 'a'),
      ['error: The object is in namespace "old", which no environment has | a.yaml | metadata.namespace'],
    ],
    [
      map('older', 'a'),
      ['error: The object is in namespace "older", which no environment has | a.yaml | metadata.namespace'],
    ],
    [
      map('new', 'http://db.old.svc:80'),
      ['error: An address names namespace "old", which no environment has | a.yaml | data.URL'],
    ],
    [
      map('new', 'http://db.older.svc'),
      ['error: An address names namespace "older", which no environment has | a.yaml | data.URL'],
    ],
    [map('new', 'http://db.new.svc'), []],
    [map('new', 'old.svc'), []],
    ['{apiVersion: v1, kind: Namespace, metadata: {name: a}}', []],
  ])('%s', (text, expected) => {
    expect(linesOf('stale-namespace', text, configuration)).toEqual(expected);
  });
});

test('without namespaces nothing is stale', () => {
  const text = '{apiVersion: v1, kind: ConfigMap, metadata: {name: a, namespace: old}, data: {URL: "http://db..svc"}}';
  expect(linesOf('stale-namespace', text, { rules: { 'stale-namespace': { options: { namespaces: [] } } } })).toEqual(
    [],
  );
});

test('stale-namespace names the object in which an address stands', () => {
  const rules = { 'stale-namespace': { options: { namespaces: ['old'] } } };
  const files = {
    'a.yaml': '{apiVersion: v1, kind: ConfigMap, metadata: {name: a}, data: {URL: "http://db.old.svc"}}',
  };
  const [finding] = findingsOf({ files, configuration: { rules } }).filter(({ rule }) => rule === 'stale-namespace');
  expect(finding?.place.object).toMatchObject({ kind: 'ConfigMap', name: 'a' });
});

describe('vault-path-style', () => {
  const nested = ['GitLab/tokens/'];
  const configuration = { rules: { 'vault-path-style': { severity: 'error' as const, options: { nested } } } };
  test.each([
    ['db-password', true],
    ['db_password', false],
    ['DB', false],
    ['a/b', false],
    ['GitLab/tokens/a', true],
    ['GitLab/tokens/a/b-c', true],
    ['GitLab/tokens/a_b', false],
    ['GitLab/other/a', false],
  ])('%s is right: %s', (path, isRight) => {
    const map = fixtureExample(`"${path}":{"origin":"generated","writer":"job"}`, readExample(path));
    expect(linesOf('vault-path-style', map, configuration)).toHaveLength(isRight ? 0 : 1);
  });
  test('what others manage has the names that they gave it', () => {
    const map = fixtureExample('"Teams/SMTP":{"origin":"existing","writer":"others"}', readExample('Teams/SMTP'));
    expect(linesOf('vault-path-style', map, configuration)).toEqual([]);
  });
});

describe('no-runtime-install', () => {
  const configuration = { rules: { 'no-runtime-install': 'error' as const } };
  const job = (script: string): string =>
    `{apiVersion: batch/v1, kind: Job, metadata: {name: a}, spec: {template: {spec: {containers: [{name: a, command: [sh, -c, '${script}']}]}}}}`;
  test.each([
    ['apk add --no-cache curl', 'apk add'],
    ['set -e; apt-get install -y jq', 'apt-get install'],
    ['curl -fsSL https://example.org/install.sh | sh', 'curl'],
    ['curl  -fsSL https://example.org/install.sh | sh', 'curl'],
    ['curl|sh', undefined],
    ['wget example.org/a.sh|sh', 'wget example.org/a.sh'],
    ['npm install left-pad', 'npm install'],
    ['echo done', undefined],
  ])('%s', (script, command) => {
    const lines = linesOf('no-runtime-install', job(script), configuration);
    expect(lines).toEqual(command === undefined ? [] : [expect.stringContaining(`The script runs "${command}"`)]);
  });
});

describe('url-encoding', () => {
  const sync = (text: string): string =>
    `{apiVersion: external-secrets.io/v1, kind: ExternalSecret, metadata: {name: db}, spec: {target: {template: {data: {url: ${text}}}}, data: [{secretKey: password, remoteRef: {key: p}}]}}`;
  const found = ['warning: "url" puts a variable into a URL as it is | a.yaml | spec.target.template.data.url'];
  test.each([
    ["'postgresql://app:{{ .password }}@db'", found],
    ["'postgresql://{{ .password }}:{{ .password | urlquery }}@db'", []],
    ["'postgresql://app:{{ .password | urlquery }}@db'", []],
    ["'redis://{{ .user }}@db'", []],
    ['\'redis://{{ printf "a:b" }}@db\'', []],
    ["'http://db/{{ .path }}'", []],
    ["'http://a:b@db/{{ .path }}'", []],
    ['{a: "postgresql://app:{{ .password }}@db"}', []],
  ])('%s', (text, expected) => {
    expect(linesOf('url-encoding', sync(text))).toEqual(expected);
  });

  const text = (part: string): string => `{"text":"${part}"}`;
  const password = (encode: string): string => `{"key":"db-password","encode":"${encode}"}`;
  test.each([
    ['as it is', [text('postgresql://app:'), password('none'), text('@db')], 1],
    ['encoded', [text('postgresql://app:'), password('url'), text('@db')], 0],
    ['into a URL of several parts', [text('postgresql:'), text('//app:'), password('none'), text('@db')], 1],
  ])('a recipe puts a key %s', (_, parts, expected) => {
    const recipe = `"db-url":{"origin":"generated","writer":"bootstrap","recipe":{"type":"compose","parts":[${parts.join(',')}]}}`;
    expect(linesOf('url-encoding', fixtureExample(recipe))).toHaveLength(expected);
  });
});
