// biome-ignore-all lint/suspicious/noTemplateCurlyInString: the examples hold variables of other languages

import { z } from 'zod';
import { type Doubt, SecretDoubts } from '../../certainty/secret-doubts.ts';
import { defineRule } from '../../engine/rule.ts';
import {
  isBootstrapped,
  isChartDefault,
  isGeneratedBeside,
  mayBeBrought,
  renamedIn,
} from '../../indexing/brought-secrets.ts';
import { isOfAbsentChart } from '../../indexing/charts.ts';
import { HelmfileReleases } from '../../indexing/helmfile-releases.ts';
import { MadeByValues } from '../../indexing/made-by-values.ts';
import { nearestName } from '../../indexing/nearest-name.ts';
import { isOfAbsentOperator } from '../../indexing/operator-names.ts';
import { UnknownOperators } from '../../indexing/outside-writers.ts';
import { writerOf } from '../../indexing/secret-producer.ts';
import type { Site } from '../../indexing/site.ts';
import { hint, inNamespace, name, names, type ReportText } from '../../reporters/report-text.ts';

const store =
  '{apiVersion: external-secrets.io/v1, kind: ExternalSecret, metadata: {name: db-sync, namespace: shop}, spec: {target: {name: db}, data: [{secretKey: password, remoteRef: {key: db-password}}]}}';
const pod = (secret: string, rest = ''): string =>
  `{apiVersion: v1, kind: Pod, metadata: {name: app, namespace: shop}, spec: {containers: [{name: app, envFrom: [{secretRef: {name: ${secret}${rest}}}]}]}}`;

const record =
  '{apiVersion: v1, kind: ConfigMap, metadata: {name: vault-delivered-secrets, namespace: shop, labels: {vaultwright.io/document: delivered-secrets}}, data: {delivered-secrets.json: \'{"kind":"DeliveredSecrets","version":1,"environment":"dev","secrets":[]}\'}}';

