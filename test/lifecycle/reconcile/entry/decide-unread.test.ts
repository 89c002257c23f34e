import { describe, expect, test } from 'vitest';
import type { EntryHistory } from '../../../../src/lifecycle/clients/vault/key-value-store.ts';
import {
  decideUnread,
  type MadeKey,
  type MadeRecipe,
  madeKeys,
  type UnreadDecision,
} from '../../../../src/lifecycle/reconcile/entry/decide-unread.ts';
import { markerMetadata, recipeHash, type ValueSource } from '../../../../src/lifecycle/values/value-marker.ts';
import type { EntryDuty } from '../../../../src/model/documents/configurator-policy.ts';

const generate = { type: 'generate', length: 32, alphabet: 'hex', derivation: 'random' } as const;
const literal = { type: 'literal', value: 'ledger' } as const;
const upstream = { type: 'upstream', name: 'x', required: true } as const;
const compose: MadeRecipe = { type: 'compose', parts: [{ key: 'other', encode: 'none' }] };

const version = 3;
const keyOf = (recipe: MadeRecipe, property = 'value'): MadeKey => ({
  id: 'k',
  property,
  recipe,
  fixture: { origin: 'generated', writer: 'bootstrap', recipe },
});
const live = (metadata: Readonly<Record<string, string>>, more: object = {}): EntryHistory => ({
  kind: 'present',
  version,
  state: 'live',
  createdAt: 1000,
  metadata,
  ...more,
});
const marked = (
  source: ValueSource,
  recipe: MadeRecipe,
  at = version,
  upstreamVersion?: string,
  property?: string,
): Record<string, string> =>
  markerMetadata({ source, recipe: recipeHash(recipe), version: at }, upstreamVersion, property);

const shown = (decision: UnreadDecision): string =>
  'code' in decision ? `${decision.action} ${decision.code}` : decision.action;
const decide = (
  recipe: MadeRecipe,
  history: EntryHistory,
  {
    held,
    parts = 0,
    write = recipe.type === 'upstream' ? 'follow' : 'create',
    property = 'value',
  }: {
    held?: string | null;
    parts?: number;
    write?: EntryDuty['write'];
    property?: string;
  } = {},
): string => {
  const value = held === undefined ? undefined : { value: 'v', ...(held !== null && { version: held }) };
  return shown(decideUnread({ key: keyOf(recipe, property), upstream: value, partsChangedAt: parts }, write, history));
};

describe('an entry that is absent, empty or gone', () => {
  const empty = live({}, { version: 0, state: 'empty' });
  const gone = (state: string) => live(marked('generate', generate), { state });
  test.each<[string, string, string]>([
    ['a generated key', decide(generate, { kind: 'absent' }), 'create'],
    ['an external key', decide(upstream, { kind: 'absent' }, { held: '1' }), 'create'],
    ['an external key that the store does not hold', decide(upstream, { kind: 'absent' }), 'not-held'],
    ['metadata before any value', decide(generate, empty), 'refuse VW5201'],
    ['metadata before any value, beside a copy', decide(generate, empty, { write: 'merge' }), 'refuse VW5201'],
    ['metadata before any copy, which may be updated', decide(upstream, empty, { held: '1' }), 'create'],
    ['a deleted version', decide(generate, gone('deleted')), 'refuse VW5015'],
    ['a destroyed version', decide(literal, gone('destroyed')), 'refuse VW5015'],
    ['a deleted copy', decide(upstream, gone('deleted'), { held: '1' }), 'refuse VW5015'],
  ])('%s', (_, decided, expected) => expect(decided).toBe(expected));
});

describe('a value of our own making', () => {
  const changed = { type: 'literal', value: 'other' } as const;
  const other = { ...generate, length: 64 };
  test.each<[string, string, string]>([
    ['that nobody touched', decide(generate, live(marked('generate', generate))), 'unchanged'],
    ['on top of which somebody wrote', decide(generate, live(marked('generate', generate, 2))), 'keep'],
    ['without a marker', decide(literal, live({})), 'keep'],
    ['whose recipe changed, where it is random', decide(other, live(marked('generate', generate))), 'keep'],
    ['whose declared text changed', decide(changed, live(marked('literal', literal))), 'refuse VW5200'],
    ['that was a copy before', decide(literal, live(marked('upstream', upstream))), 'refuse VW5200'],
    ['that was a placeholder', decide(generate, live(marked('placeholder', generate))), 'refuse VW5200'],
    ['composed of older values', decide(compose, live(marked('compose', compose)), { parts: 999 }), 'unchanged'],
    ['composed of a newer value', decide(compose, live(marked('compose', compose)), { parts: 1001 }), 'refuse VW5204'],
    [
      'declared after its entry was written',
      decide(generate, live(marked('generate', generate, version, undefined, 'a')), { property: 'b' }),
      'refuse VW5202',
    ],
    [
      'declared after its entry was written, as its plain value',
      decide(generate, live(marked('generate', generate, version, undefined, 'a'))),
      'refuse VW5202',
    ],
    [
      'in an entry that somebody wrote since',
      decide(generate, live(marked('generate', generate, 2, undefined, 'a')), { property: 'b' }),
      'keep',
    ],
  ])('%s', (_, decided, expected) => expect(decided).toBe(expected));
});

describe('a copy', () => {
  const named = { ...upstream, name: 'y' };
  test.each<[string, string, string]>([
    ['of the newest value', decide(upstream, live(marked('upstream', upstream, 3, '7')), { held: '7' }), 'unchanged'],
    ['of a former value', decide(upstream, live(marked('upstream', upstream, 3, '7')), { held: '8' }), 'follow'],
    ['of a store that names no version', decide(upstream, live(marked('upstream', upstream)), { held: null }), 'keep'],
    [
      'whose store began to name versions',
      decide(upstream, live(marked('upstream', upstream)), { held: '1' }),
      'follow',
    ],
    ['under another name', decide(named, live(marked('upstream', upstream, 3, '7')), { held: '7' }), 'mark'],
    ['in place of what was generated', decide(upstream, live(marked('generate', generate)), { held: '1' }), 'follow'],
    ['that the store no longer holds', decide(upstream, live(marked('upstream', upstream, 3, '7'))), 'unchanged'],
    [
      'on top of which somebody wrote, while the store stayed',
      decide(upstream, live(marked('upstream', upstream, 2, '7')), { held: '7' }),
      'keep',
    ],
    [
      'that somebody wrote or a run that died, while the store changed',
      decide(upstream, live(marked('upstream', upstream, 2, '7')), { held: '8' }),
      'refuse VW5203',
    ],
    ['of which nobody knows', decide(upstream, live({}), { held: '7' }), 'refuse VW5203'],
    [
      'that came to an entry of ours',
      decide(upstream, live(marked('upstream', upstream, version, '1', 'a')), { held: '7', property: 'b' }),
      'follow',
    ],
  ])('%s', (_, decided, expected) => expect(decided).toBe(expected));
});

test('what a producer or somebody else writes is none of it', () => {
  const fixture = { origin: 'service-generated', writer: 'job' } as const;
  const keys = [
    { id: 'a', property: 'value', fixture },
    { id: 'b', property: 'value', fixture: { ...fixture, recipe: { type: 'placeholder' as const } } },
    { ...keyOf(generate), id: 'c' },
  ];
  expect(madeKeys(keys).map(({ id }) => id)).toEqual(['c']);
});
