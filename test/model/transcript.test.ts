import { describe, expect, test } from 'vitest';
import {
  nextRecord,
  readTranscript,
  recordLine,
  type TranscriptEntry,
  type TranscriptRecord,
} from '../../src/model/documents/transcript.ts';

const entry = (second: number, more: Partial<TranscriptEntry> = {}): TranscriptEntry => ({
  time: `2026-11-30T08:00:0${second}.000Z`,
  environment: 'production',
  cluster: 'c1',
  officer: 'ada',
  step: 'receipt',
  event: 'received',
  ...more,
});
const chain = (...entries: readonly TranscriptEntry[]): TranscriptRecord[] => {
  const records: TranscriptRecord[] = [];
  for (const each of entries) records.push(nextRecord(records.at(-1), each));
  return records;
};
const spell = (records: readonly TranscriptRecord[]): string => records.map(recordLine).join('');
const whole = chain(
  entry(1, { cluster: '', step: 'init', event: 'done', facts: { shares: 3, seal: 'transit' } }),
  entry(2, { holders: [{ name: 'ada', fingerprint: 'A'.repeat(40), channel: 'by hand' }] }),
  entry(3, { files: [{ name: 'share-ada.gpg', sha256: 'f'.repeat(64) }] }),
);
const [first, second, third] = whole as [TranscriptRecord, TranscriptRecord, TranscriptRecord];

describe('a transcript', () => {
  test('holds where nothing was changed, whatever the order of fields in a line', () => {
    expect(readTranscript(spell(whole))).toEqual({ records: whole, defects: [] });
    const { hash, ...rest } = third;
    const turned = { hash, ...Object.fromEntries(Object.entries(rest).reverse()) } as unknown as TranscriptRecord;
    expect(readTranscript(spell([first, second, turned])).defects).toEqual([]);
  });

  // A token of the shape that servers make, which must not stand in a file of tests.
  const token = ['hvs', 'A'.repeat(24)].join('.');
  test.each<[string, string, RegExp]>([
    ['an empty file', '', /empty/],
    ['half a line', spell(whole).slice(0, -40), /3 is no record/],
    ['a changed field', spell(whole).replace('by hand', 'by post'), /2 was changed/],
    ['a changed hash', spell(whole).replaceAll(second.hash, '0'.repeat(64)), /2 was changed/],
    ['a line less', spell([first, third]), /2 does not follow/],
    ['two lines turned round', spell([second, first, third]), /1 does not follow/],
    ['a line twice', spell([first, second, second, third]), /3 does not follow/],
    ['an unknown field', spell(whole).replace('"step"', '"share":"x","step"'), /1 is no record/],
    ['an older line', spell(chain(entry(3), entry(1))), /2 is older/],
    ['another cluster', spell(chain(entry(1), entry(2, { cluster: 'c2' }))), /2 is about another cluster/],
    ['another environment', spell(chain(entry(1), entry(2, { environment: 'dev' }))), /2 is about another env/],
    ['a token', spell(chain(entry(1, { facts: { note: token } }))), /1 holds what looks like a token/],
  ])('does not with %s', (_, text, message) => {
    const found = readTranscript(text).defects.map(({ line, what }) => `${line} ${what}`);
    expect(found.join('\n')).toMatch(message);
    expect(found.join('\n')).not.toContain(token);
  });
});
