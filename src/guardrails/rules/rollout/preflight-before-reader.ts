import { z } from 'zod';
import { defineRule } from '../../engine/rule.ts';
import { jobText } from '../../examples/example-texts.ts';
import type { IndexedObject } from '../../indexing/indexed-object.ts';
import { applicationOf, hookOf, isBefore } from '../../indexing/rollout.ts';
import { name, type ReportText } from '../../reporters/report-text.ts';

const plan = (secret: string, hook = 'Sync'): string => {
  const facts = '"environment": "dev", "name": "shop-preflight", "component": "shop", "namespace": "shop"';
  const secrets = `[{"name": "${secret}", "keys": [{"name": "url", "from": []}]}]`;
  const text = `{"kind": "PreflightPlan", "version": 1, ${facts}, "placeholders": [], "keys": {}, "secrets": ${secrets}}`;
  const annotations = `annotations: {argocd.argoproj.io/hook: ${hook}, argocd.argoproj.io/sync-wave: "-30"}`;
  return `{apiVersion: v1, kind: ConfigMap, metadata: {name: plan, namespace: shop, labels: {vaultwright.io/document: preflight-plan}, ${annotations}}, data: {preflight-plan.json: '${text}'}}`;
};
const job = (annotations = 'a: b'): string =>
  jobText(', envFrom: [{secretRef: {name: db}}]', `name: migrate, namespace: shop, annotations: {${annotations}}`);
const resource = `{apiVersion: postgresql.cnpg.io/v1, kind: Cluster, metadata: {name: main, namespace: shop}, spec: {superuserSecret: {name: db}}}`;

/** Images are pulled again and again. */
const isOfPulls = /pullsecrets?$/i;

/** Groups whose objects read Secrets anew until they are there, or name those that they write. */
const patient = /(?:^|\.)(?:k8s\.io|external-secrets\.io|cert-manager\.io|argoproj\.io|fluxcd\.io)$/;

export const preflightBeforeReader = defineRule({
  id: 'preflight-before-reader',
  code: 'VW3070',
  severity: 'error',
  incidents: ['INC-35'],
  what: 'Where a tree has preflights, every Job, CronJob, hook and custom resource that reads a Secret has one before it.',
  why: 'What reads a Secret once, or through an operator, starts with an empty or an earlier credential, or loops until somebody looks.',
  fix: 'Say how the component reads Secrets (`consumers`), or construct a SecretPreflight that names the Secret.',
  options: z.strictObject({
    everywhere: z.boolean().default(false).describe('Whether trees without any preflight are judged as well.'),
    kinds: z
      .array(z.string())
      .default([])
      .describe('Custom resources of other kinds are left out; none named: all are judged.'),
  }),
  messages: {
    unguarded: ({ reader, secret }: { reader: ReportText; secret: ReportText }) =>
      `${reader} reads Secret "${secret}", for which no preflight waits before it`,
  },
  examples: {
    failing: [
      { title: 'A Job beside a preflight for another Secret', files: { 'a.yaml': `${plan('mail')}\n---\n${job()}` } },
      { title: 'A custom resource', files: { 'a/a.yaml': plan('db'), 'b/b.yaml': resource } },
      {
        title: 'A preflight that comes after the hook',
        files: { 'a.yaml': `${plan('db')}\n---\n${job('argocd.argoproj.io/hook: PreSync')}` },
      },
    ],
    passing: [
      { title: 'Its preflight', files: { 'a.yaml': `${plan('db')}\n---\n${job()}\n---\n${resource}` } },
      {
        title: 'A preflight before the sync',
        files: { 'a.yaml': `${plan('db', 'PreSync')}\n---\n${job('argocd.argoproj.io/hook: PreSync')}` },
      },
      { title: 'A tree without preflights', files: { 'a.yaml': job() } },
    ],
  },
  check({ index, options, report }) {
    const plans = index.documents.preflights;
    if (plans.length === 0 && !options.everywhere) return;
    const waits = new Map<string, IndexedObject[]>();
    for (const { document, site } of plans)
      for (const { name: secret } of document.secrets) {
        if (!site.object) continue;
        const id = [applicationOf(site.object), document.namespace, secret].join('\0');
        waits.set(id, [...(waits.get(id) ?? []), site.object]);
      }
    const told = new Set<string>();
    for (const { site, namespace, name: secret, isOptional, isPart, isSure, via } of index.references) {
      const reader = site.object;
      if (!reader || isOptional || isPart || !isSure || isOfPulls.test(via) || !readsOnce(reader, options.kinds))
        continue;
      const guards = waits.get([applicationOf(reader), namespace, secret].join('\0')) ?? [];
      const id = [site.manifest.file, site.manifest.document, reader.path.join('.'), secret].join('\0');
      if (told.has(id) || guards.some((guard) => isBefore(guard, reader))) continue;
      told.add(id);
      report('unguarded', site, { reader: name(`${reader.kind} ${reader.name}`), secret: name(secret) });
    }
  },
});

function readsOnce(object: IndexedObject, kinds: readonly string[]): boolean {
  if (/^(?:cron)?job$/.test(object.kindKey)) return true;
  const hook = hookOf(object);
  if (hook !== undefined) return ['PreSync', 'Sync', 'PostSync'].includes(hook);
  const [, group] = /^([^/.]+\.[^/]+)\//.exec(object.apiVersion) ?? [];
  if (group === undefined || patient.test(group)) return false;
  return kinds.length === 0 || kinds.includes(object.kind);
}
