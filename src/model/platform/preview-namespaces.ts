import { isDnsLabel } from '../kubernetes-names.ts';

/** Names of namespaces that come and go: a prefix that ends in `-`, then `*`. */
export type PreviewNamespaces = `${string}-*`;

/**
 * Returns whether a text names namespaces of previews: anchored by a prefix, so that it admits neither every
 * namespace nor a single one.
 */
export const isPreviewNamespaces = (text: unknown): text is PreviewNamespaces =>
  typeof text === 'string' && text.endsWith('-*') && isDnsLabel(`${text.slice(0, -1)}0`);

/** Returns whether there is a namespace that both admit. */
export const arePreviewsShared = (one: PreviewNamespaces, other: PreviewNamespaces): boolean => {
  const [first, second] = [one, other].map((text) => text.slice(0, -1)) as [string, string];
  return first.startsWith(second) || second.startsWith(first);
};
