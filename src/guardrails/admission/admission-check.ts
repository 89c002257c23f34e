import type { GuardrailConfiguration } from '../engine/configuration.ts';
import type { Rule } from '../engine/rule.ts';

/** Kinds of objects that a check looks at, as `matchConstraints.resourceRules` names them. */
export interface AdmissionResources {
  readonly apiGroups: readonly string[];
  readonly apiVersions: readonly string[];
  readonly resources: readonly string[];
}

/** Who asks, and what the configuration says. */
export interface AdmissionContext {
  readonly configuration: GuardrailConfiguration;
  /** User names under which Argo CD applies manifests. */
  readonly deployers: readonly string[];
}

/** The part of a rule that an API server can judge when an object is created or changed. */
export interface AdmissionCheck {
  /** The rule whose words the policy carries. */
  readonly rule: Rule;
  /** Last part of the policy's name. */
  readonly name: string;
  readonly resources: AdmissionResources;
  /** Labels that an object must have to be looked at. @default any object */
  readonly objectLabels?: Readonly<Record<string, string>>;
  /**
   * Namespaces to which the check is limited; empty means that there is nothing to enforce.
   * @default every namespace
   */
  namespaces?(context: AdmissionContext): readonly string[];
  /** All of them must hold for a request to be judged. */
  conditions(context: AdmissionContext): readonly { readonly name: string; readonly expression: string }[];
  /** CEL that is true for what may pass. @see https://kubernetes.io/docs/reference/using-api/cel/ */
  expressions(context: AdmissionContext): readonly string[];
}

/** Formats a text as a CEL string. */
export const celString = (text: string): string => JSON.stringify(text);

/** Formats texts as a CEL list. */
export const celList = (texts: readonly string[]): string => `[${texts.map(celString).join(', ')}]`;

/** The namespaces of regulated environments, those with a name rather than a pattern, sorted. */
export function regulatedNamespaces({ configuration }: AdmissionContext): readonly string[] {
  const { environments, production } = configuration;
  const names = [
    ...environments.filter(({ regulated }) => regulated).map(({ namespace }) => namespace),
    ...production.namespaces.filter((glob) => !/[*?[{]/.test(glob)),
  ];
  return [...new Set(names)].sort();
}

/** Returns the options of a rule as the configuration leaves them. */
export function optionsOf(rule: Rule, configuration: GuardrailConfiguration): unknown {
  const set = configuration.rules.get(rule.id)?.findLast((setting) => typeof setting === 'object');
  return rule.options.parse(typeof set === 'object' ? (set.options ?? {}) : {});
}
