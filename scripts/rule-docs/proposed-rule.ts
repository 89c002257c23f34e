/** A rule that nobody has written yet. */
export interface ProposedRule {
  readonly family: string;
  readonly id: string;
  readonly code: string;
}

/** What is taken: the ids of the rules by family, and their codes. */
export interface ExistingRules {
  readonly families: ReadonlyMap<string, readonly string[]>;
  readonly codes: ReadonlySet<string>;
}

/**
 * Returns the rule that the arguments of `npm run new:rule` ask for, or what is wrong with them.
 *
 * @param args `<family>/<id>` and, unless the first free one will do, a code
 */
export function proposedRule(
  [path = '', wanted]: readonly string[],
  { families, codes }: ExistingRules,
): ProposedRule | string {
  const [family = '', id = ''] = path.includes('/') ? path.split('/') : ['', path];
  const free = Array.from({ length: 900 }, (_, index) => `VW${3060 + index}`).find((each) => !codes.has(each));
  const code = wanted ?? free ?? '';
  if (!families.has(family)) return `The family of a rule is one of ${[...families.keys()].sort().join(', ')}.`;
  if (!/^[a-z][a-z0-9]*(?:-[a-z0-9]+)+$/.test(id)) return 'The id of a rule is two or more words in kebab case.';
  if (!/^VW3\d{3}$/.test(code) || code === 'VW3999') return 'The code of a rule is VW3000 to VW3998.';
  if (codes.has(code)) return `Code ${code} belongs to another rule.`;
  return [...families.values()].flat().includes(id) ? `Rule ${id} exists.` : { family, id, code };
}