export const knownSecret = defineRule({
  id: 'known-secret',
  code: 'VW3050',
  severity: 'error',
  incidents: ['INC-01', 'INC-07', 'INC-11', 'INC-35'],
  what: 'Every Secret that a workload, a custom resource or a values file names is written by something in the same namespace.',
  why: 'A pod that reads a Secret which nobody writes stays in CreateContainerConfigError; a chart that gets a wrong name makes a Secret of its own.',
  fix: 'Correct the name, add the ExternalSecret that writes it, or declare the Secret where something outside the manifests writes it.',
  options: z.strictObject({
    ignore: z
      .array(z.string())
      .default([])
      .describe('Names of Secrets that exist although nothing shows who writes them.'),
  }),
  messages: {
    renamed: ({ secret, namespace, to }: { secret: ReportText; namespace: ReportText; to: ReportText }) =>
      `Nothing writes Secret "${secret}"${namespace}: kustomize renames it to "${to}" and does not follow this field`,
    unknown: ({ secret, namespace, near }: { secret: ReportText; namespace: ReportText; near: ReportText }) =>
      `Nothing writes Secret "${secret}"${namespace}${near}`,
    elsewhere: ({ secret, namespace, others }: { secret: ReportText; namespace: ReportText; others: ReportText }) =>
      `Nothing writes Secret "${secret}"${namespace}; it exists only in ${others}`,
    uncreated: ({ secret, namespace, by }: { secret: ReportText; namespace: ReportText; by: ReportText }) =>
      `Nothing creates Secret "${secret}"${namespace}: ${by} only adds keys to one that is there`,
    spoken: ({ secret, file }: { secret: ReportText; file: ReportText }) =>
      `Secret "${secret}" has no writer that is understood: ${file} speaks of it, and may be about what makes it`,
    family: ({ secret, tail, count }: { secret: ReportText; tail: ReportText; count: number }) =>
      `Secret "${secret}" has no writer that is understood: nor has any of the ${count} that end in "${tail}"`,
    class: ({ secret, count }: { secret: ReportText; count: number }) =>
      `Secret "${secret}" has no writer that is understood: nor has any of ${count} names in such fields`,
    scripted: ({ secret }: { secret: ReportText }) =>
      `Secret "${secret}" has no writer that is understood: a script makes Secrets of such names`,
    platform: ({ secret, namespace }: { secret: ReportText; namespace: ReportText }) =>
      `Secret "${secret}" has no writer that is understood: what runs in ${namespace} may make it`,
    copied: ({ secret, count }: { secret: ReportText; count: number }) =>
      `Secret "${secret}" is read in ${count} namespaces that do not make it: something may copy it there`,
    permitted: ({ secret, role }: { secret: ReportText; role: ReportText }) =>
      `Secret "${secret}" has no writer that is understood: role ${role} lets a program make it`,
    spelling: ({ secret }: { secret: ReportText }) =>
      `"${secret}" can be the name of no Secret: something makes another of it`,
    unverifiable: ({ secret }: { secret: ReportText }) =>
      `Secret "${secret}" cannot be checked: what writes it may be outside the checked manifests`,
  },
  examples: {
    failing: [
      { title: 'A slip in the name', files: { 'app.yaml': `${store}\n---\n${pod('dbb')}` } },
      { title: 'Another namespace', files: { 'app.yaml': `${store.replace('shop', 'other')}\n---\n${pod('db')}` } },
      {
        title: 'In Helm values',
        files: { 'es.yaml': store, 'values.yaml': '{auth: {existingSecret: db-credentials}}' },
      },
      {
        title: 'Merge, and nothing to merge into',
        files: {
          'app.yaml': `${store.replace('target: {name: db}', 'target: {name: db, creationPolicy: Merge}')}\n---\n${pod('db')}`,
        },
      },
      {
        title: 'No Secret at all beside the record of delivered ones',
        files: { 'app.yaml': `${record}\n---\n${pod('db')}` },
      },
    ],
    passing: [
      { title: 'An ExternalSecret writes it', files: { 'app.yaml': `${store}\n---\n${pod('db')}` } },
      { title: 'An optional reference', files: { 'app.yaml': `${store}\n---\n${pod('other', ', optional: true')}` } },
      {
        title: 'In Helm values',
        files: { 'es.yaml': store, 'values.yaml': '{auth: {existingSecret: db, passwordKey: password}}' },
      },
    ],
  },
  check({ index, configuration, options, report }) {
    const { producers, documents } = index;
    // Without a record or a writer, everything may be written by something that is not checked here.
    const isKnown = (scope: string, reader: Site['object']): boolean =>
      producers.hasAny(scope, reader) || documents.delivered.some((record) => record.scope === scope);
    // What a resource of an unknown kind names beside others may be what its operator writes.
    const outputs = new Set(
      index.references.flatMap(({ isSure, site, scope, name: secret }) =>
        isSure || site.object === undefined ? [] : [`${scope}\0${secret}`],
      ),
    );
    const operators = new UnknownOperators(index);
    const values = new MadeByValues(index);
    const releases = new HelmfileReleases(index.manifests);
    const doubts = new SecretDoubts(index, configuration);
    const reportDoubt = (site: Site, secret: ReportText, doubt: Doubt): void => {
      if (doubt.why === 'spoken') report('spoken', site, { secret, file: name(doubt.file) }, 'note');
      else if (doubt.why === 'family')
        report('family', site, { secret, tail: name(doubt.tail), count: doubt.count }, 'note');
      else if (doubt.why === 'permitted') report('permitted', site, { secret, role: name(doubt.role) }, 'note');
      else if (doubt.why === 'platform') report('platform', site, { secret, namespace: name(doubt.namespace) }, 'note');
      else if (doubt.why === 'spelling' || doubt.why === 'scripted') report(doubt.why, site, { secret }, 'note');
      else report(doubt.why, site, { secret, count: doubt.count }, 'note');
    };
    for (const reference of index.references) {
      const { site, scope, namespace, name: secret, isOptional, isPart, isSure } = reference;
      if (isOptional || isPart || options.ignore.includes(secret)) continue;
      const resolution = producers.resolve(scope, namespace, secret, site.object);
      const where = inNamespace(namespace);
      if (resolution.known) {
        if (resolution.isCreated) continue;
        const by = name(resolution.producers.map(writerOf)[0]);
        const isSureOfAll =
          site.manifest.role === 'object' &&
          !isOfAbsentOperator(secret, index) &&
          !index.openReleases.mayCreateIn(scope, namespace);
        report('uncreated', site, { secret: name(secret), namespace: where, by }, isSureOfAll ? undefined : 'note');
        continue;
      }
      const renamed = renamedIn(site, secret, producers.all);
      if (renamed !== undefined) {
        report('renamed', site, { secret: name(secret), namespace: where, to: name(renamed.name) });
        continue;
      }
      if (
        !(isSure || site.manifest.constructPath) ||
        !isKnown(scope, site.object) ||
        isOfAbsentOperator(secret, index) ||
        isBootstrapped(site, secret) ||
        mayBeBrought(site, secret) ||
        isOfAbsentChart(site, secret, index.charts) ||
        operators.mayWrite(secret, site, scope, namespace) ||
        outputs.has(`${scope}\0${secret}`) ||
        isChartDefault(site, secret, index) ||
        values.mayMake(site, secret) ||
        releases.mayMake(secret) ||
        isGeneratedBeside(site, secret, producers.all) ||
        (resolution.elsewhere.size === 0 && index.mayBeMade(secret))
      ) {
        report('unverifiable', site, { secret: name(secret) }, 'note');
        continue;
      }
      const doubt = doubts.about(reference);
      if (doubt !== undefined) reportDoubt(site, name(secret), doubt);
      else if (resolution.elsewhere.size > 0)
        report('elsewhere', site, { secret: name(secret), namespace: where, others: names(resolution.elsewhere) });
      else {
        const near = hint(nearestName(secret, producers.namesIn(scope, namespace)));
        report('unknown', site, { secret: name(secret), namespace: where, near });
      }
    }
  },
});
