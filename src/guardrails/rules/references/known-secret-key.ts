// biome-ignore-all lint/suspicious/noTemplateCurlyInString: the examples hold variables of other languages
import { z } from 'zod';
import { KeyDoubts } from '../../certainty/key-doubts.ts';
import { defineRule } from '../../engine/rule.ts';
import { extractedKeys } from '../../indexing/extracted-keys.ts';
import { nearestName } from '../../indexing/nearest-name.ts';
import type { Site } from '../../indexing/site.ts';
import { objectAt } from '../../manifest/normalise.ts';
import { hint, name, names, type ReportText } from '../../reporters/report-text.ts';

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
    unknown: ({ key, secret, near }: { key: ReportText; secret: ReportText; near: ReportText }) =>
      `Secret "${secret}" has no key "${key}"${near}`,
    implied: ({ keys, secret }: { keys: ReportText; secret: ReportText }) =>
      `Secret "${secret}" has none of the keys ${keys}`,
    apart: ({ key, secret }: { key: ReportText; secret: ReportText }) =>
      `Secret "${secret}" has no key "${key}" by the writer that is understood; nothing reads what that one writes`,
    open: ({ key, secret }: { key: ReportText; secret: ReportText }) =>
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
      const { site: named, scope, namespace, name: secret, key, oneOf, isOptional, isPart, keyField } = reference;
      const wanted = oneOf ?? (key === undefined ? [] : [key]);
      if (wanted.length === 0 || isOptional) continue;
      const resolution = index.producers.resolve(scope, namespace, secret, named.object);
      // One of several writers, such as a Certificate beside a restore, is known to write it.
      if (!resolution.known || resolution.producers.some(({ keys }) => wanted.some((one) => keys?.has(one)))) continue;
      if (resolution.producers.every((producer) => producer.site?.manifest.purpose !== undefined)) continue;
      const site = isPart ? named : besideName(named, keyField);
      const shown = { key: name(wanted[0]), secret: name(secret) };
      if (resolution.keys === undefined) {
        const isExtracted = resolution.producers.some((producer) => {
          const writer = producer.site?.object && index.externalSecretOf(producer.site.object);
          return writer !== undefined && wanted.some((each) => extractedKeys(index, writer).has(each));
        });
        if (oneOf === undefined && !isExtracted) report('open', site, shown, 'note');
      } else if (resolution.producers.some(({ site: writer }) => wanted.some((each) => mayBeTemplated(writer, each))))
        report('open', site, shown, 'note');
      else if (
        nearestName(wanted[0] ?? '', resolution.keys) === undefined &&
        doubts.isInDoubt(reference, resolution.producers)
      )
        report('apart', site, shown, 'note');
      else if (wanted.length === 1)
        report('unknown', site, { ...shown, near: hint(nearestName(wanted[0] ?? '', resolution.keys)) });
      else report('implied', site, { keys: names(wanted), secret: name(secret) });
    }
  },
});

/**
 * A chart that nobody installs here was rendered with one choice of values: others make keys that it lacks.
 */
const mayBeTemplated = (writer: Site | undefined, key: string): boolean =>
  writer?.manifest.rendering?.chart?.isInstalled === false &&
  ['data', 'stringData'].some((field) => Object.hasOwn(objectAt(writer.manifest.template?.value, field), key));

/** The key stands beside the name that made the reference. */
const besideName = (site: Site, keyField: string | undefined): Site =>
  keyField === undefined ? site : { ...site, path: [...site.path.slice(0, -1), keyField] };
