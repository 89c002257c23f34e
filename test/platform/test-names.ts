import { type Expression, parseSync, Visitor } from 'oxc-parser';

/**
 * Lists the names of the tests of a file as they are written, those of `test.each` with their placeholders.
 */
export function testNamesIn(text: string): string[] {
  const names: string[] = [];
  new Visitor({
    CallExpression: ({ callee, arguments: [name] }) => {
      if (isTest(callee) && name?.type === 'Literal' && typeof name.value === 'string') names.push(name.value);
    },
  }).visit(parseSync('any.test.ts', text).program);
  return names;
}

/** `test`, `test.only` and what `test.each(…)` gives; skipped ones show nothing. */
function isTest(callee: Expression): boolean {
  switch (callee.type) {
    case 'Identifier':
      return callee.name === 'test' || callee.name === 'it';
    case 'MemberExpression':
      return (
        isTest(callee.object) &&
        !(callee.property.type === 'Identifier' && /^(skip|todo|fails)$/.test(callee.property.name))
      );
    case 'CallExpression':
    case 'TaggedTemplateExpression':
      return isTest(callee.type === 'CallExpression' ? callee.callee : callee.tag);
    case 'TSInstantiationExpression':
      return isTest(callee.expression);
    default:
      return false;
  }
}
