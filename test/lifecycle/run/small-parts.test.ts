import { setTimeout as sleep } from 'node:timers/promises';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { Deadline } from '../../../src/lifecycle/run/deadline.ts';
import { inParallel } from '../../../src/lifecycle/run/in-parallel.ts';
import { Journal, type Step } from '../../../src/lifecycle/run/journal.ts';

describe('work in parallel', () => {
  test('is done once for each item, never more than so many at once', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(fc.nat(), { maxLength: 40 }), fc.integer({ min: 1, max: 8 }), async (items, atOnce) => {
        const done: number[] = [];
        let [now, most] = [0, 0];
        await inParallel(items, atOnce, async (item) => {
          most = Math.max(most, ++now);
          await Promise.resolve();
          now--;
          done.push(item);
        });
        expect(done.sort()).toEqual([...items].sort());
        expect(most).toBe(Math.min(atOnce, items.length));
      }),
    );
  });

  test('ends with its first failure once what is under way has ended, and starts nothing after it', async () => {
    const started: number[] = [];
    const ended: number[] = [];
    const work = inParallel([1, 2, 3, 4, 5, 6], 3, async (item) => {
      started.push(item);
      if (item === 2) throw new Error('first');
      await sleep(item === 1 ? 60 : 20);
      ended.push(item);
      if (item === 3) throw new Error('second');
    });
    await expect(work).rejects.toThrow('first');
    expect(started).toEqual([1, 2, 3]);
    expect(ended.sort()).toEqual([1, 3]);
    await sleep(50);
    expect(started).toHaveLength(3);
  });

  test('of nothing ends at once, and a failure may be anything', async () => {
    await inParallel([], 4, () => Promise.reject(new Error('never')));
    await expect(inParallel([1], 4, () => Promise.reject(undefined))).rejects.toBeUndefined();
  });
});

describe('a deadline', () => {
  test('ends, and says so', async () => {
    const deadline = new Deadline(50);
    expect(deadline.isOver).toBe(false);
    expect(await deadline.wait(10)).toBe(true);
    expect(await deadline.wait(1_000)).toBe(false);
    expect(deadline.reason).toBe('DEADLINE');
    await sleep(10);
    expect([deadline.isOver, deadline.remaining]).toEqual([true, 0]);
  });

  test('ends at once where the run is told to stop, waits included', async () => {
    const stop = new AbortController();
    const deadline = new Deadline(60_000, stop.signal);
    const waited = deadline.wait(60_000);
    const part = deadline.atMost(30_000);
    stop.abort();
    expect(await waited).toBe(false);
    expect([deadline.isOver, part.isOver, deadline.reason, part.reason]).toEqual([true, true, 'STOPPED', 'STOPPED']);
    expect(await deadline.wait(10)).toBe(false);
  });

  test('of a part never lasts longer than that of the run, and is told from it', () => {
    const deadline = new Deadline(1_000);
    expect(deadline.atMost(5_000).remaining).toBeLessThanOrEqual(1_000);
    expect([deadline.atMost(5_000).reason, deadline.atMost(10).reason]).toEqual(['DEADLINE', 'ETIMEDOUT']);
    // A part of a part ends for the reason of that part.
    expect(deadline.atMost(10).atMost(5_000).reason).toBe('ETIMEDOUT');
  });

  test('leaves time for what must be brought to its end', async () => {
    const stop = new AbortController();
    stop.abort();
    const grace = new Deadline(1_000, stop.signal).grace(5_000);
    expect(grace.isOver).toBe(false);
    expect(await grace.wait(1)).toBe(true);
  });
});

test('a journal counts every step, shows all but those that found nothing to do, and knows where the run is', () => {
  const shown: Step[] = [];
  const journal = new Journal((step) => void shown.push(step));
  const step = (outcome: Step['outcome']) => journal.step({ phase: 'fixtures', action: 'write', target: 'a', outcome });
  for (const outcome of ['done', 'done', 'unchanged', 'kept', 'failed', 'planned'] as const) step(outcome);
  expect(journal.counts).toEqual({ done: 2, unchanged: 1, kept: 1, failed: 1, planned: 1 });
  expect(shown.map(({ outcome }) => outcome)).toEqual(['done', 'done', 'kept', 'failed', 'planned']);
  expect(journal.phase).toBe('fixtures');
  journal.enter('verify');
  expect([journal.phase, journal.failedIn]).toEqual(['verify', 'fixtures']);
});
