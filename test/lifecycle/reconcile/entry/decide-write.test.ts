import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { StoredEntry } from '../../../../src/lifecycle/clients/vault/entry-reader.ts';
import {
  type DesiredState,
  decideWrite,
  type StandingValue,
} from '../../../../src/lifecycle/reconcile/entry/decide-write.ts';
import type { ValueMarker, ValueSource } from '../../../../src/lifecycle/values/value-marker.ts';

const version = 7;
const present: StoredEntry = {
  kind: 'present',
  version,
  properties: { value: 'v', other: 1 },
  metadata: {},
  createdAt: 0,
};
const sources = ['generate', 'literal', 'compose', 'placeholder', 'upstream', 'backfill'] as const;

/** What is known of the only property of an entry, without a look at its history. */
function standing(stored: StoredEntry, marker: ValueMarker | undefined, isPlaceholder: boolean): StandingValue {
  const { value } = stored.kind === 'present' ? stored.properties : {};
  const version = stored.kind === 'present' ? stored.version : 0;
  const isOurs = stored.kind === 'present' && marker?.version === version;
  return {
    stored,
    current: typeof value === 'string' ? value : undefined,
    isMissing: false,
    marker,
    isOurs,
    isNew: version === (marker?.version ?? 0) + 1,
    isPlaceholder,
  };
}

/** What stands there: whose it is, and whether it is the desired value. */
const states = {
  absent: [{ kind: 'absent' }, undefined],
  deleted: [{ kind: 'deleted', version, isDestroyed: false }, undefined],
  destroyed: [{ kind: 'deleted', version, isDestroyed: true }, undefined],
  'no text': [{ ...present, properties: { other: 1 } }, undefined],
  unmarked: [present, undefined],
  'changed by others': [present, -3],
  'one above ours': [present, -1],
  'ours, same recipe': [present, 0],
  'ours, other recipe': [present, 0],
} as const satisfies Record<string, readonly [StoredEntry, number | undefined]>;
type State = keyof typeof states;

const shown = (decision: ReturnType<typeof decideWrite>): string =>
  decision.action === 'write' || decision.action === 'keep' || decision.action === 'refuse'
    ? `${decision.action}: ${decision.reason}`
    : decision.action;

function decide(state: State, markedAs: ValueSource, wished: ValueSource, isThere: boolean, isPlaceholder: boolean) {
  const [stored, distance] = states[state];
  const marker: ValueMarker | undefined =
    distance === undefined
      ? undefined
      : { source: markedAs, recipe: state === 'ours, other recipe' ? 'old' : 'new', version: version + distance };
  const desired: DesiredState = { source: wished, recipe: 'new', isThere };
  return decideWrite(standing(stored, marker, isPlaceholder), desired);
}

describe('where nothing of a value stands', () => {
  test.each([
    ['absent', 'write: absent'],
    ['deleted', 'refuse: deleted'],
    ['destroyed', 'refuse: destroyed'],
    ['no text', 'refuse: no value'],
  ] as const)('%s → %s, whatever is wished', (state, expected) => {
    for (const source of sources) expect(shown(decide(state, 'literal', source, false, false)), source).toBe(expected);
  });

  test('absent is written as version 1 only', () => {
    expect(decide('absent', 'literal', 'literal', false, false)).toMatchObject({ action: 'write', version: 0 });
  });
});

describe('where the wished value stands', () => {
  test.each<[State, string]>([
    ['unmarked', 'unchanged'],
    ['changed by others', 'unchanged'],
    // A crash came between value and marker.
    ['one above ours', 'mark'],
    ['ours, same recipe', 'unchanged'],
    ['ours, other recipe', 'mark'],
  ])('%s → %s, placeholder or not', (state, expected) => {
    for (const source of sources)
      for (const isPlaceholder of [false, true])
        expect(shown(decide(state, 'literal', source, true, isPlaceholder)), source).toBe(expected);
  });

  test('unmarked in its first version → mark: a crash came between value and marker', () => {
    const first: StoredEntry = { ...present, version: 1 };
    const desired: DesiredState = { source: 'generate', recipe: 'new', isThere: true };
    expect(decideWrite(standing(first, undefined, false), desired)).toEqual({ action: 'mark', version: 1 });
  });
});

