import type { ExternalSecret } from './external-secret.ts';
import type { Push, PushSecret } from './push-secret.ts';

/** A value that comes back to where it was pushed from. */
export interface PushLoop {
  readonly push: Push;
  /** The ExternalSecret that reads the pushed path. */
  readonly reader: ExternalSecret;
}

/**
 * Finds the pushes whose value an ExternalSecret brings back, directly or through further pushes, into the
 * Secret that is pushed: an old value returns and overwrites the authority. A push that something else reads
 * is no loop.
 */
export function pushLoops(externalSecrets: readonly ExternalSecret[], pushSecrets: readonly PushSecret[]): PushLoop[] {
  // What is fetched once, where it is missing, is a restore; what is pushed once is a seed.
  const readers = externalSecrets.filter(({ spec }) => !isRestore(spec));
  const pushing = pushSecrets.filter(({ isSeed, source }) => !isSeed && source !== undefined);
  const next = (push: Push, from: PushSecret): ExternalSecret[] =>
    readers.filter((reader) => isSameRealm(reader, from) && reader.reads.some((read) => reads(read, push)));
  const comesBack = (reader: ExternalSecret, origin: PushSecret, seen: Set<ExternalSecret>): boolean => {
    if (seen.has(reader)) return false;
    seen.add(reader);
    if (writes(reader, origin)) return true;
    return pushing
      .filter((further) => writes(reader, further))
      .some((further) =>
        further.pushes.some((push) => next(push, further).some((one) => comesBack(one, origin, seen))),
      );
  };
  return pushing.flatMap((from) =>
    from.pushes.flatMap((push) => {
      const reader = next(push, from).find((one) => comesBack(one, from, new Set()));
      return reader === undefined ? [] : [{ push, reader }];
    }),
  );
}

const isRestore = (spec: ExternalSecret['spec']): boolean => spec.refreshPolicy === 'CreatedOnce';

/** Two properties of one entry have a direction each. */
const reads = (read: ExternalSecret['reads'][number], { path, property }: Push): boolean =>
  read.path === path && (read.property === undefined || property === '' || read.property === property);

const isSameRealm = ({ object }: ExternalSecret, from: PushSecret): boolean =>
  object.scope === from.object.scope && object.environment === from.object.environment;

/** Returns whether an ExternalSecret writes the Secret that a PushSecret reads. */
const writes = (
  { target, namespaces, writesSecret, creationPolicy, object }: ExternalSecret,
  push: PushSecret,
): boolean =>
  writesSecret &&
  creationPolicy !== 'none' &&
  target === push.source &&
  object.scope === push.object.scope &&
  (namespaces === undefined ||
    push.namespaces === undefined ||
    namespaces.some((namespace) => push.namespaces?.includes(namespace) === true));
