import type { ExpressionScope } from '../knowledge/field-expression.ts';
import { fieldsAt, holds, textsOf } from '../knowledge/field-expression.ts';
import type { KindTable } from '../knowledge/kind-row.ts';
import type { ReadSecret, SecretReader } from '../knowledge/secret-reader.ts';
import { everyField } from '../manifest/every-field.ts';
import { valueAt } from '../manifest/field-path.ts';
import type { FieldPath, JsonValue } from '../manifest/manifest.ts';
import type { IndexedObject } from './indexed-object.ts';
import { scopesOf } from './written-secrets.ts';

/** One name of a Secret that a row of the table found in an object. */
export interface NamedSecret {
  readonly name: string;
  readonly namespace?: string;
  /** From the object's own root. */
  readonly path: FieldPath;
  /** The key, and where it is named. */
  readonly key?: { readonly text: string; readonly path: FieldPath };
  readonly keys: readonly string[];
  readonly isSure: boolean;
  readonly oneOf?: readonly string[];
}

/** Lists the Secrets that an object names in fields of the table of kinds. */
export const namedSecrets = (object: IndexedObject, readers: KindTable<SecretReader>): NamedSecret[] =>
  readers
    .rowsFor(object)
    .flatMap(({ secrets }) =>
      secrets.flatMap((secret) =>
        scopesOf(secret.each, object.value).flatMap((scope) =>
          secret.when?.some((condition) => !holds(condition, scope)) ? [] : fromRow(object, secret, scope),
        ),
      ),
    );

function fromRow(object: IndexedObject, secret: ReadSecret, scope: ExpressionScope): NamedSecret[] {
  const namespace = secret.namespace === undefined ? undefined : textsOf(secret.namespace, scope)[0];
  const rest = {
    keys: secret.keys ?? [],
    isSure: secret.isByHand !== true,
    ...(secret.oneOf && { oneOf: secret.oneOf }),
    ...(namespace !== undefined && { namespace }),
  };
  return fieldsOf(object, secret, scope).flatMap(({ value, path }): NamedSecret[] => {
    if (typeof value !== 'string') return [];
    if (secret.text !== undefined)
      return [...value.matchAll(new RegExp(secret.text, 'g'))].flatMap(({ groups }) =>
        groups?.name === undefined
          ? []
          : [
              {
                ...rest,
                name: groups.name,
                path,
                ...(groups.namespace !== undefined && { namespace: groups.namespace }),
                ...(groups.key !== undefined && { key: { text: groups.key, path } }),
              },
            ],
      );
    const key = secret.key === undefined ? undefined : keyOf(secret.key, scope, path);
    return [{ ...rest, name: value, path, ...(key && { key }) }];
  });
}

function fieldsOf(object: IndexedObject, { name, field }: ReadSecret, scope: ExpressionScope) {
  const found: { value: JsonValue; path: FieldPath }[] =
    name === '**' ? [...everyField(object.value)] : fieldsAt(name, scope);
  return field === undefined ? found : found.filter(({ path }) => String(path.at(-1)).includes(field));
}

function keyOf(expression: string, scope: ExpressionScope, name: FieldPath): NamedSecret['key'] {
  const found = expression.startsWith('^')
    ? fieldsAt(expression.slice(1), { root: valueAt(scope.root, name.slice(0, -1)) ?? null }).map(
        ({ value, path }) => ({
          value,
          path: [...name.slice(0, -1), ...path],
        }),
      )
    : fieldsAt(expression, scope);
  const [first] = found;
  return typeof first?.value === 'string' ? { text: first.value, path: first.path } : undefined;
}
