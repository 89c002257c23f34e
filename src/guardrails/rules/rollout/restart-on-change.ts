import { z } from 'zod';
import { defineRule } from '../../engine/rule.ts';
import { externalSecretText } from '../../examples/example-texts.ts';
import { siteOf } from '../../indexing/site.ts';
import { objectAt, textAt } from '../../manifest/normalise.ts';
import { name, type ReportText } from '../../reporters/report-text.ts';

const configuration = { rules: { 'restart-on-change': 'error' as const } };
const sync = externalSecretText({ spec: ', data: [{secretKey: password, remoteRef: {key: p}}]' }).replace('1h', '1m');
const workload = (annotations: string): string =>
  `{apiVersion: apps/v1, kind: Deployment, metadata: {name: app, namespace: shop, annotations: {${annotations}}}, spec: {template: {spec: {containers: [{name: app, envFrom: [{secretRef: {name: db}}]}]}}}}`;

export const restartOnChange = defineRule({
  id: 'restart-on-change',
  code: 'VW3308',
  severity: 'error',
  incidents: ['INC-28'],
  what: 'A workload that takes a service-generated Secret into its environment is restarted when the Secret changes.',
  why: 'Environment variables are read once: after a rotation the process keeps the old credential until someone restarts it.',
  fix: 'Annotate the workload with reloader.stakater.com/auto: "true".',
  options: z.strictObject({
    annotations: z
      .array(z.string())
      .default([
        'reloader.stakater.com/auto',
        'secret.reloader.stakater.com/auto',
        'secret.reloader.stakater.com/reload',
      ]),
  }),
  messages: {
    stale: ({ workload: of, secret }: { workload: ReportText; secret: ReportText }) =>
      `"${of}" is not restarted when Secret "${secret}" changes`,
  },
  examples: {
    failing: [
      { title: 'No annotation', files: { 'a.yaml': `${sync}\n---\n${workload('a: b')}` }, configuration },
      {
        title: 'Switched off',
        files: { 'a.yaml': `${sync}\n---\n${workload('reloader.stakater.com/auto: "false"')}` },
        configuration,
      },
    ],
    passing: [
      {
        title: 'Reloader',
        files: { 'a.yaml': `${sync}\n---\n${workload('reloader.stakater.com/auto: "true"')}` },
        configuration,
      },
      {
        title: 'A Secret that hardly changes',
        files: { 'a.yaml': `${sync.replace('1m', '1h')}\n---\n${workload('a: b')}` },
        configuration,
      },
    ],
  },
  check({ index, options, report }) {
    const reported = new Set<unknown>();
    const fast = new Set(
      index.externalSecrets.flatMap(({ object, spec }) =>
        /^(?:1m(?:0s)?|\d{1,2}s)$/.test(textAt(spec, 'refreshInterval') ?? '') ? object : [],
      ),
    );
    for (const { site, scope, namespace, name: secret, via } of index.references) {
      const object = site.object;
      if (object === undefined || !['deployment', 'statefulset', 'daemonset'].includes(object.kindKey)) continue;
      if (!/^(?:secretRef|secretKeyRef)$/.test(via) || reported.has(object)) continue;
      const resolution = index.producers.resolve(scope, namespace, secret, object);
      if (!resolution.known || !resolution.producers.some(({ site: made }) => made?.object && fast.has(made.object)))
        continue;
      const template = objectAt(object.value, 'spec', 'template', 'metadata', 'annotations');
      const isReloaded = options.annotations.some((key) =>
        [object.annotations, template].some((map) => ![undefined, 'false'].includes(textAt(map, key))),
      );
      if (isReloaded) continue;
      reported.add(object);
      report('stale', siteOf(object, 'metadata', 'annotations'), { workload: name(object.name), secret: name(secret) });
    }
  },
});
