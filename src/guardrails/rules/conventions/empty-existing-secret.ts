// biome-ignore-all lint/suspicious/noTemplateCurlyInString: the examples hold variables of other languages
import { z } from 'zod';
import { denotationOf, wordsOf } from '../../credential/key-name.ts';
import { isNameOfCredential } from '../../credential/value-shape.ts';
import { defineRule } from '../../engine/rule.ts';
import type { JsonObject } from '../../manifest/manifest.ts';
import { name, type ReportText } from '../../reporters/report-text.ts';

export const emptyExistingSecret = defineRule({
  id: 'empty-existing-secret',
  code: 'VW3351',
  severity: 'error',
  incidents: ['INC-02', 'INC-31'],
  what: 'No existingSecret is empty beside a password that is set.',
  why: 'The chart then makes a Secret from the password in the values: an inline credential that looks as though it came from Vault.',
  fix: 'Name the Secret that an ExternalSecret writes, and remove the password.',
  options: z.strictObject({}),
  messages: { empty: ({ key }: { key: ReportText }) => `existingSecret is empty and "${key}" is set` },
  examples: {
    failing: [
      { title: 'A literal password', files: { 'values.yaml': '{auth: {existingSecret: "", password: changeme1}}' } },
      {
        title: 'A password from a variable',
        files: { 'values.yaml': '{auth: {existingSecret: "", adminPassword: "${ADMIN_PASSWORD}"}}' },
      },
    ],
    passing: [
      { title: 'Both empty', files: { 'values.yaml': '{auth: {existingSecret: "", password: ""}}' } },
      { title: 'A Secret', files: { 'values.yaml': '{auth: {existingSecret: db, password: ""}}' } },
    ],
  },
  check({ index, report }) {
    for (const { value, map, site } of index.watched.named('existingSecret', 'existingSecretName')) {
      if (typeof value !== 'string' || value.trim() !== '') continue;
      const key = setCredential(map);
      if (key !== undefined) report('empty', site, { key: name(key) });
    }
  },
});

/** `authKey: sentinel-password`: the key that is read, once a Secret is given. */
const isNameOfKey = (key: string, text: string): boolean => wordsOf(key).at(-1) === 'key' && isNameOfCredential(text);

const setCredential = (map: JsonObject): string | undefined =>
  Object.entries(map).find(
    ([key, value]) =>
      denotationOf(key) === 'credential' &&
      (typeof value === 'string' ? value.trim() !== '' && !isNameOfKey(key, value) : typeof value === 'number'),
  )?.[0];
