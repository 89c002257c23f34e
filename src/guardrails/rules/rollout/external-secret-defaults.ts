import { z } from 'zod';
import { defineRule } from '../../engine/rule.ts';
import { externalSecretText } from '../../examples/example-texts.ts';
import { siteOf } from '../../indexing/site.ts';
import { fieldOf, isObject, listAt, objectAt } from '../../manifest/normalise.ts';
import { field, name, type ReportText } from '../../reporters/report-text.ts';

const configuration = { rules: { 'external-secret-defaults': 'error' as const } };
const full =
  ', target: {name: db, creationPolicy: Owner, deletionPolicy: Retain}, data: [{secretKey: p, remoteRef: {key: p, property: value, conversionStrategy: Default, decodingStrategy: None, metadataPolicy: None}}]';

export const externalSecretDefaults = defineRule({
  id: 'external-secret-defaults',
  code: 'VW3303',
  severity: 'error',
  incidents: ['INC-42'],
  what: 'An ExternalSecret writes out every field that its controller would fill in.',
  why: 'Fields that appear only in the cluster keep the Application OutOfSync for ever, and a real difference drowns in them.',
  fix: 'Write the defaults out; the generator does.',
  options: z.strictObject({}),
  messages: {
    implicit: ({ object, missing }: { object: ReportText; missing: ReportText }) =>
      `ExternalSecret "${object}" leaves ${missing} to its controller`,
  },
  examples: {
    failing: [
      {
        title: 'No creation policy',
        files: { 'a.yaml': externalSecretText({ spec: full.replace('creationPolicy: Owner, ', '') }) },
        configuration,
      },
      {
        title: 'A bare remoteRef',
        files: { 'a.yaml': externalSecretText({ spec: full.replace(', conversionStrategy: Default', '') }) },
        configuration,
      },
    ],
    passing: [
      { title: 'All written out', files: { 'a.yaml': externalSecretText({ spec: full }) }, configuration },
      {
        title: 'Another kind',
        files: { 'a.yaml': '{apiVersion: v1, kind: ConfigMap, metadata: {name: a}}' },
        configuration,
      },
    ],
  },
  check({ index, report }) {
    for (const { object, spec, specPath } of index.externalSecrets) {
      const target = objectAt(spec, 'target');
      const missing: string[][] = ['creationPolicy', 'deletionPolicy'].flatMap((key) =>
        target[key] === undefined ? [['target', key]] : [],
      );
      const template = fieldOf(target, 'template');
      if (isObject(template))
        for (const key of ['engineVersion', 'mergePolicy'])
          if (template[key] === undefined) missing.push(['target', 'template', key]);
      for (const path of missing)
        report('implicit', siteOf(object, ...specPath, ...path), { object: name(object.name), missing: field(path) });
      listAt(spec, 'data').forEach((entry, position) => {
        const reference = objectAt(entry, 'remoteRef');
        const key = ['conversionStrategy', 'decodingStrategy', 'metadataPolicy'].find(
          (each) => reference[each] === undefined,
        );
        if (key === undefined) return;
        const path = ['data', position, 'remoteRef', key];
        report('implicit', siteOf(object, ...specPath, ...path), { object: name(object.name), missing: field(path) });
      });
    }
  },
});
