import { entryId, parseKeyId, wholeEntry } from '../../../model/documents/coordinates.ts';
import { isObject } from '../../../model/json-record.ts';
import type { RenderedParts } from './rendered-parts.ts';

/** An ExternalSecret as far as these programs look at it. */
export interface Reader {
  /** Name of the object. */
  readonly name: string;
  /** `undefined` where a ClusterExternalSecret makes one for every selected namespace. */
  readonly namespace: string | undefined;
  /** ClusterExternalSecret that makes it. */
  readonly madeBy: string | undefined;
  /** Kubernetes Secret that it writes. */
  readonly secret: string;
  /** Data keys of the Secret, each with the ids of the Vault keys of which it is made. */
  readonly keys: ReadonlyMap<string, readonly string[]>;
}

/** Lists the ExternalSecrets of an environment, and those that a ClusterExternalSecret makes. */
export const readersOf = (rendered: RenderedParts): readonly Reader[] =>
  rendered.document.placements.map(({ externalSecret: name, namespace, secret, keys }) => ({
    name,
    namespace,
    madeBy: namespace === undefined ? makerOf(rendered, name) : undefined,
    secret,
    keys: new Map(keys.map(({ name: dataKey, from }) => [dataKey, from])),
  }));

function makerOf({ objects }: Pick<RenderedParts, 'objects'>, externalSecret: string): string | undefined {
  return objects.find(
    ({ kind, spec }) =>
      kind === 'ClusterExternalSecret' && isObject(spec) && spec.externalSecretName === externalSecret,
  )?.metadata.name;
}

/**
 * Returns whether what an ExternalSecret fetches is a Vault key, by itself or as a part of its whole entry.
 */
export function fetches(fetched: string, id: string): boolean {
  if (fetched === id) return true;
  const whole = parseKeyId(fetched);
  return whole.property === wholeEntry && entryId(whole) === entryId(parseKeyId(id));
}
