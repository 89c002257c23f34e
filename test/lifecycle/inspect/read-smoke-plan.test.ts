import { describe, expect, test } from 'vitest';
import { readSmokePlan } from '../../../src/lifecycle/inspect/read-smoke-plan.ts';
import { splitSmokePlan } from '../../../src/model/documents/document-parts.ts';
import type { SmokePlan } from '../../../src/model/documents/smoke-plan.ts';
import { plan } from './smoke-plan.ts';

describe('readSmokePlan', () => {
  const many: SmokePlan = {
    ...plan,
    keys: Object.fromEntries(Array.from({ length: 3000 }, (_, index) => [`key-${index}`, { writer: 'bootstrap' }])),
    secrets: Array.from({ length: 3000 }, (_, index) => ({
      namespace: 'shop',
      externalSecret: `s${index}-sync`,
      secret: `s${index}`,
      keys: [{ name: 'k', from: [`key-${index}`] }],
    })),
    digests: {
      namespace: 'shop',
      configMap: 'versions',
      values: [{ namespace: 'shop', secret: 's2999', key: 'k', names: ['n'] }],
    },
  };
  const reader = (parts: readonly SmokePlan[]) => (name: string) => {
    const index = Number(/-(\d+)$/.exec(name)?.[1] ?? 1) - 1;
    return parts[index] && JSON.stringify(parts[index]);
  };

  test('puts the parts of a large plan together', () => {
    const parts = splitSmokePlan(many);
    expect(parts.length).toBeGreaterThan(2);
    for (const part of parts) expect(JSON.stringify(part).length).toBeLessThan(150_000);
    const sorted = (entries: SmokePlan['keys']) => Object.entries(entries).sort();
    const joined = readSmokePlan(reader(parts));
    expect({ ...joined, keys: sorted(joined.keys) }).toEqual({ ...many, keys: sorted(many.keys) });
  });

  test.each<[string, (parts: SmokePlan[]) => (name: string) => string | undefined]>([
    ['no plan', () => () => undefined],
    ['no JSON', () => () => '{'],
    ['another kind', () => () => '{"kind":"FixtureMap"}'],
    ['a missing part', (parts) => reader(parts.slice(0, -1))],
    [
      'parts of two smokes',
      (parts) => reader(parts.map((part, index) => (index === 1 ? { ...part, name: 'other' } : part))),
    ],
  ])('refuses %s', (_, read) => {
    expect(() => readSmokePlan(read(splitSmokePlan(many)))).toThrow('VW5178');
  });
});
