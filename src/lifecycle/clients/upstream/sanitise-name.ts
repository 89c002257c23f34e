/**
 * Formats a name as stores outside of the cluster can hold it: lower-case, `_` and `.` become `-`
 * (`GHCR_TOKEN` → `ghcr-token`).
 */
export function sanitiseName(name: string): string {
  return name.toLowerCase().replace(/[_.]/g, '-');
}
