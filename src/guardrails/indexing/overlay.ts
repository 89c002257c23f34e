const choosing = new Set('clusters cluster environments environment envs env stages stage'.split(' '));
const names =
  /^(?:local|dev|develop|development|test|testing|qa|ci|int|uat|stage|stag(?:e|ing)|pre-?prod|prod|production|live|sandbox|demo|examples?|tests?|unittests|fixtures)$/i;

/**
 * Returns what chooses an environment or a cluster in the path of a file: below `overlays/` all folders, elsewhere those named like
 * one, and such words of the file's own name.
 */
function overlayOf(file: string): string[] {
  const folders = file.split('/');
  const own = (folders.pop() ?? '').split(/[-._]/).filter((word) => names.test(word));
  const overlays = folders.findIndex((folder) => /^overlays?$/i.test(folder));
  const chosen = folders.filter(
    (folder, index) =>
      names.test(folder) ||
      choosing.has((folders[index - 1] ?? '').toLowerCase()) ||
      (overlays >= 0 && index > overlays),
  );
  return [...chosen, ...own];
}

/** Tells whether two files can be applied to one cluster, as far as their folders say. */
export function mayMeet(first: string, second: string): boolean {
  const [a, b] = [overlayOf(first), overlayOf(second)];
  return a.length === 0 || b.length === 0 || a.join('/') === b.join('/');
}
