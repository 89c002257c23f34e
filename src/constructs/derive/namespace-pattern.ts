/**
 * Namespaces that are created while the platform runs: how they are named, and the labels that all of them
 * carry.
 */
export interface NamespacePattern {
  /** First part of their names, e.g. `ameide-ws-`; a store's condition is anchored to it. */
  readonly prefix: string;
  /** Labels that select them; at least one. */
  readonly labels: Readonly<Record<string, string>>;
}

/**
 * Returns the anchored regular expression that a store's condition uses: an unanchored one would admit any
 * name that contains it.
 */
export const anchoredExpression = ({ prefix }: NamespacePattern): string =>
  `^${prefix.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')}[a-z0-9]([-a-z0-9]*[a-z0-9])?$`;

/**
 * Returns what is wrong with the patterns of one store or placement, or `undefined` where nothing is.
 *
 * A Vault role selects its namespaces by one set of labels, so patterns with different ones could not log in
 * together.
 */
export function namespacePatternDefect(patterns: readonly NamespacePattern[]): string | undefined {
  const spelled = new Set(patterns.map(({ labels }) => JSON.stringify(Object.entries(labels).sort())));
  if (patterns.length === 0) return 'has no conditions';
  if (patterns.some(({ prefix }) => !/^[a-z0-9][-a-z0-9]*$/.test(prefix)))
    return 'has a namespace prefix with which no namespace starts, or every one';
  if (spelled.has('[]')) return 'has a namespace pattern without labels';
  return spelled.size > 1 ? 'has namespace patterns with different labels' : undefined;
}
