import { z } from 'zod';
import { defineRule } from '../../engine/rule.ts';
import { externalSecretText, jobText } from '../../examples/example-texts.ts';
import type { IndexedObject } from '../../indexing/indexed-object.ts';
import { applicationOf, hookOf, isBefore } from '../../indexing/rollout.ts';
import { name, type ReportText } from '../../reporters/report-text.ts';

const wave = (number: number): string => `annotations: {argocd.argoproj.io/sync-wave: "${number}"}`;
const sync = (metadata: string): string => externalSecretText({ metadata: `name: db, namespace: shop, ${metadata}` });
const job = (annotations: string): string =>
  jobText(', envFrom: [{secretRef: {name: db}}]', `name: migrate, namespace: shop, annotations: {${annotations}}`);

export const syncOrder = defineRule({
  id: 'sync-order',
  code: 'VW3301',
  severity: 'error',
  incidents: ['INC-03', 'INC-11', 'INC-26', 'INC-35'],
  what: 'Within one Application a reader is not applied before what it reads, nor an ExternalSecret before its store.',
  why: 'Argo CD waits for each wave to become healthy: a reader in an earlier wave or hook waits for a Secret that comes only after it.',
  fix: 'Give the store the earliest wave, then the ExternalSecrets, then the readers; a PreSync hook needs its Secret in PreSync or in an earlier Application.',
  options: z.strictObject({}),
  messages: {
    reader: ({ reader, secret, writer }: { reader: ReportText; secret: ReportText; writer: ReportText }) =>
      `${reader} is applied before ${writer}, which writes its Secret "${secret}"`,
    store: ({ object, store }: { object: ReportText; store: ReportText }) =>
      `${object} is applied before its store "${store}"`,
  },
  examples: {
    failing: [
      {
        title: 'A reader in an earlier wave',
        files: { 'a.yaml': `${sync(wave(0))}\n---\n${job('argocd.argoproj.io/sync-wave: "-1"')}` },
      },
      {
        title: 'A PreSync hook that reads what the sync writes',
        files: { 'a.yaml': `${sync(wave(-5))}\n---\n${job('argocd.argoproj.io/hook: PreSync')}` },
      },
      {
        title: 'A store after its ExternalSecret',
        files: {
          'a.yaml': `${sync(wave(-1))}\n---\n{apiVersion: external-secrets.io/v1, kind: SecretStore, metadata: {name: vault, namespace: shop, ${wave(1)}}, spec: {}}`,
        },
      },
    ],
    passing: [
      { title: 'One wave', files: { 'a.yaml': `${sync(wave(0))}\n---\n${job('a: b')}` } },
      {
        title: 'Another Application',
        files: { 'x/a.yaml': sync(wave(0)), 'y/a.yaml': job('argocd.argoproj.io/hook: PreSync') },
      },
    ],
  },
  check({ index, report }) {
    for (const { site, scope, namespace, name: secret, isOptional, isPart } of index.references) {
      const reader = site.object;
      if (reader === undefined || isOptional || isPart) continue;
      const resolution = index.producers.resolve(scope, namespace, secret, reader);
      if (!resolution.known) continue;
      const writers = resolution.producers.flatMap((producer) => producer.site?.object ?? []);
      const [writer] = writers;
      if (writer === undefined || !writers.every((each) => isTooLate(reader, each))) continue;
      report('reader', site, { reader: titled(reader), secret: name(secret), writer: titled(writer) });
    }
    for (const { reference, namespace, object } of index.storeUses) {
      const store = index.stores.find(object.scope, reference, namespace, object);
      if (store && isTooLate(object, store.object))
        report('store', reference.site, { object: titled(object), store: name(store.name) });
    }
  },
});

const isTooLate = (reader: IndexedObject, writer: IndexedObject): boolean =>
  !isSecretHook(reader) &&
  !isSecretHook(writer) &&
  applicationOf(reader) === applicationOf(writer) &&
  isBefore(reader, writer);

/**
 * That an ExternalSecret or a store is a hook is the one mistake that `no-external-secret-hook` reports.
 */
const isSecretHook = (object: IndexedObject): boolean =>
  /^(?:cluster)?(?:externalsecret|pushsecret|secretstore)$/.test(object.kindKey) && hookOf(object) !== undefined;

const titled = ({ kind, name: text }: IndexedObject): ReportText => name(`${kind} ${text}`);
