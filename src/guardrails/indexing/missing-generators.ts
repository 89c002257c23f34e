import type { FieldPath } from '../manifest/manifest.ts';
import { textAt } from '../manifest/normalise.ts';
import { generatorUses } from './generators.ts';
import type { IndexedObject } from './indexed-object.ts';
import type { ManifestIndex } from './manifest-index.ts';
import { isOpenName } from './open-name.ts';

/** A use of a generator that no manifest defines. */
export interface MissingGenerator {
  readonly object: IndexedObject;
  /** The reference. */
  readonly path: FieldPath;
  readonly kind: string;
  readonly wanted: string;
  /** The names of those of the kind that are there. */
  readonly known: readonly string[];
}

/** Lists what ExternalSecrets and PushSecrets name as generators and nothing defines. */
export function missingGenerators({ externalSecrets, pushSecrets, generators }: ManifestIndex): MissingGenerator[] {
  return [...externalSecrets, ...pushSecrets].flatMap((user) =>
    generatorUses(user.object, user.spec, user.specPath).flatMap(({ object, reference, path }) => {
      const [kind, wanted] = [textAt(reference, 'kind') ?? '', textAt(reference, 'name') ?? ''];
      if (isOpenName(wanted) || generators.find(object, reference) !== undefined) return [];
      return [{ object, path, kind, wanted, known: generators.namesOf(object.scope, kind) }];
    }),
  );
}
