import { z } from 'zod';
import { groupBy } from '../../../model/group-by.ts';
import { defineRule } from '../../engine/rule.ts';
import { jobText } from '../../examples/example-texts.ts';
import { applicationOf, hookOf } from '../../indexing/rollout.ts';
import { siteOf } from '../../indexing/site.ts';
import { name, type ReportText } from '../../reporters/report-text.ts';

const configuration = { rules: { 'tracked-object': 'error' as const } };
const hook = jobText('', 'name: smoke, annotations: {argocd.argoproj.io/hook: PostSync}');

export const trackedObject = defineRule({
  id: 'tracked-object',
  code: 'VW3309',
  severity: 'error',
  incidents: ['INC-32'],
  what: 'Every Application holds at least one object that is no hook.',
  why: 'Argo CD compares only tracked objects: an Application of hooks alone is always Synced, so a failed or changed hook never runs again.',
  fix: 'Add a ConfigMap with a checksum of what the hooks do.',
  options: z.strictObject({}),
  messages: {
    hooks: ({ object }: { object: ReportText }) => `Hook "${object}" stands in an Application that has nothing else`,
  },
  examples: {
    failing: [
      { title: 'A hook alone', files: { 'a.yaml': hook }, configuration },
      {
        title: 'Hooks in a folder of their own',
        files: { 'a/a.yaml': hook, 'b/b.yaml': '{apiVersion: v1, kind: ConfigMap, metadata: {name: x}}' },
        configuration,
      },
    ],
    passing: [
      {
        title: 'A ConfigMap beside it',
        files: { 'a.yaml': `${hook}\n---\n{apiVersion: v1, kind: ConfigMap, metadata: {name: smoke}}` },
        configuration,
      },
      {
        title: 'No hooks',
        files: { 'a.yaml': '{apiVersion: v1, kind: ConfigMap, metadata: {name: x}}' },
        configuration,
      },
    ],
  },
  check({ index, report }) {
    const documents = index.objects.filter(({ path, manifest }) => path.length === 0 && manifest.role === 'object');
    for (const objects of groupBy(documents, applicationOf).values()) {
      const [first] = objects;
      if (first && objects.every((object) => hookOf(object) !== undefined))
        report('hooks', siteOf(first), { object: name(first.name) });
    }
  },
});
