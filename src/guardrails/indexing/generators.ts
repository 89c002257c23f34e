import { generatorKeys } from '../knowledge/external-secrets.ts';
import type { FieldPath, JsonObject, JsonValue } from '../manifest/manifest.ts';
import { fieldOf, listAt, normalise, objectAt, textAt } from '../manifest/normalise.ts';
import type { IndexedObject } from './indexed-object.ts';

const group = 'generators.external-secrets.io/';

/** One use of a generator. */
export interface GeneratorUse {
  readonly object: IndexedObject;
  readonly reference: JsonValue;
  readonly path: FieldPath;
}

/** Lists the generators that an ExternalSecret's `dataFrom` and a PushSecret's selector name. */
export function generatorUses(object: IndexedObject, spec: JsonObject, specPath: FieldPath): GeneratorUse[] {
  const own = fieldOf(objectAt(spec, 'selector'), 'generatorRef');
  return [
    ...(own === undefined ? [] : [{ object, reference: own, path: [...specPath, 'selector', 'generatorRef'] }]),
    ...listAt(spec, 'dataFrom').flatMap((entry, index) => {
      const reference = fieldOf(objectAt(entry, 'sourceRef'), 'generatorRef');
      const path = [...specPath, 'dataFrom', index, 'sourceRef', 'generatorRef'];
      return reference === undefined ? [] : [{ object, reference, path }];
    }),
  ];
}

/**
 * The generators of the checked manifests, found as the operator finds them: in the namespace of who names
 * them, or cluster-wide.
 */
export class Generators {
  readonly #objects: readonly IndexedObject[];

  constructor(objects: readonly IndexedObject[]) {
    this.#objects = objects.filter(({ apiVersion }) => apiVersion.startsWith(group));
  }

  /** Returns the names of the generators of a kind. */
  namesOf(scope: string, kind: string): string[] {
    return this.#objects.flatMap((object) =>
      object.scope === scope && object.kindKey === normalise(kind) ? object.name : [],
    );
  }

  /** Returns the generator that an object of a namespace means. */
  find({ scope, namespace }: IndexedObject, reference: JsonValue | undefined): IndexedObject | undefined {
    const kind = normalise(textAt(reference, 'kind') ?? '');
    const name = textAt(reference, 'name');
    return this.#objects.find(
      (object) =>
        object.scope === scope &&
        object.kindKey === kind &&
        object.name === name &&
        (kind === 'clustergenerator' || namespace === undefined || (object.namespace ?? namespace) === namespace),
    );
  }

  /**
   * Returns the keys that a generator gives, `undefined` where it is not among the manifests or its settings
   * leave them open.
   */
  keysOf(reader: IndexedObject, reference: JsonValue | undefined): readonly string[] | undefined {
    if (reference === undefined) return undefined;
    const object = this.find(reader, reference);
    const isCluster = object?.kindKey === 'clustergenerator';
    const kind = isCluster ? textAt(object.value, 'spec', 'kind') : textAt(reference, 'kind');
    const key = normalise(kind ?? '');
    if (Object.hasOwn(generatorKeys, key)) return generatorKeys[key];
    if (object === undefined) return undefined;
    const generated = objectAt(object.value, 'spec', 'generator');
    const spec = isCluster ? (Object.values(generated)[0] ?? null) : objectAt(object.value, 'spec');
    if (key === 'fake') return Object.keys(objectAt(spec, 'data'));
    if (key !== 'password') return undefined;
    const keys = listAt(spec, 'secretKeys').filter((each) => typeof each === 'string');
    return keys.length > 0 ? keys : ['password'];
  }
}
