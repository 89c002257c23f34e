import { listAt, textAt } from '../manifest/normalise.ts';
import type { IndexedObject } from './indexed-object.ts';
import { isOpenName } from './open-name.ts';

/** An object that another one names. */
export interface NamedObject {
  readonly name: string;
  readonly namespace: string | undefined;
}

/**
 * Returns what a field of the Vault Secrets Operator names: `name`, or `namespace/name`; without either the
 * operator has a default of its own.
 */
export function vaultReference(object: IndexedObject, field: string): NamedObject | undefined {
  const text = textAt(object.value, 'spec', field);
  if (text === undefined || isOpenName(text) || !object.apiVersion.startsWith('secrets.hashicorp.com/'))
    return undefined;
  const [first = '', second] = text.split('/');
  return second === undefined ? { name: first, namespace: object.namespace } : { name: second, namespace: first };
}

/** Finds what a name means; a namespace that nobody shows fits any. */
export const findNamed = (
  all: readonly IndexedObject[],
  { scope }: IndexedObject,
  wanted: NamedObject,
): IndexedObject | undefined =>
  all.find(
    (one) =>
      one.scope === scope &&
      (one.name === wanted.name || isOpenName(one.name)) &&
      (one.namespace === undefined || wanted.namespace === undefined || one.namespace === wanted.namespace),
  );

/**
 * Returns whether a VaultAuth lets a namespace log in. The default of the operator's own namespace lets in
 * everyone, and may be any that is called so.
 */
export function admitsNamespace({ name: own, namespace, value }: IndexedObject, wanted: string): boolean {
  const allowed = listAt(value, 'spec', 'allowedNamespaces');
  const isOpen = namespace === undefined || own === 'default' || allowed.some((one) => isOpenName(String(one)));
  return isOpen || namespace === wanted || allowed.includes(wanted) || (allowed.length === 1 && allowed[0] === '*');
}
