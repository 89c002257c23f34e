import fc from 'fast-check';
import { expect, test } from 'vitest';
import { renderPlatform } from '../../src/index.ts';
import { foundation, placing, smallPlatform } from './small-platform.ts';

/** Renders a Secret for each interval and gives what their ExternalSecrets say. */
async function rendered(...intervals: readonly (string | undefined)[]): Promise<unknown[]> {
  const platform = smallPlatform();
  const keys = { user: platform.vault.literal('user', 'user') };
  const contracts = intervals.map((refreshInterval, position) =>
    platform.secret(`every-${position}`, {
      purpose: 'Interval',
      keys,
      ...(refreshInterval !== undefined && { refreshInterval }),
    }),
  );
  const { manifests, diagnostics } = await renderPlatform(platform, {
    components: [...foundation, placing('every', ...contracts)],
  });
  expect(diagnostics).toEqual([]);
  const specs = manifests.flatMap(({ environment, value }) =>
    environment === 'live' && value.kind === 'ExternalSecret' ? [value as { metadata: unknown; spec: unknown }] : [],
  ) as { metadata: { name: string }; spec: { refreshInterval: string } }[];
  return contracts.map((_, position) => {
    const found = specs.find(({ metadata }) => metadata.name === `every-${position}-sync`);
    return found?.spec.refreshInterval;
  });
}

test('an interval is rendered as the operator writes it back, so that Argo CD sees no difference', async () => {
  const given = ['15m', '1h', '90m', '3600s', '1h30m', '30s', '500ms', '1500ms', '24h', '1m0s', '0', '0s', undefined];
  const spelled = [
    '15m0s',
    '1h0m0s',
    '1h30m0s',
    '1h0m0s',
    '1h30m0s',
    '30s',
    '500ms',
    '1.5s',
    '24h0m0s',
    '1m0s',
    '0s',
    '0s',
    '1h0m0s',
  ];
  expect(await rendered(...given)).toEqual(spelled);
});

test('an interval has the length that was given, however it was split', async () => {
  const ms = { h: 3_600_000, m: 60_000, s: 1000, ms: 1 } as const;
  const part = fc.tuple(fc.nat(5000), fc.constantFrom<keyof typeof ms>('h', 'm', 's', 'ms'));
  const lengthOf = (text: string): number =>
    [...text.matchAll(/([\d.]+)(ms|[hms])/g)].reduce(
      (sum, [, count, unit]) => sum + Math.round(Number(count) * ms[unit as keyof typeof ms]),
      0,
    );
  await fc.assert(
    fc.asyncProperty(fc.array(fc.array(part, { minLength: 1, maxLength: 4 }), { minLength: 1 }), async (all) => {
      const intervals = await rendered(...all.map((parts) => parts.map((one) => one.join('')).join('')));
      const lengths = all.map((parts) => parts.reduce((sum, [count, unit]) => sum + count * ms[unit], 0));
      expect(intervals.map((text) => lengthOf(String(text)))).toEqual(lengths);
    }),
    { numRuns: 20 },
  );
});
