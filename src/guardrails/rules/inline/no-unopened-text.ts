import { z } from 'zod';
import { defineRule } from '../../engine/rule.ts';
import { field, type ReportText } from '../../reporters/report-text.ts';

const configuration = { strictness: 'references' as const };
const layered = (count: number, wrap: (text: string) => string): string => {
  let text = '{"mode":"plain"}';
  for (let layer = 0; layer < count; layer++) text = wrap(text);
  return text;
};
const inJson = (count: number): string => layered(count, (text) => JSON.stringify({ text }));
const inBase64 = (count: number): string => layered(count, (text) => Buffer.from(text).toString('base64'));
const archive = Buffer.concat([Buffer.from('377abcaf271c0004', 'hex'), Buffer.alloc(40, 7)]);
const map = (text: string): string =>
  JSON.stringify({ apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'app', namespace: 'shop' }, data: { text } });

export const noUnopenedText = defineRule({
  id: 'no-unopened-text',
  code: 'VW3015',
  severity: 'error',
  what: 'No text carries more layers, or more bytes, than are opened, and none that cannot be, where only references pass.',
  why: 'What is not opened is not judged: a credential in the thirteenth layer would pass, and no program needs thirteen.',
  fix: 'Put the inner document into an object or a file of its own.',
  options: z.strictObject({}),
  messages: {
    unopened: ({ key }: { key: ReportText }) => `"${key}" carries more than is opened`,
    unreadable: ({ key }: { key: ReportText }) =>
      `"${key}" carries bytes that cannot be read: an archive or compressed text of a kind that is not opened`,
  },
  examples: {
    failing: [
      { title: 'Base64 of base64, and so on', files: { 'app.yaml': map(inBase64(14)) }, configuration },
      {
        title: 'A tree without end',
        files: { 'app.yaml': map(`${'['.repeat(120)}"x"${']'.repeat(120)}`) },
        configuration,
      },
      { title: 'An archive of 7z', files: { 'app.yaml': map(archive.toString('base64')) }, configuration },
    ],
    passing: [
      { title: 'JSON in JSON in JSON', files: { 'app.yaml': map(inJson(3)) }, configuration },
      { title: 'Base64 of base64', files: { 'app.yaml': map(inBase64(2)) }, configuration },
    ],
  },
  check({ index, report }) {
    for (const { site, reason } of index.unopened)
      report(reason === 'unreadable' ? 'unreadable' : 'unopened', site, { key: field(site.path.slice(-1)) });
  },
});
