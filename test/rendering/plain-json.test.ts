import { describe, expect, test } from 'vitest';
import { NotJsonError, toPlainJson } from '../../src/rendering/plain-json.ts';

/** Answers `first` once and `then` ever after, as nothing that is judged before it is written may. */
function twoAnswers(first: string, then: string): () => string {
  let isAsked = false;
  return () => {
    const answer = isAsked ? then : first;
    isAsked = true;
    return answer;
  };
}

describe('what renders is copied, so that it answers the guardrails and the file alike', () => {
  const sources: readonly (readonly [string, () => object])[] = [
    ['a getter', () => Object.defineProperty({}, 'a', { enumerable: true, get: twoAnswers('judged', 'written') })],
    [
      'a proxy',
      () => {
        const answer = twoAnswers('judged', 'written');
        return new Proxy({ a: '' }, { get: (target, key) => (key === 'a' ? answer() : Reflect.get(target, key)) });
      },
    ],
  ];
  test.each(sources)('%s', (_, make) => {
    const plain = toPlainJson(make());
    expect([plain.a, plain.a]).toEqual(['judged', 'judged']);
  });

  test('an item of a list that is a getter', () => {
    const list = Object.defineProperty([''], 0, { enumerable: true, get: twoAnswers('judged', 'written') });
    const { list: plain } = toPlainJson({ list }) as { list: string[] };
    expect([plain[0], plain[0]]).toEqual(['judged', 'judged']);
  });

  test('what is changed later stays as it was copied', () => {
    const source = { spec: { list: ['judged'] } };
    const plain = toPlainJson(source);
    source.spec.list[0] = 'written';
    expect(plain).toEqual({ spec: { list: ['judged'] } });
  });

  test('a key that would set the prototype is a key', () => {
    const plain = toPlainJson(JSON.parse('{"__proto__":{"a":1}}'));
    expect(Object.keys(plain)).toEqual(['__proto__']);
    expect(Object.getPrototypeOf(plain)).toBe(Object.prototype);
  });

  test('undefined is left out of maps and null in lists', () => {
    expect(toPlainJson({ a: undefined, b: [undefined, 1] })).toEqual({ b: [null, 1] });
  });

  test.each([
    ['a function', { a: () => 'x' }],
    ['an instance', { a: new Date(0) }],
    ['a text as an object', { a: [Object('x')] }],
    ['no number', { a: Number.NaN }],
  ])('%s is refused by its place', (_, value) => {
    expect(() => toPlainJson(value)).toThrow(NotJsonError);
  });
});
