import { z } from 'zod';
import { defineRule } from '../../engine/rule.ts';
import type { IndexedObject } from '../../indexing/indexed-object.ts';
import { siteOf } from '../../indexing/site.ts';
import type { FieldPath } from '../../manifest/manifest.ts';
import { fieldOf, listAt, objectAt } from '../../manifest/normalise.ts';
import { name, type ReportText } from '../../reporters/report-text.ts';

const store = (provider: string): string =>
  `{apiVersion: external-secrets.io/v1, kind: SecretStore, metadata: {name: db}, spec: {provider: {${provider}}}}`;

export const noFakeProvider = defineRule({
  id: 'no-fake-provider',
  code: 'VW3014',
  severity: 'error',
  specificity: 20,
  incidents: ['INC-02'],
  what: 'No store and no generator hands out what stands in its own manifest.',
  why: 'It is a Secret by another name: the values are in the repository, and every ExternalSecret that reads them looks managed.',
  fix: 'Read the values from Vault.',
  options: z.strictObject({}),
  messages: {
    fake: ({ kind, object }: { kind: ReportText; object: ReportText }) =>
      `${kind} "${object}" hands out values of its own manifest`,
  },
  examples: {
    failing: [
      { title: 'The fake provider', files: { 'a.yaml': store('fake: {data: [{key: db, value: changeme1}]}') } },
      {
        title: 'The fake generator',
        files: {
          'a.yaml':
            '{apiVersion: generators.external-secrets.io/v1alpha1, kind: Fake, metadata: {name: db}, spec: {data: {a: changeme1}}}',
        },
      },
    ],
    passing: [
      { title: 'Vault', files: { 'a.yaml': store('vault: {server: "http://vault:8200"}') } },
      {
        title: 'A generator of passwords',
        files: {
          'a.yaml':
            '{apiVersion: generators.external-secrets.io/v1alpha1, kind: Password, metadata: {name: db}, spec: {length: 32}}',
        },
      },
    ],
  },
  check({ index, report }) {
    for (const object of ['secretstore', 'clustersecretstore', 'fake', 'clustergenerator'].flatMap((kind) =>
      index.ofKind(kind),
    )) {
      for (const path of fakeData(object))
        report('fake', siteOf(object, ...path), { kind: name(object.kind), object: name(object.name) });
    }
  },
});

/** Where an object holds the values that it hands out. */
function fakeData({ kindKey, value }: IndexedObject): FieldPath[] {
  if (kindKey.endsWith('store')) {
    const path = ['spec', 'provider', 'fake', 'data'];
    return listAt(value, ...path).flatMap((entry, index): FieldPath[] => {
      const names = Object.keys(objectAt(entry, 'valueMap'));
      return names.length > 0
        ? names.map((key) => [...path, index, 'valueMap', key])
        : [[...path, index, ...(fieldOf(entry, 'value') === undefined ? [] : ['value'])]];
    });
  }
  const path = kindKey === 'clustergenerator' ? ['spec', 'generator', 'fakeSpec', 'data'] : ['spec', 'data'];
  return Object.keys(objectAt(value, ...path)).map((key) => [...path, key]);
}
