import { everyField } from '../manifest/every-field.ts';
import type { JsonValue } from '../manifest/manifest.ts';
import { fieldOf, isObject, listAt, objectAt, textAt } from '../manifest/normalise.ts';
import type { IndexedObject } from './indexed-object.ts';
import { producerFrom } from './producer-from.ts';
import type { SecretProducer } from './secret-producer.ts';

/** A policy that copies every Secret of a namespace, or those with some labels, into others. */
export interface ListedCopy {
  readonly scope: string;
  readonly namespace: string;
  readonly labels: readonly (readonly [string, JsonValue])[];
}

const generations = (object: IndexedObject): JsonValue[] =>
  object.kindKey !== 'clusterpolicy' && object.kindKey !== 'policy'
    ? []
    : listAt(object.value, 'spec', 'rules').flatMap((rule) => {
        const generate = fieldOf(rule, 'generate');
        return isObject(generate) ? [generate, ...listAt(generate, 'foreach')] : [];
      });

/**
 * Lists the Secrets that Kyverno generates or clones, into namespaces that a variable usually gives.
 * @see https://kyverno.io/docs/policy-types/cluster-policy/generate/
 */
export function generatedByPolicy(object: IndexedObject): SecretProducer[] {
  const made = (name: string): SecretProducer[] =>
    producerFrom(object, { name, isAnywhere: true, ownership: 'shares' });
  if (object.kindKey === 'generatingpolicy' || object.kindKey === 'namespacedgeneratingpolicy')
    return expressionsOf(object).flatMap(secretsNamed).flatMap(made);
  return generations(object).flatMap((generate) =>
    textAt(generate, 'kind') === 'Secret' ? made(textAt(generate, 'name') ?? '') : [],
  );
}

/**
 * Lists the clones of many Secrets at once.
 * @see https://kyverno.io/docs/policy-types/cluster-policy/generate/#clone-source
 */
export function listedCopies(object: IndexedObject): ListedCopy[] {
  const { scope } = object;
  const lists = generations(object).flatMap((generate) => {
    const list = objectAt(generate, 'cloneList');
    const namespace = textAt(list, 'namespace');
    if (namespace === undefined || !listAt(list, 'kinds').some((kind) => /(?:^|\/)Secret$/.test(String(kind))))
      return [];
    return [{ scope, namespace, labels: Object.entries(objectAt(list, 'selector', 'matchLabels')) }];
  });
  if (object.kindKey !== 'generatingpolicy') return lists;
  const listed = expressionsOf(object).flatMap((text) =>
    [...text.matchAll(/resource\.List\(\s*["']v1["']\s*,\s*["']secrets["']\s*,\s*["']([^"']+)["']/g)].flatMap(
      ([, namespace]) => (namespace === undefined ? [] : [{ scope, namespace, labels: [] }]),
    ),
  );
  return [...lists, ...listed];
}

const expressionsOf = ({ value }: IndexedObject): string[] =>
  [...everyField(value)].flatMap(({ key, value: text }) =>
    key === 'expression' && typeof text === 'string' ? [text] : [],
  );

/** The Secrets that CEL copies or builds. @see https://kyverno.io/docs/policy-types/generating-policy/ */
const secretsNamed = (text: string): string[] => [
  ...[...text.matchAll(/resource\.Get\(\s*["']v1["']\s*,\s*["']secrets["']\s*,[^,]+,\s*["']([^"']+)["']/g)].flatMap(
    ([, name]) => name ?? [],
  ),
  ...(/["']?kind["']?\s*:\s*(?:dyn\()?["']Secret["']/.test(text)
    ? [...text.matchAll(/["']?name["']?\s*:\s*(?:dyn\()?["']([^"']+)["']/g)].flatMap(([, name]) => name ?? [])
    : []),
];
