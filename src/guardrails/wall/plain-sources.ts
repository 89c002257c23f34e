import { strictDenotation } from '../credential/strict/strict-names.ts';
import type { FieldPath, JsonObject, JsonValue } from '../manifest/manifest.ts';
import { fieldOf, isObject, listAt, textAt } from '../manifest/normalise.ts';
import { nameGivenBy } from './name-reach.ts';
import type { WalkReport } from './walk-report.ts';

/**
 * A place in which a container is given a credential from what anyone may read: a ConfigMap, an annotation.
 */
interface PlainSource {
  readonly key: string;
  /** Steps from the map that was asked about. */
  readonly path: FieldPath;
}

const denotes = (text: string): boolean => strictDenotation(text) === 'credential';

/** A file that is called as a credential: `db-password`, `token.txt`. */
const isCredentialFile = (path: string): boolean =>
  denotes((path.split('/').at(-1) ?? '').replace(/\.(?:txt|conf|key)$/, ''));

/** Recognises a variable whose value comes from a ConfigMap, an annotation or a label. */
export function isFromPlainText(entry: JsonValue): boolean {
  if (!isObject(entry) || !('valueFrom' in entry)) return false;
  const source = fieldOf(entry, 'valueFrom');
  return isObject(source) && (isObject(fieldOf(source, 'configMapKeyRef')) || isOwnMetadata(source));
}

const isOwnMetadata = (source: JsonValue): boolean =>
  /^metadata\.(?:annotations|labels)\b/.test(textAt(source, 'fieldRef', 'fieldPath') ?? '');

/**
 * Finds the places of one map: its variables by prefix, the files of its volumes, the mounts of its
 * containers.
 */
function plainSources(map: JsonObject): PlainSource[] {
  if (!('envFrom' in map) && !('volumes' in map)) return [];
  const found: PlainSource[] = [];
  listAt(map, 'envFrom').forEach((entry, index) => {
    const prefix = textAt(entry, 'prefix') ?? '';
    if (isObject(fieldOf(entry, 'configMapRef')) && denotes(prefix))
      found.push({ key: prefix, path: ['envFrom', index] });
  });
  const plain = new Set<string>();
  listAt(map, 'volumes').forEach((volume, index) => {
    if (listAt(volume, 'projected', 'sources').some((source) => isObject(fieldOf(source, 'configMap'))))
      plain.add(textAt(volume, 'name') ?? '');
    for (const kind of ['configMap', 'downwardAPI']) {
      if (!isObject(fieldOf(volume, kind))) continue;
      plain.add(textAt(volume, 'name') ?? '');
      listAt(volume, kind, 'items').forEach((item, position) => {
        const path = textAt(item, 'path') ?? '';
        if (isCredentialFile(path) && (kind === 'configMap' || isOwnMetadata(item)))
          found.push({ key: path, path: ['volumes', index, kind, 'items', position] });
      });
    }
  });
  if (plain.size === 0) return found;
  for (const field of ['containers', 'initContainers'])
    listAt(map, field).forEach((container, index) => {
      listAt(container, 'volumeMounts').forEach((mount, position) => {
        const path = textAt(mount, 'mountPath') ?? '';
        if (plain.has(textAt(mount, 'name') ?? '') && textAt(mount, 'subPath') !== undefined && isCredentialFile(path))
          found.push({ key: path, path: [field, index, 'volumeMounts', position] });
      });
      found.push(...readFiles(container, plain).map((one) => ({ ...one, path: [field, index, ...one.path] })));
    });
  return found;
}

/** A file that an option, a variable or a shell takes a credential from. */
const fileOption = /(?:^|[\s"'])--?([A-Za-z][\w-]{0,60}?)[-_]?(?:file|path)[= ]["']?(\/[^\s"']{1,300})/gi;
const fileOfShell =
  /\b([A-Za-z_]\w{0,60})=["']?\$\((?:cat\s{1,4}|<\s{0,4})(\/[^\s"')]{1,300})|--([\w-]{1,40})-stdin[^\n|;]{0,100}<\s{0,4}(\/[^\s"')]{1,300})/g;

/** Finds the credentials that a container reads from files of a ConfigMap or of its own annotations. */
function readFiles(container: JsonValue, plain: ReadonlySet<string>): PlainSource[] {
  const mounts = listAt(container, 'volumeMounts').flatMap((mount) =>
    plain.has(textAt(mount, 'name') ?? '') ? [`${(textAt(mount, 'mountPath') ?? '').replace(/\/$/, '')}/`] : [],
  );
  if (mounts.length === 0) return [];
  const isPlain = (path: string): boolean => mounts.some((mount) => mount.length > 1 && path.startsWith(mount));
  const found: PlainSource[] = [];
  listAt(container, 'env').forEach((entry, index) => {
    const name = textAt(entry, 'name') ?? '';
    if (denotes(name.replace(/_?(?:FILE|PATH)$/i, '')) && isPlain(textAt(entry, 'value') ?? ''))
      found.push({ key: name, path: ['env', index] });
  });
  for (const field of ['command', 'args']) {
    const words = listAt(container, field).map((word) => (typeof word === 'string' ? word : ''));
    words.forEach((word, index) => {
      const text = word.includes('\n') || !/^--?\w/.test(word) ? word : `${word} ${words[index + 1] ?? ''}`;
      const hits = [...text.matchAll(fileOption), ...text.matchAll(fileOfShell)];
      const hit = hits.find((one) => denotes(one[1] ?? one[3] ?? '') && isPlain(one[2] ?? one[4] ?? ''));
      if (hit !== undefined) found.push({ key: hit[1] ?? hit[3] ?? '', path: [field, index] });
    });
  }
  return found;
}

/**
 * Reports what a map gives to a container from what anyone may read: `{ name: DB_PASSWORD, valueFrom: {
 * configMapKeyRef: … } }` is as plain as if it stood there.
 *
 * @param isPlain says that the map is such a variable
 */
export function reportPlainSources(report: WalkReport, map: JsonObject, isPlain: boolean): void {
  const name = isPlain ? nameGivenBy({ name: map.name ?? null }) : undefined;
  if (name !== undefined) report.within('valueFrom', () => report.add('literal', name, 'env'));
  for (const { key, path } of plainSources(map)) report.add('literal', key, 'env', 0, path);
}
