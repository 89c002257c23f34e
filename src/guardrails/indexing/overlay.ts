const choosing = new Set('clusters cluster environments environment envs env stages stage'.split(' '));
const names =
  /^(?:local|dev|develop|development|test|testing|qa|ci|int|uat|stage|stag(?:e|ing)|pre-?prod|prod|production|live|sandbox|demo|examples?|tests?|unittests|fixtures)$/i;

/** Returns the folders of a file that choose an environment or a cluster: below `overlays/` all of them, elsewhere those named like one. */
function overlayOf(file: string): string[] {
  const folders = file.split('/').slice(0, -1);
  const overlays = folders.findIndex((folder) => /^overlays?$/i.test(folder));
  return folders.filter(
    (folder, index) =>
      names.test(folder) ||
      choosing.has((folders[index - 1] ?? '').toLowerCase()) ||
      (overlays >= 0 && index > overlays),
  );
}

/** Tells whether two files can be applied to one cluster, as far as their folders say. */
export function mayMeet(first: string, second: string): boolean {
  const [a, b] = [overlayOf(first), overlayOf(second)];
  return a.length === 0 || b.length === 0 || a.join('/') === b.join('/');
}
