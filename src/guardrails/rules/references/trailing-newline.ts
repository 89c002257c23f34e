import { z } from 'zod';
import { defineRule } from '../../engine/rule.ts';
import { siteOf } from '../../indexing/site.ts';
import { objectAt } from '../../manifest/normalise.ts';
import { name, type ReportText } from '../../reporters/report-text.ts';

const secret = (key: string, text: string): string =>
  `{apiVersion: v1, kind: Secret, metadata: {name: db}, data: {${key}: ${Buffer.from(text).toString('base64')}}}`;

export const trailingNewline = defineRule({
  id: 'trailing-newline',
  code: 'VW3090',
  severity: 'warning',
  incidents: [],
  what: 'A value of one line in the data of a Secret does not end with a newline.',
  why: 'The command `echo value | base64` encodes the newline too: the password that a program gets is another one, and the login fails with no reason in sight.',
  fix: 'Encode without it (`printf %s value | base64`), or write the text under stringData.',
  options: z.strictObject({}),
  messages: { newline: ({ key }: { key: ReportText }) => `The value of "${key}" ends with a newline` },
  examples: {
    failing: [
      { title: 'A user of one line', files: { 'a.yaml': secret('username', 'app\n') } },
      { title: 'With a carriage return', files: { 'a.yaml': secret('username', 'app\r\n') } },
    ],
    passing: [
      { title: 'No newline', files: { 'a.yaml': secret('username', 'app') } },
      { title: 'A file', files: { 'a.yaml': secret('app.properties', 'a=b\n') } },
      { title: 'Several lines', files: { 'a.yaml': secret('users', 'a\nb\n') } },
    ],
  },
  check({ index, report }) {
    for (const object of index.ofKind('secret')) {
      if (object.manifest.isDegraded) continue;
      for (const [key, value] of Object.entries(objectAt(object.value, 'data')))
        if (typeof value === 'string' && !key.includes('.') && endsWithNewline(value.trim()))
          report('newline', siteOf(object, 'data', key), { key: name(key) });
    }
  },
});

/** Base64 of one line with its end: what people type, not what a file holds. */
function endsWithNewline(encoded: string): boolean {
  if (encoded.length > 1_000 || encoded.length % 4 !== 0 || !/^[A-Za-z0-9+/]+={0,2}$/.test(encoded)) return false;
  return /^[\x20-\x7e]+\r?\n$/.test(Buffer.from(encoded, 'base64').toString('utf8'));
}
