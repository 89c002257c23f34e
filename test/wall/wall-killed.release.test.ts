import fs from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { inlineRoutes } from './routes.ts';
import { earlierOutputs, fingerprint, run } from './wall-runs.ts';

const earlierOutput = earlierOutputs();

describe('a run that is killed', () => {
  test('between render and swap leaves the output as it was', async () => {
    const { dist, before } = earlierOutput();
    fs.rmSync(path.join(dist, 'live'), { recursive: true });
    const outdated = fingerprint(dist);
    expect(outdated).not.toEqual(before);
    expect(await run(dist, '', '1')).toMatchObject({ status: 'SIGKILL' });
    expect(fingerprint(dist)).toEqual(outdated);
  });

  test('inside the swap has the old output put back by the next run, though that one fails', async () => {
    const { dist } = earlierOutput();
    fs.rmSync(path.join(dist, 'live'), { recursive: true });
    const outdated = fingerprint(dist);
    expect(await run(dist, '', '2')).toMatchObject({ status: 'SIGKILL' });
    expect(fs.existsSync(dist)).toBe(false);
    expect(await run(dist, inlineRoutes[0]?.title ?? '')).toMatchObject({ status: 1 });
    expect(fingerprint(dist)).toEqual(outdated);
    expect(fs.readdirSync(path.dirname(dist))).toEqual(['dist']);
  });
});
