import { z } from 'zod';
import { defineRule } from '../../engine/rule.ts';
import { fixtureExample, readExample } from '../../examples/fixture-example.ts';
import { siteOf } from '../../indexing/site.ts';
import { textAt } from '../../manifest/normalise.ts';
import { name, type ReportText } from '../../reporters/report-text.ts';

const generated = '"db-password":{"origin":"service-generated","writer":"patcher"}';
const withInterval = (interval: string): string =>
  fixtureExample(generated, readExample('db-password')).replace(
    'spec: {secretStoreRef',
    `spec: {refreshInterval: ${interval}, secretStoreRef`,
  );

export const refreshInterval = defineRule({
  id: 'refresh-interval',
  code: 'VW3305',
  severity: 'error',
  incidents: ['INC-28'],
  what: 'Every ExternalSecret says how often it refreshes, and one that a service writes to refreshes within a minute.',
  why: 'With the default of an hour consumers keep a rotated credential that no longer works until someone restarts things by hand.',
  fix: 'Set refreshInterval: 1m where a service generates the value, 1h elsewhere.',
  options: z.strictObject({
    serviceGenerated: z
      .int()
      .positive()
      .default(60)
      .describe('Seconds within which a service-generated value must arrive.'),
  }),
  messages: {
    missing: ({ object }: { object: ReportText }) => `ExternalSecret "${object}" does not say how often it refreshes`,
    never: ({ object }: { object: ReportText }) => `ExternalSecret "${object}" never refreshes`,
    slow: ({ object, seconds }: { object: ReportText; seconds: number }) =>
      `ExternalSecret "${object}" reads what a service generates and refreshes only every ${seconds} seconds`,
  },
  examples: {
    failing: [
      {
        title: 'No interval',
        files: { 'a.yaml': fixtureExample(generated, readExample('db-password')) },
        configuration: { rules: { 'refresh-interval': 'error' } },
      },
      {
        title: 'An hour for a generated value',
        files: { 'a.yaml': withInterval('1h0m0s') },
        configuration: { rules: { 'refresh-interval': 'error' } },
      },
    ],
    passing: [
      {
        title: 'A minute',
        files: { 'a.yaml': withInterval('1m0s') },
        configuration: { rules: { 'refresh-interval': 'error' } },
      },
      {
        title: 'An hour for what bootstrap writes',
        files: { 'a.yaml': withInterval('1h').replace('service-generated', 'generated') },
        configuration: { rules: { 'refresh-interval': 'error' } },
      },
    ],
  },
  check({ index, options, report }) {
    for (const { object, spec, specPath, reads } of index.externalSecrets) {
      const site = siteOf(object, ...specPath, 'refreshInterval');
      const shown = name(object.name);
      const text = textAt(spec, 'refreshInterval');
      if (text === undefined) {
        if (textAt(spec, 'refreshPolicy') === undefined) report('missing', site, { object: shown });
        continue;
      }
      const seconds = secondsOf(text);
      const map = index.fixturesOf(object);
      const ids = map ? reads.flatMap((read) => index.keysOf(map).idsOf(read)) : [];
      const isGenerated = ids.some((id) => map?.entries[id]?.origin === 'service-generated');
      if (seconds === 0) report('never', site, { object: shown });
      else if (isGenerated && seconds !== undefined && seconds > options.serviceGenerated)
        report('slow', site, { object: shown, seconds });
    }
  },
});

/** Reads a Go duration; `undefined` for what is none. */
function secondsOf(text: string): number | undefined {
  if (/^0+$/.test(text)) return 0;
  const units: Readonly<Record<string, number>> = { h: 3600, m: 60, s: 1 };
  const parts = [...text.matchAll(/(?<![\d.])(\d+(?:\.\d+)?)(h|ms|m|s)/g)];
  if (parts.map(([part]) => part).join('') !== text) return undefined;
  return parts.reduce((sum, [, amount, unit = '']) => sum + Number(amount) * (units[unit] ?? 0.001), 0);
}
