/**
 * Merges sync options: the union by name, and where both have one, the component's value.
 *
 * The result is written whole, since Argo CD replaces lists and would drop those of the template.
 */
export function mergeSyncOptions(base: readonly string[], own: readonly string[]): string[] {
  const byName = new Map([...base, ...own].map((option) => [option.split('=', 1)[0] ?? option, option]));
  return [...byName.values()];
}
