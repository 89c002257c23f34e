import { expect, test } from 'vitest';
import { newRuleTexts } from '../../scripts/rule-docs/new-rule-texts.ts';
import { proposedRule } from '../../scripts/rule-docs/proposed-rule.ts';
import { ruleRegistry } from '../../scripts/rule-docs/rule-registry.ts';

test('the registry takes a new rule in by its code', () => {
  const rule =
    newRuleTexts('inline', 'no-such-thing', 'VW3998').get('src/guardrails/rules/inline/no-such-thing.ts') ?? '';
  const earlier = rule.replace('VW3998', 'VW3000').replaceAll('noSuchThing', 'allSuchThings');
  const registry = ruleRegistry(
    new Map([
      ['inline/no-such-thing.ts', rule],
      ['vault/all-such-things.ts', earlier],
    ]),
  );
  expect(registry).toContain('  allSuchThings,\n  noSuchThing,\n');
});

const existing = {
  families: new Map([
    ['inline', ['no-inline-secret']],
    ['vault', ['known-secret']],
  ]),
  codes: new Set(['VW3050', 'VW3060']),
};

test('a new rule gets the first free code, or the one that it asks for', () => {
  expect(proposedRule(['vault/no-such-thing'], existing)).toEqual({
    family: 'vault',
    id: 'no-such-thing',
    code: 'VW3061',
  });
  expect(proposedRule(['vault/no-such-thing', 'VW3998'], existing)).toMatchObject({ code: 'VW3998' });
});

test.each([
  ['no family', ['some-thing'], 'The family of a rule is one of inline, vault.'],
  ['no id', ['inline/'], 'The id of a rule is two or more words in kebab case.'],
  ['one word', ['inline/thing'], 'The id of a rule is two or more words in kebab case.'],
  ['a rule that exists', ['vault/known-secret'], 'Rule known-secret exists.'],
  ['a rule of another family', ['inline/known-secret'], 'Rule known-secret exists.'],
  ['a code that is given', ['vault/another-thing', 'VW3050'], 'Code VW3050 belongs to another rule.'],
  ['a code of something else', ['vault/another-thing', 'VW2050'], 'The code of a rule is VW3000 to VW3998.'],
  ['the code of wrong settings', ['vault/another-thing', 'VW3999'], 'The code of a rule is VW3000 to VW3998.'],
])('npm run new:rule refuses %s', (_, args, problem) => {
  expect(proposedRule(args, existing)).toBe(problem);
});
