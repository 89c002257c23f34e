import { z } from 'zod';
import { defineRule } from '../../engine/rule.ts';
import { jobText } from '../../examples/example-texts.ts';
import { hookOf } from '../../indexing/rollout.ts';
import { siteOf } from '../../indexing/site.ts';
import { objectAt, textAt } from '../../manifest/normalise.ts';
import { name, phrase, type ReportText } from '../../reporters/report-text.ts';

const cron = (spec: string): string =>
  `{apiVersion: batch/v1, kind: CronJob, metadata: {name: bootstrap, namespace: shop}, spec: {schedule: "*/1 * * * *", ${spec}jobTemplate: {spec: {ttlSecondsAfterFinished: 300, template: {spec: {containers: []}}}}}}`;
const hook = (more: string): string =>
  jobText('', `name: work, annotations: {argocd.argoproj.io/hook: PreSync${more}}`);

export const jobHygiene = defineRule({
  id: 'job-hygiene',
  code: 'VW3307',
  severity: 'error',
  incidents: ['INC-36'],
  what: 'A CronJob never overlaps itself and cleans up; a hook says when it is deleted.',
  why: 'Overlapping runs race for the same keys, and what failed Jobs leave behind keeps an Application from becoming healthy.',
  fix: 'Set concurrencyPolicy: Forbid, ttlSecondsAfterFinished, and argocd.argoproj.io/hook-delete-policy on hooks.',
  options: z.strictObject({}),
  messages: {
    lacks: ({ object, field }: { object: ReportText; field: ReportText }) => `"${object}" does not set ${field}`,
  },
  examples: {
    failing: [
      {
        title: 'A CronJob that may overlap',
        files: { 'a.yaml': cron('') },
        configuration: { rules: { 'job-hygiene': 'error' } },
      },
      {
        title: 'A hook without a policy',
        files: { 'a.yaml': hook('') },
        configuration: { rules: { 'job-hygiene': 'error' } },
      },
    ],
    passing: [
      {
        title: 'Forbid',
        files: { 'a.yaml': cron('concurrencyPolicy: Forbid, ') },
        configuration: { rules: { 'job-hygiene': 'error' } },
      },
      {
        title: 'A hook with a policy',
        files: { 'a.yaml': hook(', argocd.argoproj.io/hook-delete-policy: BeforeHookCreation') },
        configuration: { rules: { 'job-hygiene': 'error' } },
      },
    ],
  },
  check({ index, report }) {
    for (const object of index.ofKind('cronjob')) {
      const shown = name(object.name);
      if (textAt(object.value, 'spec', 'concurrencyPolicy') !== 'Forbid')
        report('lacks', siteOf(object, 'spec', 'concurrencyPolicy'), {
          object: shown,
          field: phrase('concurrencyPolicy: Forbid'),
        });
      const job = ['spec', 'jobTemplate', 'spec'];
      if (objectAt(object.value, ...job).ttlSecondsAfterFinished === undefined)
        report('lacks', siteOf(object, ...job, 'ttlSecondsAfterFinished'), {
          object: shown,
          field: phrase('ttlSecondsAfterFinished'),
        });
    }
    for (const object of index.objects) {
      if (hookOf(object) === undefined || hookOf(object) === 'Skip') continue;
      const hasPolicy = ['argocd.argoproj.io/hook-delete-policy', 'helm.sh/hook-delete-policy'].some(
        (key) => textAt(object.annotations, key) !== undefined,
      );
      if (!hasPolicy)
        report('lacks', siteOf(object, 'metadata', 'annotations'), {
          object: name(object.name),
          field: phrase('a hook delete policy'),
        });
    }
  },
});
