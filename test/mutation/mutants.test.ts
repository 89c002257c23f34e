// biome-ignore-all lint/suspicious/noTemplateCurlyInString: the texts hold template strings
import { stripTypeScriptTypes } from 'node:module';
import { describe, expect, test } from 'vitest';
import { findMutants } from '../../scripts/mutation/find-mutants.ts';
import { instrument, switchName } from '../../scripts/mutation/instrument.ts';
import { nameOfMutant } from '../../scripts/mutation/mutation-document.ts';

const namesOf = (source: string): string[] => findMutants('a.ts', source).map(nameOfMutant);

describe('the mutants of a text', () => {
  test.each([
    ['a === b;', ['a === b; → (nothing)', 'a === b → true', 'a === b → false', 'a === b → a !== b']],
    [
      'f(a < 1);',
      ['f(a < 1); → (nothing)', 'a < 1 → true', 'a < 1 → false', 'a < 1 → a <= 1', 'a < 1 → a >= 1', '1 → 2'],
    ],
    ['const x = a ?? b;', ['a ?? b → a && b']],
    [
      'const x = a ?? (b || c);',
      ['a ?? (b || c) → a && (b || c)', 'b || c → true', 'b || c → false', 'b || c → b && c'],
    ],
    [
      'const x = a && b || c;',
      [
        'a && b || c → true',
        'a && b || c → false',
        'a && b || c → (a && b) && c',
        'a && b → true',
        'a && b → false',
        'a && b → a || b',
      ],
    ],
    ['const x = !a;', ['!a → true', '!a → false', '!a → a']],
    ['const x = y ? 1 : -1;', ['y → true', 'y → false', '1 → 2', '-1 → 1', '1 → 2 (2)']],
    ["const x = 'a' + '';", ["'a' → ''", "'' → 'mutated'"]],
    ['const x = `a${y}`;', ['`a${y}` → ``']],
    ['const x = tag`a${y === 1}`;', []],
    [
      "const x = { 'a-b': [true], [`k`]: {} };",
      ["{ 'a-b': [true], [`k`]: {} } → {}", '[true] → []', 'true → false', '`k` → ``'],
    ],
    ['const x = a?.b.some(c)?.d;', ['a?.b.some(c)?.d → a?.b.some(c).d', 'a?.b.some(c) → a?.b.every(c)', 'a?.b → a.b']],
    ['const x = a?.[0];', ['a?.[0] → a[0]', '0 → 1']],
    ['const x = a.filter(b).map(c);', ['a.filter(b) → a']],
    ['const x = (a): b => c;', ['c → undefined']],
    [
      'class A { readonly #b = 1; static c = d; e() { return f; } static { g(); } }',
      ['1 → 2', 'return f; → (nothing)', 'g(); → (nothing)'],
    ],
    ['const x = (a) => a > 0;', ['a > 0 → true', 'a > 0 → false', 'a > 0 → a >= 0', 'a > 0 → a <= 0', '0 → 1']],
    ['function f() { return 1; }', ['return 1; → (nothing)', '1 → 2']],
    [
      'for (const a of b) { if (a) continue; c += a; }',
      [
        '{ if (a) continue; c += a; } → {}',
        'a → true',
        'a → false',
        'continue; → (nothing)',
        'c += a; → (nothing)',
        'c += a → c -= a',
      ],
    ],
    ["import a from 'b'; import type { c } from 'd'; type E = 'f'; const g = h as 'i'; export * from 'j';", []],
    ["const x = z.string().describe('what it is');", []],
    ['const x = /a|b/;', []],
  ])('%s', (source, expected) => {
    expect(namesOf(source)).toEqual(expected);
  });

  test('of a rule leave out its texts, its examples and what only these use', () => {
    const source = `
      const example = 'only for an example';
      const words = ['of the rule'];
      const isOne = (text: string): boolean => words.includes(text);
      export const aRule = defineRule({
        id: 'a-rule', what: 'What.', severity: 'error',
        messages: { found: () => \`Found\` },
        examples: { failing: [{ title: 'A', files: { a: example } }], passing: [] },
        check({ report }) { report(isOne('found')); },
      });`;
    expect(namesOf(source)).toEqual([
      "['of the rule'] → []",
      "'of the rule' → ''",
      'words.includes(text) → undefined',
      "'error' → ''",
      '{ found: () => `Found` } → {}',
      '`Found` → undefined',
      '`Found` → ``',
      "report(isOne('found')); → (nothing)",
      "'found' → ''",
    ]);
  });

  test('of a text that does not parse are an error', () => {
    expect(() => findMutants('broken.ts', 'const = 1;')).toThrow(/broken\.ts does not parse/);
  });

  test('are told apart where they read the same', () => {
    expect(namesOf('const x = [1, 1];')).toEqual(['[1, 1] → []', '1 → 2', '1 → 2 (2)']);
  });
});

describe('a text with switches', () => {
  const source = `
    const sum: number = [1, 2, 3].filter((each) => each > 1).reduce((all, each) => all + each, 0);
    let text = '';
    for (const each of [undefined, { name: 'a' }]) { if (!each?.name.startsWith('a')) continue; else text += each.name; }
    return \`\${text} \${sum}\`;`;
  const wrapped = `function f(): string {${source}}`;
  const mutants = findMutants('a.ts', wrapped).map((mutant, id) => ({ ...mutant, id }));
  const plain = stripTypeScriptTypes(instrument(wrapped, mutants));
  const run = (active: number | undefined): unknown =>
    new Function(switchName, `${plain}; return f();`)((id: number) => id === active);

  test('does what it did while no mutant is active', () => {
    expect(run(undefined)).toBe('a 5');
  });

  test.each([
    ['[1, 2, 3].filter((each) => each > 1) → [1, 2, 3]', 'a 6'],
    ['each > 1 → each <= 1', 'a 1'],
    ['0 → 1', 'a 6'],
    ["'' → 'mutated'", 'mutateda 5'],
    ['continue; → (nothing)', 'a 5'],
    ["!each?.name.startsWith('a') → each?.name.startsWith('a')", TypeError],
    ['text += each.name; → (nothing)', ' 5'],
    ['return `${text} ${sum}`; → (nothing)', undefined],
  ])('does what its mutant says: %s', (name, expected) => {
    const id = mutants.find((mutant) => nameOfMutant(mutant) === name)?.id;
    if (id === undefined) throw new Error(`There is no mutant ${name}`);
    if (typeof expected === 'function') expect(() => run(id)).toThrow(expected);
    else expect(run(id)).toBe(expected);
  });

  test('can run every mutant, and some of them change the result', () => {
    const outcomes = mutants.map(({ id }) => {
      try {
        return run(id);
      } catch {
        return 'failed';
      }
    });
    expect(outcomes.filter((outcome) => outcome !== 'a 5').length).toBeGreaterThan(mutants.length / 2);
  });
});

test.each([
  ['if (a) b(); else c();', 'if (a) { if (!__isActiveMutant(2)) b(); } else { if (!__isActiveMutant(3)) c(); }'],
])('statements keep their branches: %s', (source, expected) => {
  const mutants = findMutants('a.ts', source).map((mutant, id) => ({ ...mutant, id }));
  expect(
    instrument(
      source,
      mutants.filter(({ operator }) => operator === 'removed statement'),
    ),
  ).toBe(expected);
});
