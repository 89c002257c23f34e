import fc from 'fast-check';
import { expect, test } from 'vitest';
import { terminationMessage } from '../../../src/lifecycle/run/termination-message.ts';
import { anyCodePoint } from '../../any-code-point.ts';

test('a summary that fits is told as it is', () => {
  const summary = { status: 'stopped', findings: [{ code: 'VW5007', what: 'x' }] };
  expect(JSON.parse(terminationMessage(summary))).toEqual(summary);
  expect(JSON.parse(terminationMessage({ status: 'done' }))).toEqual({ status: 'done' });
});

test('one that does not is whole JSON of at most 4096 bytes, with the first findings and the number of the others', () => {
  const finding = fc.record({ code: fc.constant('VW5015'), what: fc.string({ unit: anyCodePoint, maxLength: 300 }) });
  fc.assert(
    fc.property(fc.array(finding, { maxLength: 60 }), fc.nat(3_000), (findings, more) => {
      const all = [...findings, ...Array.from({ length: more }, () => ({ code: 'VW5015', what: 'The key is gone' }))];
      const text = terminationMessage({ status: 'stopped', findings: all });
      expect(Buffer.byteLength(text)).toBeLessThanOrEqual(4096);
      const { findings: shown, omitted = 0 } = JSON.parse(text);
      expect(shown.length + omitted).toBe(all.length);
      expect(JSON.stringify(shown)).toBe(JSON.stringify(all.slice(0, shown.length)));
      // It is cut only where the next one would not fit.
      if (omitted > 0 && shown.length < 100)
        expect(Buffer.byteLength(text) + Buffer.byteLength(JSON.stringify(all[shown.length])) + 1).toBeGreaterThan(
          4090,
        );
    }),
    { numRuns: 50 },
  );
});
