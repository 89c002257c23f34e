// biome-ignore-all lint/suspicious/noTemplateCurlyInString: the examples hold variables of other languages

import { z } from 'zod';
import { AlikeConflicts } from '../../certainty/alike-conflicts.ts';
import { defineRule } from '../../engine/rule.ts';
import { ownerConflicts } from '../../indexing/owner-conflicts.ts';
import { writerOf } from '../../indexing/secret-producer.ts';
import { inNamespace, name, type ReportText } from '../../reporters/report-text.ts';

const sync = (object: string, spec = 'target: {name: db}'): string =>
  `{apiVersion: external-secrets.io/v1, kind: ExternalSecret, metadata: {name: ${object}, namespace: shop}, spec: {${spec}, data: [{secretKey: password, remoteRef: {key: db-password}}]}}`;

type TwoWriters = Readonly<Record<'secret' | 'namespace' | 'other' | 'file', ReportText>>;

export const singleOwner = defineRule({
  id: 'single-owner',
  code: 'VW3100',
  severity: 'error',
  incidents: ['INC-05'],
  what: 'Every Secret has one owner in a namespace.',
  why: 'Two owners overwrite each other for ever: applications read whichever wrote last, and Argo CD never becomes Synced.',
  fix: 'Keep one of the writers; let one ExternalSecret fetch all keys. Merge works only on a Secret that no ExternalSecret owns.',
  options: z.strictObject({}),
  messages: {
    several: ({ secret, namespace, other, file }: TwoWriters) =>
      `Secret "${secret}"${namespace} is also written by ${other} (${file})`,
    alike: ({ secret, namespace, file, count }: Omit<TwoWriters, 'other'> & { readonly count: number }) =>
      `Secret "${secret}"${namespace} is also written in ${file}, one of ${count} alike: they may be versions of one thing`,
    refused: ({ secret, namespace, other, file }: TwoWriters) =>
      `Secret "${secret}"${namespace} is controlled by ${other} (${file}): the operator refuses what another ExternalSecret merges`,
  },
  examples: {
    failing: [
      { title: 'Two ExternalSecrets with one target', files: { 'app.yaml': `${sync('a')}\n---\n${sync('b')}` } },
      {
        title: 'An ExternalSecret and a Certificate',
        files: {
          'app.yaml': `${sync('a')}\n---\n{apiVersion: cert-manager.io/v1, kind: Certificate, metadata: {name: c, namespace: shop}, spec: {secretName: db}}`,
        },
      },
      {
        title: 'Merge into what another ExternalSecret owns',
        files: { 'app.yaml': `${sync('a')}\n---\n${sync('b', 'target: {name: db, creationPolicy: Merge}')}` },
      },
      {
        title: 'Two Applications',
        files: { 'a/a.yaml': sync('a'), 'b/b.yaml': sync('b') },
      },
    ],
    passing: [
      {
        title: 'Overlays of two environments',
        files: { 'overlays/dev/a.yaml': sync('a'), 'overlays/live/a.yaml': sync('b') },
      },
      { title: 'Two targets', files: { 'app.yaml': `${sync('a')}\n---\n${sync('b', 'target: {name: other}')}` } },
      {
        title: 'One merges into what a job makes',
        files: {
          'app.yaml': `${sync('b', 'target: {name: db, creationPolicy: Merge}')}\n---\n{apiVersion: v1, kind: Secret, metadata: {name: db, namespace: shop}}`,
        },
      },
      {
        title: 'Both create or merge',
        files: {
          'app.yaml': ['a', 'b']
            .map((object) => sync(object, 'target: {name: db, creationPolicy: CreateOrMerge}'))
            .join('\n---\n'),
        },
      },
    ],
  },
  check({ index, configuration, report }) {
    const conflicts = ownerConflicts(index.producers.all, index.renderings);
    const alike = new AlikeConflicts(configuration.certainty === 'strict' ? [] : conflicts);
    for (const conflict of conflicts) {
      const { producer, other, isRefused, site } = conflict;
      const [secret, namespace] = [name(producer.name), inNamespace(producer.namespace)];
      const file = name(other.site?.manifest.file);
      const count = alike.countOf(conflict);
      if (count === undefined)
        report(isRefused ? 'refused' : 'several', site, {
          secret,
          namespace,
          other: name(writerOf(other)),
          file,
        });
      else report('alike', site, { secret, namespace, file, count }, 'note');
    }
  },
});
