import { describe, expect, test } from 'vitest';
import { linesOf } from '../findings-of.ts';

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
});
