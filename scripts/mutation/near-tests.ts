import { readFileSync } from 'node:fs';

/** Run every rule's examples, and compare its document. */
const ofAllRules = /guardrails\/(?:rules|engine\/registry)\.test\.ts$/;
const texts = new Map<string, string>();

/** Whether a file of tests speaks of a rule, or is about all rules. */
export function isNear(file: string, rule: string): boolean {
  if (ofAllRules.test(file)) return true;
  const text = texts.get(file) ?? readFileSync(file, 'utf8');
  texts.set(file, text);
  return text.includes(rule);
}

/** Whether a test, by its whole name, stands in such a file, and not among the tests of another rule. */
export function isTestNear(name: string, rule: string): boolean {
  const [file = ''] = name.split(' > ');
  const [, document, suite] =
    /docs\/rules\/([\w-]+)\.md|rules\.test\.ts > ([\w-]+) > (?:finds|accepts|has at least)\b/.exec(name) ?? [];
  const other = document ?? suite;
  return isNear(file, rule) && (other === undefined || other === rule);
}
