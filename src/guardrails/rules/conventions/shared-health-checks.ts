import { z } from 'zod';
import { defineRule } from '../../engine/rule.ts';
import { sharedEnvironment } from '../../examples/example-texts.ts';
import { everyField } from '../../manifest/every-field.ts';
import { textAt } from '../../manifest/normalise.ts';
import { name, type ReportText } from '../../reporters/report-text.ts';

const environments = ['dev', 'live'].map(sharedEnvironment);
const single = 'resource.customizations.health.batch_CronJob';
const values = (key: string): string => `{configs: {cm: {${key}: 'return { status = "Healthy" }'}}}`;
const block = (indent: string): string =>
  `${indent}resource.customizations: |\n${indent}  batch/CronJob:\n${indent}    health.lua: |\n${indent}      return { status = "Healthy" }\n`;

/** Both layouts of `argocd-cm`: a key for each kind, or all kinds in one text. */
const isHealthCheck = (key: string, value: unknown): boolean =>
  key.startsWith('resource.customizations.health.') ||
  (key === 'resource.customizations' && /\bhealth\.lua\b/.test(JSON.stringify(value)));

export const sharedHealthChecks = defineRule({
  id: 'shared-health-checks',
  code: 'VW3064',
  severity: 'error',
  incidents: ['INC-39'],
  what: 'Health checks of Argo CD stand in what all environments share, not in the files of one.',
  why: 'Health would mean something else in each environment, so a phase that ended in one might never end, or end too early, in the next.',
  fix: 'Move the check into the values that all environments share; `vaultwright health --format values` prints those that Argo CD needs.',
  options: z.strictObject({}),
  messages: {
    own: ({ check, environment }: { check: ReportText; environment: ReportText }) =>
      `"${check}" is set for environment ${environment} alone`,
  },
  examples: {
    failing: [
      {
        title: 'In the values of one environment',
        files: { 'common/argocd.yaml': values(single), 'dev/values/argocd.yaml': values(single) },
        configuration: { environments },
      },
      {
        title: 'All kinds in one text',
        files: { 'live/values/argocd.yaml': `configs:\n  cm:\n${block('    ')}` },
        configuration: { environments },
      },
      {
        title: 'In the ConfigMap itself',
        files: {
          'live/argocd-cm.yaml': `apiVersion: v1\nkind: ConfigMap\nmetadata: {name: argocd-cm}\ndata:\n${block('  ')}`,
        },
        configuration: { environments },
      },
    ],
    passing: [
      {
        title: 'In what all environments share',
        files: { 'common/argocd.yaml': values(single), 'dev/values/argocd.yaml': values('url') },
        configuration: { environments },
      },
      {
        title: 'Another customization',
        files: { 'dev/values/argocd.yaml': values('resource.customizations.ignoreDifferences.all') },
        configuration: { environments },
      },
      {
        title: 'There is one environment only',
        files: { 'dev/values/argocd.yaml': values(single) },
        configuration: { environments: environments.slice(0, 1) },
      },
    ],
  },
  check({ index, configuration, report }) {
    if (configuration.environments.length < 2) return;
    for (const manifest of index.manifests) {
      const { environment, role, value } = manifest;
      if (environment === undefined || (role === 'object' && textAt(value, 'kind') !== 'ConfigMap')) continue;
      for (const { key, value: check, path } of everyField(value))
        if (isHealthCheck(key, check))
          report('own', { manifest, path }, { check: name(key), environment: name(environment) });
    }
  },
});
