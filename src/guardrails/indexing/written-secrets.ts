import { type ExpressionScope, fieldsAt, holds, textsOf } from '../knowledge/field-expression.ts';
import type { KindTable } from '../knowledge/kind-row.ts';
import type { SecretWriter, WrittenSecret } from '../knowledge/secret-writer.ts';
import type { JsonObject } from '../manifest/manifest.ts';
import { isList, isObject } from '../manifest/normalise.ts';
import type { IndexedObject } from './indexed-object.ts';
import { producerFrom } from './producer-from.ts';
import type { SecretProducer } from './secret-producer.ts';

/** Lists the Secrets that an object makes exist, by the table of kinds. */
export const writtenSecrets = (object: IndexedObject, writers: KindTable<SecretWriter>): SecretProducer[] =>
  writers
    .rowsFor(object)
    .flatMap(({ secrets }) =>
      secrets.flatMap((secret) =>
        scopesOf(secret.each, object.value).flatMap((scope) => fromRow(object, secret, scope)),
      ),
    );

/** The object alone, or the object with each item of a list or map. */
export function scopesOf(each: string | undefined, root: JsonObject): ExpressionScope[] {
  if (each === undefined) return [{ root }];
  return fieldsAt(each, { root }).flatMap(({ value, path }) => {
    if (each.endsWith('[]')) return [{ root, item: { value, path } }];
    const items = isList(value) ? [...value.entries()] : isObject(value) ? Object.entries(value) : [];
    return items.map(([key, item]) => ({ root, item: { value: item, path: [...path, key] } }));
  });
}

function fromRow(object: IndexedObject, secret: WrittenSecret, scope: ExpressionScope): SecretProducer[] {
  if (secret.when?.some((condition) => !holds(condition, scope))) return [];
  const keys = secret.keys?.flatMap((key) => textsOf(key, scope));
  const further = (secret.keysWhen ?? []).flatMap(([condition, ...more]) => (holds(condition, scope) ? more : []));
  const namespace = secret.namespace === undefined || secret.namespace === '*' ? [] : textsOf(secret.namespace, scope);
  return textsOf(secret.name, scope).flatMap((name) =>
    producerFrom(object, {
      name,
      namespace: namespace[0],
      isAnywhere: secret.namespace === '*',
      ownership: secret.ownership,
      keys: keys && [...keys, ...further],
    }).map((producer) => ({ ...producer, ...(secret.together !== undefined && { together: secret.together }) })),
  );
}
