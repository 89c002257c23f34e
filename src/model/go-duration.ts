const unitsInMs = { h: 3_600_000, m: 60_000, s: 1000, ms: 1 } as const;
/** Go keeps a duration in nanoseconds as int64, which ends after 292 years. */
const longestInMs = 9_223_372_036_854;
const duration = /^(?:\d+(?:ms|[hms]))+$/;

/**
 * Formats a duration as Go writes it back, such as `15m0s` for `15m`, or gives `undefined` where it is none.
 *
 * @param text whole numbers with the units h, m, s and ms, such as `1h30m`, or `0`
 * @see https://pkg.go.dev/time#Duration.String
 */
export function goDuration(text: string): string | undefined {
  if (text === '0') return '0s';
  if (!duration.test(text)) return undefined;
  const total = [...text.matchAll(/(?<!\d)(\d+)(ms|[hms])/g)].reduce(
    (sum, [, count, unit]) => sum + Number(count) * unitsInMs[unit as keyof typeof unitsInMs],
    0,
  );
  if (!(total <= longestInMs)) return undefined;
  if (total > 0 && total < unitsInMs.s) return `${total}ms`;
  const hours = Math.floor(total / unitsInMs.h);
  const minutes = Math.floor((total % unitsInMs.h) / unitsInMs.m);
  const seconds = `${(total % unitsInMs.m) / unitsInMs.s}s`;
  return `${hours > 0 ? `${hours}h` : ''}${hours > 0 || minutes > 0 ? `${minutes}m` : ''}${seconds}`;
}

/**
 * Returns the seconds of a duration in Go's notation, such as `1h30m0s` or `1.5s`.
 * @throws TypeError where the text is none
 */
export function secondsOfGoDuration(text: string): number {
  if (!/^(?:\d+(?:\.\d+)?(?:ms|[hms]))+$/.test(text)) throw new TypeError('not a duration of Go');
  return [...text.matchAll(/(?<![\d.])(\d+(?:\.\d+)?)(ms|[hms])/g)].reduce(
    (sum, [, count, unit]) => sum + (Number(count) * unitsInMs[unit as keyof typeof unitsInMs]) / 1000,
    0,
  );
}
