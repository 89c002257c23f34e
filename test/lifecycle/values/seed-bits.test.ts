import { randomBytes, randomUUID } from 'node:crypto';
import { expect, test } from 'vitest';
import { seedBits } from '../../../src/lifecycle/values/seed-bits.ts';

test.each([
  '',
  ' '.repeat(16),
  'a'.repeat(40),
  '0123456789abcdef',
  'abcdefghijklmnopqrstuvwxyz',
  'zyxwvutsrqponmlkjihgfedcba',
  'passwordpassword',
  'password12345678',
  'changeme-changeme-changeme',
  'correcthorsebatterystaple',
  'correct horse battery staple',
  'a seed of one developer',
  'the quick brown fox jumps over the lazy dog',
  'abcabcabcabcabcabcabc',
  'qwertyuiopasdfghjkl',
  '1111222233334444',
  '20261130202611302026',
  'local-dev-seed-2026-11-30',
  'fault-matrix-seed-0123456789',
  'Hunter2Hunter2Hunter2',
  'Winter2026!Winter2026!',
  'platform-team-2026-seed!',
])('%j can be guessed', (seed) => {
  expect(seedBits(seed)).toBeLessThan(64);
});

test.each<[string, () => string]>([
  ['hex', () => randomBytes(16).toString('hex')],
  ['a UUID', () => randomUUID()],
  ['base64 of 32 bytes', () => randomBytes(32).toString('base64')],
  ['base64url of 32 bytes', () => randomBytes(32).toString('base64url')],
])('%s cannot', (_, make) => {
  for (let run = 0; run < 2_000; run++) expect(seedBits(make())).toBeGreaterThanOrEqual(64);
});

test('takes time in proportion to a long text', () => {
  const time = (length: number): number => {
    const text = 'ab-1'.repeat(length / 4);
    const start = process.cpuUsage();
    seedBits(text);
    return process.cpuUsage(start).user;
  };
  expect(time(200_000)).toBeLessThan(500_000);
});
