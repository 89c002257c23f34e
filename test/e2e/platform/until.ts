import { setTimeout as sleep } from 'node:timers/promises';

/**
 * Waits until `missing` finds nothing missing any more.
 * @param missing says what is missing, or `undefined` where nothing is
 * @throws Error with what was missing last
 */
export async function until(milliseconds: number, missing: () => Promise<string | undefined>): Promise<void> {
  const deadline = Date.now() + milliseconds;
  for (;;) {
    const what = await missing();
    if (what === undefined) return;
    if (Date.now() > deadline) throw new Error(`After ${milliseconds} ms: ${what}`);
    await sleep(200);
  }
}
