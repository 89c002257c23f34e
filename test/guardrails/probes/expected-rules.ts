/** The rule that answers for a part of a manifest, or the more specific one for a URL. */
const expected: readonly (readonly [RegExp, string])[] = [
  [/^Secret|^template/, 'no-inline-secret'],
  [/^env/, 'no-env-credential'],
  [/^argument|^command/, 'no-argument-credential'],
  [/^annotation/, 'no-annotation-credential'],
  [/^ConfigMap/, 'no-configmap-credential'],
  [/^Helm|^Argo/, 'no-values-credential'],
  [/^custom/, 'no-field-credential'],
  [/JSON patch$/, 'no-configmap-credential'],
  [/^kustomize secret/, 'no-generator-credential'],
  [/^ExternalSecret/, 'template-literal'],
];

/** Returns the rules that may answer for a probe, by its title. */
export const rulesOf = (title: string): string[] => [
  ...expected.flatMap(([pattern, rule]) => (pattern.test(title) ? [rule] : [])),
  ...(/URL|nginx|connection/.test(title) ? ['no-url-credential'] : []),
];
