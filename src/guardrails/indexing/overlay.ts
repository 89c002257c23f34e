import type { Manifest } from '../manifest/manifest.ts';

const choosing = new Set(
  (
    'clusters cluster environments environment envs env stages stage rings ring regions region sites site hosts tenants waves ' +
    'variants variant flavors flavours profiles editions examples samples scenarios alternatives versions'
  ).split(' '),
);
const shown = /^(?:examples|samples|variants|scenarios|alternatives)$/i;
/** `v1`, `v2beta1`, `1.28`, `2.4.1-rc`: one of the versions of what is deployed. */
const version = /^v\d[\w.-]*$|^\d+(?:\.\d+)+(?:-[\w.]+)?$/;
const names =
  /^(?:local|dev|develop|development|test|testing|qa|ci|int|uat|stage|stag(?:e|ing)|pre-?prod|prod|production|live|sandbox|demo|examples?|tests?|unittests|fixtures|ring-?\d+|canary)$/i;
/** Folders of what is kept and not applied, or applied by hand in another state of the cluster. */
const apart =
  /^(?:_?archived?|_?attic|old|_?deprecated|_?disabled|_?unused|graveyard|legacy|recover(?:y)?|restore|bootstrap|docs?|documentation|website|examples?|samples?|templates?-unused|tmp|backups?-of-.*|\.archive)$/i;

/**
 * Returns what chooses an environment or a cluster in the path of a file: below `overlays/` all folders,
 * elsewhere those named like one, and such words of the file's own name.
 */
function overlayOf(file: string): string[] {
  const folders = file.split('/');
  const own = (folders.pop() ?? '').split(/[-._]/).filter((word) => names.test(word));
  // Each of them is applied by itself.
  if (shown.test(folders.at(-1) ?? '')) own.push(file);
  const overlays = folders.findIndex((folder) => /^overlays?$/i.test(folder));
  const chosen = folders.filter(
    (folder, index) =>
      names.test(folder) ||
      version.test(folder) ||
      choosing.has((folders[index - 1] ?? '').toLowerCase()) ||
      (overlays >= 0 && index > overlays),
  );
  return [...chosen, ...own];
}

/** Returns the folder of a path that holds what is not applied with the rest, with all above it. */
function apartOf(file: string): string {
  const folders = file.split('/').slice(0, -1);
  const last = folders.findLastIndex((folder) => apart.test(folder));
  return folders.slice(0, last + 1).join('/');
}

/** Returns whether two files can be applied to one cluster, as far as their folders say. */
export function mayMeet(first: string, second: string): boolean {
  if (apartOf(first) !== apartOf(second)) return false;
  const [a, b] = [overlayOf(first), overlayOf(second)];
  return a.length === 0 || b.length === 0 || a.join('/') === b.join('/');
}

type Placed = Pick<Manifest, 'file' | 'rendering' | 'isInput'>;

/**
 * Returns whether two documents can be applied to one cluster: by the renderings that hold them, and by their
 * folders.
 */
export function mayMeetRendered(first: Placed, second: Placed): boolean {
  if (first.isInput === true || second.isInput === true) return false;
  const [a, b] = [first.rendering?.folder, second.rendering?.folder];
  if (a === undefined || b === undefined) return mayMeet(first.file, second.file);
  // What one kustomization builds is applied together, from any folders.
  return a === b || mayMeet(`${a}/kustomization.yaml`, `${b}/kustomization.yaml`);
}
