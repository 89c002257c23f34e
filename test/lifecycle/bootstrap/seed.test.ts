import { expect, test } from 'vitest';
import { environment, generated, seedPath } from './stand-ins.ts';

test('the same seed gives the same values in a fresh cluster; a random one is kept, and never shown', async () => {
  const entries = { word: generated() };
  const values = [];
  for (const seed of ['a seed of tests, no secret', 'a seed of tests, no secret', undefined, undefined]) {
    const { vault, cluster, run } = await environment();
    const { steps } = await run({ entries, options: { seed } });
    values.push(vault.valueAt('word'));
    const kept = cluster.at(seedPath)?.['data/seed'];
    expect(kept === undefined).toBe(seed !== undefined);
    const shown = JSON.stringify(steps);
    expect(shown).toMatch(/"use the seed","target":"[0-9a-f]{16}"|"target":"[0-9a-f]{16}"/);
    expect(shown).not.toContain(seed ?? Buffer.from(String(kept), 'base64').toString());
    expect(shown).not.toContain(String(vault.valueAt('word')));
  }
  expect(values[0]).toBe(values[1]);
  expect(new Set(values).size).toBe(3);
});

test.each(['', 'too short'])('a seed that can be guessed ends the run (%#)', async (seed) => {
  const { vault, run } = await environment();
  const { codes, summary } = await run({ entries: { word: generated() }, options: { seed } });
  expect([codes, summary.exitStatus]).toEqual([['VW5022'], 2]);
  expect(vault.entries.size).toBe(0);
});

test('a dry run only plans with the seed that is kept', async () => {
  const { run } = await environment();
  await run({ entries: { word: generated() } });
  const { steps, summary } = await run({ entries: { other: generated() }, options: { isDryRun: true } });
  expect(steps.map(({ action, outcome }) => `${action}: ${outcome}`)).toContain('use the seed: planned');
  expect(summary.steps.done).toBe(0);
});
