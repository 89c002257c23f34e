// biome-ignore-all lint/suspicious/noTemplateCurlyInString: groups of regular expressions
import { expect, test } from 'vitest';
import { linesOf } from '../../findings-of.ts';
import { checkFiles } from '../../probes/check-files.ts';

const es = (spec: string, kind = 'ExternalSecret'): string =>
  `{apiVersion: external-secrets.io/v1, kind: ${kind}, metadata: {name: db, namespace: shop}, spec: {${spec}}}`;
const data = 'data: [{secretKey: password, remoteRef: {key: db}}]';
const rewrite = (source: string, target: string): string =>
  `dataFrom: [{extract: {key: db}, rewrite: [{regexp: {source: '${source}', target: '${target}'}}]}]`;

test.each<readonly [string, string, string | undefined]>([
  ['nothing fetched', 'target: {name: db}', 'spec'],
  ['empty lists', 'data: [], dataFrom: []', 'spec'],
  ['a rewrite alone', 'dataFrom: [{rewrite: []}]', 'spec.dataFrom[0]'],
  ['extract and find', 'dataFrom: [{extract: {key: a}, find: {path: b}}]', 'spec.dataFrom[0]'],
  [
    'extract and a generator',
    'dataFrom: [{extract: {key: a}, sourceRef: {generatorRef: {name: b}}}]',
    'spec.dataFrom[0]',
  ],
  ['extract from another store', 'dataFrom: [{extract: {key: a}, sourceRef: {storeRef: {name: b}}}]', undefined],
  ['an empty sourceRef', 'dataFrom: [{sourceRef: {}}]', 'spec.dataFrom[0]'],
  [
    'Delete with Merge',
    `target: {creationPolicy: Merge, deletionPolicy: Delete}, ${data}`,
    'spec.target.deletionPolicy',
  ],
  [
    'Delete with CreateOrMerge',
    `target: {creationPolicy: CreateOrMerge, deletionPolicy: Delete}, ${data}`,
    'spec.target.deletionPolicy',
  ],
  [
    'Delete with Orphan, which only the controller stops at',
    `target: {creationPolicy: Orphan, deletionPolicy: Delete}, ${data}`,
    undefined,
  ],
  ['Merge with None', `target: {creationPolicy: None, deletionPolicy: Merge}, ${data}`, 'spec.target.deletionPolicy'],
  [
    'a bootstrap token',
    `target: {template: {type: bootstrap.kubernetes.io/token}}, ${data}`,
    'spec.target.template.type',
  ],
  [
    'a token of an account',
    `target: {template: {type: kubernetes.io/service-account-token, metadata: {annotations: {kubernetes.io/service-account.name: x}}}}, ${data}`,
    'spec.target.template.type',
  ],
  [
    'a target below the spec',
    `target: {template: {templateFrom: [{target: spec.x, literal: a}]}}, ${data}`,
    'spec.target.template.templateFrom[0].target',
  ],
  [
    'that target of another kind',
    `target: {manifest: {apiVersion: v1, kind: ConfigMap}, template: {templateFrom: [{target: spec.x, literal: a}]}}, ${data}`,
    undefined,
  ],
  ['a group that takes the underscore', rewrite('(.*)', '$1_X'), 'spec.dataFrom[0].rewrite[0].regexp.target'],
  ['a group in braces', rewrite('(.*)', '${1}_X'), undefined],
  ['a second group of one', rewrite('(.*)', '$2'), 'spec.dataFrom[0].rewrite[0].regexp.target'],
  ['a named group', rewrite('(?P<name>.*)', '${name}_X'), undefined],
  ['a dollar sign', rewrite('x', '$$1'), undefined],
  ['a group in brackets is none', rewrite('[(](.*)', '$2'), 'spec.dataFrom[0].rewrite[0].regexp.target'],
])('%s', (_, spec, field) => {
  const lines = linesOf('operator-admits', es(spec));
  expect(lines.map((line) => line.split(' | ')[2])).toEqual(field === undefined ? [] : [field]);
});

test('a ClusterExternalSecret makes what the webhook sees later', () => {
  expect(
    linesOf('operator-admits', es('externalSecretSpec: {target: {name: db}}', 'ClusterExternalSecret')),
  ).toHaveLength(1);
});

test('a template may bring what is missing', () => {
  const template =
    'apiVersion: external-secrets.io/v1\nkind: ExternalSecret\nmetadata: {name: db}\nspec:\n  refreshInterval: 1h\n  {{- toYaml .Values.spec | nindent 2 }}\n';
  expect(checkFiles({ 'templates/a.yaml': template }).map(({ rule }) => rule)).not.toContain('operator-admits');
  const refused = template.replace('refreshInterval: 1h', 'target: {creationPolicy: Merge, deletionPolicy: Delete}');
  expect(checkFiles({ 'templates/a.yaml': refused }).map(({ rule }) => rule)).toContain('operator-admits');
  expect(checkFiles({ 'a.yaml': template.replace(/ {2}\{\{.*\n/, '') }).map(({ rule }) => rule)).toContain(
    'operator-admits',
  );
});
