/** Returns the candidate that a typing slip would turn into `name`, or `undefined` where none is near. */
export function nearestName(
  name: string,
  candidates: Iterable<string>,
  limit = Math.max(1, Math.floor(name.length / 4)),
): string | undefined {
  let best: string | undefined;
  let bestDistance = limit + 1;
  for (const candidate of candidates) {
    // The same name is in another overlay, of no use here.
    if (candidate === name || Math.abs(candidate.length - name.length) > bestDistance) continue;
    // One more than the best, since what is as near decides by its name.
    const distance = editDistance(name, candidate, bestDistance + 1);
    if (distance < bestDistance || (distance === bestDistance && best !== undefined && candidate < best)) {
      best = candidate;
      bestDistance = distance;
    }
  }
  return best;
}

/** Returns the Levenshtein distance, or `limit` as soon as it is certain not to be below it. */
function editDistance(a: string, b: string, limit: number): number {
  let previous = Array.from({ length: b.length + 1 }, (_, j) => j);
  for (let i = 1; i <= a.length; i++) {
    const row = [i];
    let least = i;
    for (let j = 1; j <= b.length; j++) {
      const cost = a[i - 1] === b[j - 1] ? 0 : 1;
      const distance = Math.min((previous[j] ?? 0) + 1, (row[j - 1] ?? 0) + 1, (previous[j - 1] ?? 0) + cost);
      row.push(distance);
      least = Math.min(least, distance);
    }
    if (least >= limit) return limit;
    previous = row;
  }
  return previous[b.length] ?? limit;
}
