import { templateActions } from '../../model/template-actions.ts';

const assignment = /^\s*(?:(?:else\s+)?if\s+|with\s+)?(\$\w+)\s*:?=([\s\S]*)$/;
const random =
  /\b(rand(?:AlphaNum|Alpha|Numeric|Ascii|Bytes|Int)|genPrivateKey|genSelfSignedCert|genSignedCert|genCA|derivePassword|uuidv4|lookup(?=\s+"v1"\s+"Secret"))\b/;

/**
 * Finds the variables of a chart's template that get a random value, or what a Secret of the cluster holds,
 * and through which function.
 *
 * `undefined` where there are none, as in nearly every text.
 */
export function randomVariables(text: string): ReadonlyMap<string, string> | undefined {
  if (!random.test(text)) return undefined;
  const found = new Map<string, string>();
  for (const { body } of templateActions(text)) {
    const [, name, expression = ''] = assignment.exec(body) ?? [];
    if (name === undefined) continue;
    const inherited = [...expression.matchAll(/\$\w+/g)].flatMap(([variable]) => found.get(variable) ?? []);
    const fn = random.exec(expression)?.[1] ?? inherited[0];
    if (fn !== undefined && !found.has(name)) found.set(name, fn);
  }
  return found.size > 0 ? found : undefined;
}
