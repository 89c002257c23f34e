/** Namespaces that are created while the platform runs: how they are named, and the labels that all of them carry. */
export interface NamespacePattern {
  /** First part of their names, e.g. `ameide-ws-`; a store's condition is anchored to it. */
  readonly prefix: string;
  /** Labels that select them; at least one. */
  readonly labels: Readonly<Record<string, string>>;
}

/** Gives the anchored regular expression that a store's condition uses: an unanchored one would admit any name that contains it. */
export const anchoredExpression = ({ prefix }: NamespacePattern): string =>
  `^${prefix.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')}[a-z0-9]([-a-z0-9]*[a-z0-9])?$`;
