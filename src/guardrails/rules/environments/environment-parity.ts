import { z } from 'zod';
import { defineRule } from '../../engine/rule.ts';
import { sharedEnvironment } from '../../examples/example-texts.ts';
import { siteOf } from '../../indexing/site.ts';
import { tokenSubstitutions } from '../../parity/parity.ts';
import { compareEnvironments, type ParityGroup } from '../../parity/parity-groups.ts';
import { field as fieldShown, name, type ReportText } from '../../reporters/report-text.ts';

const environments = ['dev', 'live'].map(sharedEnvironment);
const host = (environment: string): string =>
  `{apiVersion: external-secrets.io/v1, kind: ExternalSecret, metadata: {name: db, namespace: shop-${environment}}, spec: {target: {template: {data: {host: db.shop-${environment}.svc.cluster.local}}}}}`;
const sync = (environment: string, keys: readonly string[], annotation = ''): string =>
  `{apiVersion: external-secrets.io/v1, kind: ExternalSecret, metadata: {name: db, namespace: shop-${environment}${annotation}}, spec: {data: [${keys.map((key) => `{secretKey: ${key}, remoteRef: {key: db-${key}-${environment}}}`).join(', ')}]}}`;
const limit = `, annotations: {vaultwright.io/limited-keys: '{"dev":["token"]}'}`;
const templated = (environment: string, keys: readonly string[]): string =>
  `{apiVersion: external-secrets.io/v1, kind: ExternalSecret, metadata: {name: db, namespace: shop-${environment}${limit}}, spec: {target: {template: {data: {${keys.map((key) => `${key}: 'x={{ index . "${key}-value" }}'`).join(', ')}}}}, data: [${keys.map((key) => `{secretKey: ${key}-value, remoteRef: {key: db-${key}}}`).join(', ')}]}}`;

export const environmentParity = defineRule({
  id: 'environment-parity',
  code: 'VW3200',
  severity: 'error',
  incidents: ['INC-07', 'INC-31'],
  what: 'Except for declared limits, every ExternalSecret is the same in all environments once their names are substituted.',
  why: 'What differs between environments was not tested before production; most secret incidents were a key or path that one environment spelled otherwise.',
  fix: 'Make the difference a limit in the declaration, or remove it.',
  options: z.strictObject({}),
  messages: {
    missing: ({ object, other }: { object: ReportText; other: ReportText }) =>
      `ExternalSecret "${object}" is missing in environment ${other}`,
    limited: ({ object, environment }: { object: ReportText; environment: ReportText }) =>
      `ExternalSecret "${object}" is limited to other environments, and yet rendered in ${environment}`,
    different: ({ object, field, other }: { object: ReportText; field: ReportText; other: ReportText }) =>
      `ExternalSecret "${object}" differs from that of environment ${other} in ${field}`,
    key: ({ object, key, environment }: { object: ReportText; key: ReportText; environment: ReportText }) =>
      `ExternalSecret "${object}" does not keep the limit of key "${key}" in environment ${environment}`,
  },
  examples: {
    failing: [
      {
        title: 'A key that one environment lacks',
        files: { 'dev/a.yaml': sync('dev', ['user', 'password']), 'live/a.yaml': sync('live', ['user']) },
        configuration: { environments },
      },
      {
        title: 'A template key that is limited to another environment',
        files: {
          'dev/a.yaml': templated('dev', ['user', 'token']),
          'live/a.yaml': templated('live', ['user', 'token']),
        },
        configuration: { environments },
      },
      {
        title: 'An object that one environment lacks',
        files: {
          'dev/a.yaml': sync('dev', ['user']),
          'live/b.yaml': '{apiVersion: v1, kind: ConfigMap, metadata: {name: x}}',
        },
        configuration: { environments },
      },
    ],
    passing: [
      {
        title: 'Only names differ',
        files: { 'dev/a.yaml': sync('dev', ['user']), 'live/a.yaml': sync('live', ['user']) },
        configuration: { environments },
      },
      {
        title: 'An environment that is named like a part of every host',
        files: { 'dev/a.yaml': host('dev'), 'local/a.yaml': host('local') },
        configuration: { environments: ['dev', 'local'].map(sharedEnvironment) },
      },
      {
        title: 'A declared limit',
        files: { 'dev/a.yaml': sync('dev', ['user', 'token'], limit), 'live/a.yaml': sync('live', ['user'], limit) },
        configuration: { environments },
      },
      {
        title: 'A declared limit of a key that a template makes, and of what only it fetches',
        files: { 'dev/a.yaml': templated('dev', ['user', 'token']), 'live/a.yaml': templated('live', ['user']) },
        configuration: { environments },
      },
    ],
  },
  check({ index, configuration, report }) {
    const tokens = tokenSubstitutions(configuration.environments);
    const group: ParityGroup = { index, configuration, tokens };
    for (const difference of compareEnvironments(group)) {
      const { object, other, field: path, kind, key } = difference;
      const shown = name(object.name);
      const site = siteOf(object, ...(path ?? []));
      if (kind === 'missing') report('missing', site, { object: shown, other: name(other) });
      else if (kind === 'limited') report('limited', site, { object: shown, environment: name(object.environment) });
      else if (kind === 'key')
        report('key', site, { object: shown, key: name(key), environment: name(object.environment) });
      else report('different', site, { object: shown, field: fieldShown(path ?? []), other: name(other) });
    }
  },
});
