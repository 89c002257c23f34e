import { judge } from '../credential/credential.ts';
import { denotationOf } from '../credential/key-name.ts';
import { hole } from '../credential/variables.ts';
import type { RecipeFlow } from './recipe-flow.ts';

/** The last segment is the key's own name; folders before it may be called `tokens`. */
const namesOf = (id: string): string[] => (id.split('/').at(-1) ?? id).split('#');

/**
 * Returns whether the recipe of a Vault key holds a credential, by what it makes and by the names of the key
 * and of the data keys that hold it.
 */
export function holdsCredential(id: string, dataKeys: readonly string[], flow: RecipeFlow): boolean {
  const { text, hidesLiteral } = flow.madeFor(id);
  if (hidesLiteral) return true;
  const names = namesOf(id);
  if (text.includes(hole)) return names.some((key) => judge(key, text).length > 0);
  // An access key of an object store is the name of its user.
  if ([...names, ...dataKeys].some((one) => denotationOf(one) === 'credential')) return text !== '';
  return names.some((key) => judge(key, text, { mayBeName: true }).length > 0);
}
