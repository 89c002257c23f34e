import { z } from 'zod';
import { defineRule } from '../../engine/rule.ts';
import { externalSecretText } from '../../examples/example-texts.ts';
import { siteOf } from '../../indexing/site.ts';
import { name, type ReportText } from '../../reporters/report-text.ts';

const configuration = { rules: { 'no-forced-sync': 'error' as const } };
const annotations = [
  'force-sync',
  'external-secrets.io/force-sync',
  'argocd.argoproj.io/refresh',
  'kubectl.kubernetes.io/restartedAt',
];
const annotated = (annotation: string): string =>
  externalSecretText({ metadata: `name: db, annotations: {${annotation}}` });

export const noForcedSync = defineRule({
  id: 'no-forced-sync',
  code: 'VW3310',
  severity: 'error',
  incidents: ['INC-45'],
  what: 'No manifest holds an annotation that someone set by hand to force a refresh or a restart.',
  why: 'It hides that the system does not converge by itself, and whoever set it now owns a field that Git should own.',
  fix: 'Remove the annotation; rerun through a value in Git, such as a run id.',
  options: z.strictObject({}),
  messages: {
    forced: ({ annotation }: { annotation: ReportText }) =>
      `Annotation "${annotation}" forces what should happen by itself`,
  },
  examples: {
    failing: [
      { title: 'A forced refresh', files: { 'a.yaml': annotated('force-sync: "1700000000"') }, configuration },
      {
        title: 'A restart',
        files: {
          'a.yaml':
            '{apiVersion: apps/v1, kind: Deployment, metadata: {name: a, annotations: {kubectl.kubernetes.io/restartedAt: "2026-01-01"}}}',
        },
        configuration,
      },
    ],
    passing: [
      { title: 'A sync wave', files: { 'a.yaml': annotated('argocd.argoproj.io/sync-wave: "1"') }, configuration },
      { title: 'None', files: { 'a.yaml': externalSecretText() }, configuration },
    ],
  },
  check({ index, report }) {
    for (const object of index.objects)
      for (const annotation of annotations)
        if (object.annotations[annotation] !== undefined)
          report('forced', siteOf(object, 'metadata', 'annotations', annotation), { annotation: name(annotation) });
  },
});
