import { z } from 'zod';
import { defineRule } from '../../engine/rule.ts';
import { externalSecretText } from '../../examples/example-texts.ts';
import { writerOf } from '../../indexing/secret-producer.ts';
import type { JsonObject, JsonValue } from '../../manifest/manifest.ts';
import { fieldOf, isObject, textAt } from '../../manifest/normalise.ts';
import { name, type ReportText } from '../../reporters/report-text.ts';

const sync = externalSecretText({ spec: ', data: [{secretKey: password, remoteRef: {key: db-password}}]' });

export const secretCreationToggle = defineRule({
  id: 'secret-creation-toggle',
  code: 'VW3350',
  severity: 'error',
  incidents: ['INC-05', 'INC-31'],
  what: 'A chart that is given a Secret which something else writes is told not to create it.',
  why: 'The chart would render a Secret of the same name: two owners, and whichever syncs last decides the password.',
  fix: 'Set createSecret (or the switch of the chart) to false.',
  options: z.strictObject({}),
  messages: {
    both: ({ secret, by }: { secret: ReportText; by: ReportText }) =>
      `The chart creates Secret "${secret}", which ${by} writes already`,
  },
  examples: {
    failing: [
      {
        title: 'createSecret beside existingSecret',
        files: { 'a.yaml': sync, 'values.yaml': '{auth: {existingSecret: db, createSecret: true}}' },
      },
      {
        title: 'A secret with its name',
        files: { 'a.yaml': sync, 'values.yaml': '{createSecret: "true", secretName: db}' },
      },
      { title: 'A map of its own', files: { 'a.yaml': sync, 'values.yaml': '{secret: {create: true, name: db}}' } },
    ],
    passing: [
      {
        title: 'Switched off',
        files: { 'a.yaml': sync, 'values.yaml': '{auth: {existingSecret: db, createSecret: false}}' },
      },
      {
        title: 'Nothing else writes it',
        files: { 'a.yaml': sync, 'values.yaml': '{createSecret: true, secretName: other}' },
      },
    ],
  },
  check({ index, report }) {
    for (const { name: field, value, map, site, scope, namespace } of index.watched.named('createSecret', 'create')) {
      if (!isOn(value) || (field === 'create' && !/secret$/i.test(String(site.path.at(-2))))) continue;
      for (const secret of namesIn(map)) {
        const resolution = index.producers.resolve(scope, namespace, secret, site.object);
        const [owner] = resolution.known ? resolution.producers.filter(({ ownership }) => ownership === 'owns') : [];
        if (owner === undefined) continue;
        report('both', site, { secret: name(secret), by: name(writerOf(owner)) });
        break;
      }
    }
  },
});

const isOn = (value: JsonValue): boolean =>
  value === true ||
  (typeof value === 'string' && value.trim().toLowerCase() === 'true') ||
  (isObject(value) && fieldOf(value, 'enabled') === true);

/** The names of Secrets beside the switch. */
const namesIn = (map: JsonObject): string[] =>
  ['existingSecret', 'existingSecretName', 'secretName', 'name'].flatMap((field) => textAt(map, field) ?? []);
