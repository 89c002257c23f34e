import type { NetworkPolicySpec, PolicyRule } from '../../../imports/kubernetes.d.ts';

/** Rights of a program outside of its own namespace. */
export interface ForeignRules {
  /** Namespace in which they hold; `undefined` for the whole cluster. */
  readonly namespace: string | undefined;
  readonly rules: PolicyRule[];
}

/** What a program of the cluster needs around it: what it reads, what it may do, whom it reaches. */
export interface Program<Settings> {
  /** Kind of the document that holds its settings; it is rendered with the program. */
  readonly settings: string;
  /** Kinds of further documents that it reads, rendered in the same namespace. */
  readonly documents: readonly string[];
  /** Splits settings that may be too large for one ConfigMap. @default they fit into one */
  split?(settings: Settings): readonly Settings[];
  /** Returns the rules of its Role: each object by its name, nothing else. */
  rules(settings: Settings): PolicyRule[];
  /** Returns its rules elsewhere, in the same way; each namespace once. @default none */
  foreignRules?(settings: Settings): ForeignRules[];
  /** Returns what its Pod may reach. @param podLabels labels of the Pod */
  network(settings: Settings, podLabels: Readonly<Record<string, string>>): NetworkPolicySpec;
  /** Returns labels of its Pod besides those that every one has. @default none */
  podLabels?(settings: Settings): Readonly<Record<string, string>>;
  /** Returns annotations of its ServiceAccount. @default none */
  accountAnnotations?(settings: Settings): Readonly<Record<string, string>>;
}
