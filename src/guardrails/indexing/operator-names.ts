import type { ManifestIndex } from './manifest-index.ts';

/**
 * Recognises a Secret that an operator writes by its name, where no resource of such an operator is among the
 * manifests.
 */
export function isOfAbsentOperator(secret: string, index: Pick<ManifestIndex, 'ofKind' | 'kinds'>): boolean {
  const kinds = index.kinds.tellingNames.flatMap(([pattern, kind]) => (pattern.test(secret) ? kind : []));
  return kinds.length > 0 && kinds.every((kind) => index.ofKind(kind).length === 0);
}
