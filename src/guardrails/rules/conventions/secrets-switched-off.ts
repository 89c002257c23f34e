import { z } from 'zod';
import { defineRule } from '../../engine/rule.ts';
import type { FieldPath, JsonValue, Manifest } from '../../manifest/manifest.ts';
import { fieldOf, isFalse, isObject, isTrue, textAt } from '../../manifest/normalise.ts';
import { name, type ReportText } from '../../reporters/report-text.ts';

export const secretsSwitchedOff = defineRule({
  id: 'secrets-switched-off',
  code: 'VW3080',
  severity: 'warning',
  incidents: ['INC-31'],
  what: 'No values file of an environment switches off the ExternalSecrets that the chart has on.',
  why: 'The environment runs without the Secrets that the others reconcile: on a default of the chart, or on one that somebody made by hand and nobody rotates.',
  fix: 'Leave the switch on and give the environment its keys; name the Secret that takes their place, or accept the finding until a date.',
  options: z.strictObject({}),
  messages: {
    off: ({ field, file }: { field: ReportText; file: ReportText }) => `"${field}" is off here, and on in ${file}`,
  },
  examples: {
    failing: [
      {
        title: 'Off for one environment',
        files: {
          'chart/values.yaml': 'externalSecrets: {enabled: true}',
          'chart/values-dev.yaml': 'externalSecrets: {enabled: false}',
        },
      },
      {
        title: 'Deeper, and by another name',
        files: {
          'values.yaml': 'app: {secrets: {create: true}}',
          'values-live.yaml': 'app: {secrets: {create: false}}',
        },
      },
    ],
    passing: [
      {
        title: 'Off by default, on where it is wanted',
        files: {
          'chart/values.yaml': 'externalSecrets: {enabled: false}',
          'chart/values-dev.yaml': 'externalSecrets: {enabled: true}',
        },
      },
      {
        title: 'Another owner',
        files: {
          'chart/values.yaml': 'secrets: {enabled: true}',
          'chart/values-dev.yaml': 'secrets: {enabled: false, existingSecret: app}',
        },
      },
      {
        title: 'Nothing says that they are on',
        files: { 'chart/values-dev.yaml': 'externalSecrets: {enabled: false}' },
      },
    ],
  },
  check({ index, report }) {
    const values = index.manifests.filter(({ role, carrier }) => role === 'values' && carrier === undefined);
    const bases = new Map(
      values.filter(({ file }) => /(?:^|\/)values\.ya?ml$/.test(file)).map((base) => [folderOf(base), base]),
    );
    for (const manifest of values) {
      const base = bases.get(folderOf(manifest));
      if (base === undefined || base === manifest) continue;
      for (const path of switchesOff(manifest.value, base.value, []))
        report('off', { manifest, path }, { field: name(path.join('.')), file: name(base.file) });
    }
  },
});

const folderOf = ({ file }: Manifest): string => file.slice(0, file.lastIndexOf('/') + 1);

const section = /^(?:external[-_]?)?secrets?$/i;

/** Paths of switches that are off in values and on in what they overlay. */
function switchesOff(values: JsonValue, base: JsonValue | undefined, path: FieldPath): FieldPath[] {
  if (!isObject(values) || !isObject(base)) return [];
  return Object.entries(values).flatMap(([field, value]) => {
    const [here, under] = [[...path, field], base[field]];
    const off =
      section.test(field) && !hasOwner(value)
        ? ['enabled', 'create'].filter((key) => isFlipped(key, value, under))
        : [];
    return [...off.map((key) => [...here, key]), ...switchesOff(value, under, here)];
  });
}

const isFlipped = (key: string, value: JsonValue, under: JsonValue | undefined): boolean =>
  isFalse(fieldOf(value, key)) && isTrue(fieldOf(under, key));

const hasOwner = (value: JsonValue): boolean =>
  ['existingSecret', 'existingSecretName', 'secretName'].some((field) => (textAt(value, field) ?? '') !== '');
