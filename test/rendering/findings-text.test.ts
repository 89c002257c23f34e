import { describe, expect, test } from 'vitest';
import type { Diagnostic, Place } from '../../src/model/diagnostics/diagnostic.ts';
import { findingsText } from '../../src/rendering/findings-text.ts';

const finding = (place: Place, what = 'A thing is wrong', severity: 'error' | 'warning' = 'error'): Diagnostic => ({
  code: 'VW1001',
  severity,
  what,
  why: 'It would break.',
  fix: 'Correct it.',
  place,
});
const rendered = (environment: string, name = 'a'): Place => ({
  position: { file: 'src/a.ts', line: 1, column: 2 },
  constructPath: 'a/b',
  environment,
  output: `${environment}/services/a/a.k8s.yaml`,
  object: { kind: 'ConfigMap', namespace: `shop-${environment}`, name },
});
const where = (text: string): string[] => text.match(/^ {2}(?:where|also): .*$/gm) ?? [];

describe('findings of a run', () => {
  test('are told once where only the environment differs', () => {
    const { text, errors } = findingsText(
      ['eu', 'test', 'us'].map((name) => finding(rendered(name), `In shop-${name}`)),
    );
    expect(text).toMatchInlineSnapshot(`
      "error VW1001: In shop-eu
        where: src/a.ts:1:2, construct a/b, environment eu, output eu/services/a/a.k8s.yaml, ConfigMap shop-eu/a
        why:   It would break.
        fix:   Correct it.
        also:  in test, us

      "
    `);
    expect(errors).toBe(1);
  });

  test.each<[string, readonly Diagnostic[], number]>([
    ['objects', [finding(rendered('eu')), finding(rendered('us', 'b'))], 2],
    ['messages', [finding(rendered('eu'), 'One'), finding(rendered('us'), 'Other')], 2],
    [
      'messages in which the name of an environment is part of a word',
      [finding(rendered('eu'), 'neutral'), finding(rendered('us'), 'ntral')],
      2,
    ],
    ['severities', [finding(rendered('eu')), finding(rendered('us'), undefined, 'warning')], 1],
    ['lines', [finding({ position: { file: 'a', line: 1 } }), finding({ position: { file: 'a', line: 2 } })], 2],
  ])('are told apart by their %s', (_, findings, expected) => {
    const { text, errors } = findingsText(findings);
    expect(where(text).map((line) => line.slice(0, 8))).toEqual(['  where:', '  where:']);
    expect(errors).toBe(expected);
  });

  test('that have no place say none', () => {
    expect(where(findingsText([finding({})]).text)).toEqual([]);
  });
});
