/**
 * Tells the most memory that this process has held, in MiB.
 *
 * Linux counts what the starting process held into `maxRSS` of a new one, so its own figure is read where
 * there is one. The function is whole in itself: its text also runs in programs that know nothing of it.
 */
export function peakMemoryMiB(): number {
  try {
    const status = process.getBuiltinModule('node:fs').readFileSync('/proc/self/status', 'utf8');
    return Number(/^VmHWM:\s+(\d+) kB$/m.exec(status)?.[1]) / 1024;
  } catch {
    return process.resourceUsage().maxRSS / 1024;
  }
}
