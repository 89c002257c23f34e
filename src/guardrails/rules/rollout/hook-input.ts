import { z } from 'zod';
import { groupBy } from '../../../model/group-by.ts';
import { defineRule } from '../../engine/rule.ts';
import { jobText } from '../../examples/example-texts.ts';
import type { IndexedObject } from '../../indexing/indexed-object.ts';
import { isOpenName } from '../../indexing/open-name.ts';
import { applicationOf, hookOf, isBefore } from '../../indexing/rollout.ts';
import { siteOf } from '../../indexing/site.ts';
import { everyField } from '../../manifest/every-field.ts';
import { isObject, isTrue, normalise, textAt } from '../../manifest/normalise.ts';
import { name, type ReportText } from '../../reporters/report-text.ts';

const map = (annotations = 'a: b'): string =>
  `{apiVersion: v1, kind: ConfigMap, metadata: {name: specs, namespace: shop, annotations: {${annotations}}}}`;
const job = jobText(
  ', envFrom: [{configMapRef: {name: specs}}]',
  'name: patch, namespace: shop, annotations: {argocd.argoproj.io/hook: PreSync}',
);

export const hookInput = defineRule({
  id: 'hook-input',
  code: 'VW3306',
  severity: 'error',
  incidents: ['INC-26', 'INC-30'],
  what: 'What a hook mounts or runs as is applied before it: an earlier wave of the same hook phase, or another Application.',
  why: 'A PreSync hook runs before anything of its own sync exists: on a fresh cluster its pod never starts, and the sync never goes on.',
  fix: 'Make the input a hook of the same phase in an earlier wave.',
  options: z.strictObject({}),
  messages: {
    late: ({ hook, kind, object }: { hook: ReportText; kind: ReportText; object: ReportText }) =>
      `Hook "${hook}" needs ${kind} "${object}", which is applied after it`,
  },
  examples: {
    failing: [
      { title: 'A ConfigMap of the sync', files: { 'a.yaml': `${map()}\n---\n${job}` } },
      {
        title: 'A ServiceAccount of the sync',
        files: {
          'a.yaml': `{apiVersion: v1, kind: ServiceAccount, metadata: {name: patcher, namespace: shop}}\n---\n${job.replace('restartPolicy', 'serviceAccountName: patcher, restartPolicy')}`,
        },
      },
    ],
    passing: [
      {
        title: 'A hook in an earlier wave',
        files: {
          'a.yaml': `${map('argocd.argoproj.io/hook: PreSync, argocd.argoproj.io/sync-wave: "-5"')}\n---\n${job}`,
        },
      },
      { title: 'Another Application', files: { 'a/a.yaml': map(), 'b/b.yaml': job } },
    ],
  },
  check({ index, report }) {
    const inputs = groupBy(
      [...index.ofKind('configmap'), ...index.ofKind('serviceaccount')],
      (object) => `${applicationOf(object)}\0${object.kindKey}\0${object.name}`,
    );
    for (const hook of index.objects) {
      if (hookOf(hook) === undefined || !['job', 'pod', 'cronjob'].includes(hook.kindKey)) continue;
      for (const { key, value, path } of everyField(hook.value)) {
        const field = normalise(key);
        const isMap = /^configmap(?:ref|keyref)?$/.test(field) && isObject(value);
        if ((!isMap && field !== 'serviceaccountname') || (isMap && isTrue(value.optional))) continue;
        const wanted = isMap ? textAt(value, 'name') : typeof value === 'string' ? value : undefined;
        const candidates =
          inputs.get(`${applicationOf(hook)}\0${isMap ? 'configmap' : 'serviceaccount'}\0${wanted}`) ?? [];
        const [input] = candidates;
        if (input === undefined || isOpenName(input.name) || !candidates.every((each) => isBefore(hook, each)))
          continue;
        const late = { hook: name(hook.name), kind: name(input.kind), object: name(input.name) };
        report('late', siteOf(hook, ...path), late, isOfUpgrade(hook) ? 'note' : undefined);
      }
    }
  },
});

/** Helm runs it beside what the release before installed. */
const isOfUpgrade = ({ annotations, manifest }: IndexedObject): boolean =>
  manifest.isTemplate === true && !/install/.test(textAt(annotations, 'helm.sh/hook') ?? 'install');
