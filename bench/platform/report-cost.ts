/**
 * Preloaded into a measured program: at its end, writes what the process took to the file that `BENCH_REPORT`
 * names.
 */
import { writeFileSync } from 'node:fs';
import type { Cost } from '../harness/fresh-process.ts';

process.on('exit', () => {
  const { userCPUTime, systemCPUTime, maxRSS } = process.resourceUsage();
  const cost: Cost & { peakRssMiB: number } = {
    wallMs: performance.now(),
    cpuMs: (userCPUTime + systemCPUTime) / 1000,
    peakRssMiB: maxRSS / 1024,
  };
  if (process.env.BENCH_REPORT !== undefined) writeFileSync(process.env.BENCH_REPORT, JSON.stringify(cost));
});
