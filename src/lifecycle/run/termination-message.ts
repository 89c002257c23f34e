/**
 * Kubernetes keeps this many bytes.
 * @see https://kubernetes.io/docs/tasks/debug/debug-application/determine-reason-pod-failure/
 */
const limit = 4096;
/** No finding is so short that more of them would fit. */
const mostFindings = 100;

/**
 * Formats the last word of a Pod, whole JSON however much was found: what does not fit is counted under
 * `omitted`.
 */
export function terminationMessage(summary: {
  readonly findings?: readonly object[];
  readonly [field: string]: unknown;
}): string {
  const { findings = [] } = summary;
  for (let shown = Math.min(findings.length, mostFindings); ; shown--) {
    const omitted = findings.length - shown;
    const text = JSON.stringify(omitted === 0 ? summary : { ...summary, findings: findings.slice(0, shown), omitted });
    if (Buffer.byteLength(text) <= limit || shown === 0) return text;
  }
}
