import { z } from 'zod';
import { defineRule } from '../../engine/rule.ts';
import { externalSecretText } from '../../examples/example-texts.ts';
import { siteOf } from '../../indexing/site.ts';
import { listAt, textAt } from '../../manifest/normalise.ts';
import { name, type ReportText } from '../../reporters/report-text.ts';

const data = (...keys: readonly string[]): string =>
  externalSecretText({
    spec: `, data: [${keys.map((key, index) => `{secretKey: ${key}, remoteRef: {key: path-${index}}}`).join(', ')}]`,
  });

export const duplicateSecretKey = defineRule({
  id: 'duplicate-secret-key',
  code: 'VW3055',
  severity: 'error',
  incidents: ['INC-07'],
  what: 'No ExternalSecret fetches two values into one key.',
  why: 'The later entry wins without a word: the other Vault key looks as if it were in use, and its rotation changes nothing.',
  fix: 'Remove one entry, or give it a key of its own.',
  options: z.strictObject({}),
  messages: { twice: ({ key }: { key: ReportText }) => `Key "${key}" is fetched twice` },
  examples: {
    failing: [
      { title: 'Twice', files: { 'a.yaml': data('password', 'password') } },
      { title: 'Apart from each other', files: { 'a.yaml': data('password', 'user', 'password') } },
    ],
    passing: [
      { title: 'Two keys', files: { 'a.yaml': data('password', 'user') } },
      { title: 'None', files: { 'a.yaml': data() } },
    ],
  },
  check({ index, report }) {
    for (const { object, spec, specPath } of index.externalSecrets) {
      const seen = new Set<string>();
      listAt(spec, 'data').forEach((entry, position) => {
        const key = textAt(entry, 'secretKey');
        if (key === undefined) return;
        if (seen.has(key))
          report('twice', siteOf(object, ...specPath, 'data', position, 'secretKey'), { key: name(key) });
        seen.add(key);
      });
    }
  },
});
