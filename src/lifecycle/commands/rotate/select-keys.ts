import { parseKeyId, wholeEntry } from '../../../model/documents/coordinates.ts';
import { commandError } from '../../problems/command-problem.ts';
import type { RenderedEnvironment } from '../rendered/rendered-environment.ts';
import { fetches, type Reader } from '../rendered/vault-readers.ts';

export interface KeySelection {
  /** Ids of the Vault keys behind the Secret, or behind its one key; sorted. */
  readonly paths: readonly string[];
  /** Whether one key was named, rather than the whole Secret. */
  readonly isOneKey: boolean;
}

/**
 * Finds the Vault keys behind a Kubernetes Secret.
 * @param target `SECRET`, `SECRET/KEY`, or `vault:PATH` for a key that no Secret holds
 * @param namespace needed where Secrets of the same name are made of different Vault keys
 * @throws VW5105 where no ExternalSecret writes it, VW5107 where something other than Vault does
 */
export function selectKeys(rendered: RenderedEnvironment, target: string, namespace: string | undefined): KeySelection {
  if (target.startsWith(direct)) return keyAt(rendered, target.slice(direct.length));
  const [secret = '', key] = target.split(/\/(.*)/s);
  const isHere = (place: string | undefined): boolean =>
    namespace === undefined || place === undefined || place === namespace;
  const readers = rendered.readers.filter((reader) => reader.secret === secret && isHere(reader.namespace));
  if (readers.length === 0) throw unknownSecret(rendered, secret, namespace);
  const keyed = key === undefined ? readers : readers.filter(({ keys }) => keys.has(key));
  if (keyed.length === 0)
    throw commandError('VW5105', `The Secret "${secret}" has no key "${key}"; it has ${keysOf(readers).join(', ')}`);
  const byNamespace = new Map<string, Set<string>>();
  for (const reader of keyed) {
    const paths = byNamespace.get(reader.namespace ?? '*') ?? new Set();
    for (const id of pathsOf(reader, key).flatMap((each) => declaredAt(rendered, each))) paths.add(id);
    byNamespace.set(reader.namespace ?? '*', paths);
  }
  const different = new Set([...byNamespace.values()].map((paths) => [...paths].sort().join('\n')));
  if (different.size > 1)
    throw commandError(
      'VW5105',
      `Secrets "${secret}" of different Vault keys stand in ${[...byNamespace.keys()].sort().join(', ')}; give --namespace`,
    );
  const paths = [...(byNamespace.values().next().value ?? [])].sort();
  if (paths.length === 0)
    throw commandError('VW5105', `The key "${key}" of the Secret "${secret}" holds a text without a Vault key`);
  return { paths, isOneKey: key !== undefined };
}

/**
 * The keys that are declared of what is fetched; of a whole entry those of it, unless nobody declared any.
 */
function declaredAt({ fixtureMap: { entries } }: RenderedEnvironment, fetched: string): readonly string[] {
  if (Object.hasOwn(entries, fetched) || parseKeyId(fetched).property !== wholeEntry) return [fetched];
  return Object.keys(entries).filter((id) => fetches(fetched, id));
}

/** No Secret can have such a name. */
const direct = 'vault:';

function keyAt({ fixtureMap, name }: RenderedEnvironment, path: string): KeySelection {
  if (!Object.hasOwn(fixtureMap.entries, path))
    throw commandError('VW5105', `The environment "${name}" has no Vault key "${path}"`);
  return { paths: [path], isOneKey: true };
}

const keysOf = (readers: readonly Reader[]): string[] =>
  [...new Set(readers.flatMap(({ keys }) => [...keys.keys()]))].sort();

const pathsOf = ({ keys }: Reader, key: string | undefined): readonly string[] =>
  key === undefined ? [...keys.values()].flat() : (keys.get(key) ?? []);

function unknownSecret(rendered: RenderedEnvironment, secret: string, namespace: string | undefined) {
  const delivered = rendered.document.delivered.find(
    (each) => each.name === secret && (namespace === undefined || each.namespace === namespace),
  );
  const where = namespace === undefined ? '' : ` in ${namespace}`;
  return delivered
    ? commandError('VW5107', `The Secret "${secret}" is written by ${delivered.by}, not from Vault: rotate it there`)
    : commandError('VW5105', `No ExternalSecret of "${rendered.name}" writes a Secret "${secret}"${where}`);
}