describe('where another value stands', () => {
  test.each<State>(['unmarked', 'changed by others', 'one above ours'])('of others: %s', (state) => {
    const decisions = sources.map((source) => [source, shown(decide(state, 'literal', source, false, false))]);
    expect(Object.fromEntries(decisions)).toEqual({
      generate: 'keep: written by somebody else',
      literal: 'keep: written by somebody else',
      compose: 'keep: written by somebody else',
      upstream: 'keep: written by somebody else',
      backfill: 'keep: written by somebody else',
      // The producer published it.
      placeholder: 'unchanged',
    });
  });

  test.each<State>(['unmarked', 'changed by others', 'one above ours', 'ours, same recipe', 'ours, other recipe'])(
    'and it is a known placeholder → write: %s',
    (state) => {
      for (const source of sources)
        expect(decide(state, 'literal', source, false, true), source).toEqual({
          action: 'write',
          version,
          reason: 'replaces a placeholder',
        });
    },
  );

  const follows = 'write: follows the recipe';
  const upstream = 'write: follows the upstream value';
  const placeholder = 'write: replaces a placeholder';
  const kept = 'keep: copied from another source';
  const rotate = 'keep: generated from an earlier recipe; rotate changes it';
  const gives = 'keep: only an absent value or a placeholder gives way to it';

  /** Rows: how the value of ours came about. Columns: what is wished now. */
  const table: Readonly<Record<ValueSource, readonly string[]>> = {
    //           generate     literal      compose      placeholder  upstream   backfill
    generate: [rotate, follows, follows, gives, upstream, gives],
    literal: [follows, follows, follows, gives, upstream, gives],
    compose: [follows, follows, follows, gives, upstream, gives],
    placeholder: [placeholder, placeholder, placeholder, placeholder, placeholder, placeholder],
    upstream: [kept, kept, kept, kept, upstream, kept],
    backfill: [kept, kept, kept, kept, upstream, kept],
  };

  test.each(sources)('of ours, untouched, that came about by %s', (markedAs) => {
    const decisions = sources.map((wished) => shown(decide('ours, other recipe', markedAs, wished, false, false)));
    expect(decisions).toEqual(table[markedAs]);
  });

  test('of ours that is generated from the same recipe → unchanged', () => {
    expect(shown(decide('ours, same recipe', 'generate', 'generate', false, false))).toBe('unchanged');
  });
});

describe('a property that its entry lacks', () => {
  const lacking = { ...standing(present, undefined, false), current: undefined, isMissing: true };

  test('is added on the version that was read, whatever is desired', () => {
    for (const source of sources)
      expect(decideWrite(lacking, { source, recipe: 'new', isThere: false }), source).toEqual({
        action: 'write',
        version,
        reason: 'absent',
      });
  });

  test('stays so where bootstrap has no say in it', () => {
    expect(decideWrite(lacking, undefined)).toEqual({ action: 'unchanged' });
  });
});

test('a value of ours whose entry got newer versions by others is ours: it is followed, marked anew, and never only kept', () => {
  const marker: ValueMarker = { source: 'literal', recipe: 'old', version: version - 3 };
  const ours = { ...standing(present, marker, false), isOurs: true };
  const decide = (recipe: string, isThere: boolean) => shown(decideWrite(ours, { source: 'literal', recipe, isThere }));
  expect([decide('new', false), decide('new', true), decide('old', true)]).toEqual([
    'write: follows the recipe',
    'mark',
    'unchanged',
  ]);
});

test('a key in which bootstrap has no say is never touched', () => {
  for (const [stored] of Object.values(states))
    expect(decideWrite(standing(stored, undefined, true), undefined)).toEqual({ action: 'unchanged' });
});

const entry: fc.Arbitrary<StoredEntry> = fc.oneof(
  fc.constant<StoredEntry>({ kind: 'absent' }),
  fc.record({
    kind: fc.constant('deleted' as const),
    version: fc.integer({ min: 1, max: 5 }),
    isDestroyed: fc.boolean(),
  }),
  fc.record({
    kind: fc.constant('present' as const),
    version: fc.integer({ min: 1, max: 5 }),
    properties: fc.oneof(fc.constant({}), fc.constant({ value: 1 }), fc.record({ value: fc.string() })),
    metadata: fc.constant({}),
    createdAt: fc.constant(0),
  }),
);
const marker = fc.option(
  fc.record({
    source: fc.constantFrom(...sources),
    recipe: fc.constantFrom('old', 'new'),
    version: fc.integer({ min: 1, max: 6 }),
  }),
  { nil: undefined },
);
const wish = fc.record({
  source: fc.constantFrom(...sources),
  recipe: fc.constantFrom('old', 'new'),
  isThere: fc.boolean(),
});

test('nothing is written but over what is absent, a placeholder, or ours and untouched; and on the version that was read', () => {
  fc.assert(
    fc.property(entry, marker, wish, fc.boolean(), (stored, mark, desired, isPlaceholder) => {
      const decision = decideWrite(standing(stored, mark, isPlaceholder), desired);
      const isOurs = stored.kind === 'present' && mark?.version === stored.version;
      if (decision.action === 'write') {
        expect(stored.kind === 'absent' || isPlaceholder || isOurs).toBe(true);
        expect(decision.version).toBe(stored.kind === 'absent' ? 0 : stored.version);
        // Writing what stands there already would be a version for nothing.
        expect(stored.kind !== 'absent' && desired.isThere).toBe(false);
        const isGenerated = isOurs && mark?.source === 'generate' && !isPlaceholder;
        expect(isGenerated && desired.source === 'generate').toBe(false);
      }
      if (decision.action === 'mark') {
        expect(stored.kind === 'present' && desired.isThere && decision.version === stored.version).toBe(true);
      }
      if (stored.kind === 'deleted') expect(decision.action).toBe('refuse');
    }),
    { numRuns: 5_000 },
  );
});
