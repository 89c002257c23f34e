// biome-ignore-all lint/suspicious/noTemplateCurlyInString: the examples hold variables of other languages
import { z } from 'zod';
import { KeyDoubts } from '../../certainty/key-doubts.ts';
import { defineRule } from '../../engine/rule.ts';
import { extractsAny } from '../../indexing/extracted-keys.ts';
import { nearestName } from '../../indexing/nearest-name.ts';
import { mayBeTemplated } from '../../indexing/secret-producer.ts';
import { beside } from '../../indexing/site.ts';
import { hint, name, names, type ReportTexts } from '../../reporters/report-text.ts';

const sync = (spec: string): string =>
  `{apiVersion: external-secrets.io/v1, kind: ExternalSecret, metadata: {name: db-sync, namespace: shop}, spec: {target: {name: db}, ${spec}}}`;
const fetched = 'data: [{secretKey: password, remoteRef: {key: db-password}}]';
const pod = (key: string): string =>
  `{apiVersion: v1, kind: Pod, metadata: {name: app, namespace: shop}, spec: {containers: [{name: app, env: [{name: A, valueFrom: {secretKeyRef: {name: db, key: ${key}}}}]}]}}`;

export const knownSecretKey = defineRule({
  id: 'known-secret-key',
  code: 'VW3051',
  severity: 'error',
  specificity: 5,
  incidents: ['INC-07', 'INC-01'],
  what: 'Every key of a Secret that a workload or a values file names is one that its writer writes.',
  why: 'The Secret is there and the key is not: the pod stays in CreateContainerConfigError, or the program starts with an empty credential.',
  fix: 'Correct the key, or add it to the data of the ExternalSecret.',
  options: z.strictObject({}),
  messages: {
    unknown: ({ key, secret, near }: ReportTexts<'key' | 'secret' | 'near'>) =>
      `Secret "${secret}" has no key "${key}"${near}`,
    implied: ({ keys, secret }: ReportTexts<'keys' | 'secret'>) => `Secret "${secret}" has none of the keys ${keys}`,
    apart: ({ key, secret }: ReportTexts<'key' | 'secret'>) =>
      `Secret "${secret}" has no key "${key}" by the writer that is understood; nothing reads what that one writes`,
    open: ({ key, secret }: ReportTexts<'key' | 'secret'>) =>
      `Key "${key}" of Secret "${secret}" cannot be checked: its writer takes all keys that it finds`,
  },
  examples: {
    failing: [
      { title: 'A slip in the key', files: { 'app.yaml': `${sync(fetched)}\n---\n${pod('pasword')}` } },
      {
        title: 'A fetched value that the template does not pass on',
        files: {
          'app.yaml': `${sync(`target: {template: {data: {url: "{{ .password }}"}}}, ${fetched}`).replace('target: {name: db}, target: {', 'target: {name: db, ')}\n---\n${pod('password')}`,
        },
      },
      {
        title: 'In Helm values',
        files: {
          'es.yaml': sync(fetched),
          'values.yaml': '{auth: {existingSecret: db, passwordKey: postgres-password}}',
        },
      },
    ],
    passing: [
      {
        title: 'One of two writers is known to write the key',
        files: {
          'app.yaml': `${sync(fetched)}\n---\n${pod('password')}`,
          'other/es.yaml': sync('dataFrom: [{extract: {key: db}}]'),
        },
      },
      { title: 'The key is fetched', files: { 'app.yaml': `${sync(fetched)}\n---\n${pod('password')}` } },
      {
        title: 'In Helm values',
        files: {
          'es.yaml': sync(fetched),
          'values.yaml': '{auth: {existingSecret: db, secretKeys: {adminPasswordKey: password}}}',
        },
      },
    ],
  },
  check({ index, configuration, report }) {
    const doubts = new KeyDoubts(index, configuration);
    for (const reference of index.references) {
      const { site: named, scope, namespace, name: secret, key, oneOf, isOptional, keyField } = reference;
      const wanted = oneOf ?? (key === undefined ? [] : [key]);
      const [first] = wanted;
      if (first === undefined || isOptional) continue;
      const resolution = index.producers.resolve(scope, namespace, secret, named.object);
      // One of several writers, such as a Certificate beside a restore, is known to write it.
      if (!resolution.known || resolution.producers.some(({ keys }) => wanted.some((one) => keys?.has(one)))) continue;
      if (resolution.producers.every((producer) => producer.site?.manifest.purpose !== undefined)) continue;
      const site = keyField === undefined ? named : beside(named, keyField);
      const shown = { key: name(first), secret: name(secret) };
      if (resolution.keys === undefined) {
        const isExtracted = extractsAny(index, resolution.producers, wanted);
        if (oneOf === undefined && !isExtracted) report('open', site, shown, 'note');
      } else if (resolution.producers.some(({ site: writer }) => wanted.some((each) => mayBeTemplated(writer, each))))
        report('open', site, shown, 'note');
      else if (nearestName(first, resolution.keys) === undefined && doubts.isInDoubt(reference, resolution.producers))
        report('apart', site, shown, 'note');
      else if (wanted.length === 1)
        report('unknown', site, { ...shown, near: hint(nearestName(first, resolution.keys)) });
      else report('implied', site, { keys: names(wanted), secret: name(secret) });
    }
  },
});
