import { describe, expect, test } from 'vitest';
import { findingOf } from '../../../../src/lifecycle/commands/drift/fixture-drift.ts';
import { type FixtureState, fixtureState } from '../../../../src/lifecycle/commands/fixtures/fixture-state.ts';
import type { KeyJudgement as Judgement } from '../../../../src/lifecycle/reconcile/entry/entry-judge.ts';
import type { ValueSource } from '../../../../src/lifecycle/values/value-marker.ts';
import type { FixtureEntry } from '../../../../src/model/documents/fixture-map.ts';
import { smallEntries } from '../rendered/small-dist.ts';

const entries = smallEntries as unknown as Readonly<Record<string, FixtureEntry>>;
const entry = (path: string): FixtureEntry => entries[path] as FixtureEntry;
const generated = entry('app-db-password');
const literal = entry('app-db-username');
const composed = entry('app-db-url');
const produced = entry('app-oidc-client-secret');
const mirrored = entry('mirrored-password');
const required = entry('registry-token');
const optional = entry('build-token');

const wish = (source: ValueSource) => ({ source, recipe: 'r', make: async () => '' });
const marker = (source: ValueSource, version: number) => ({ source, recipe: 'r', version });

/** A key whose version 2 stands there; ours where its marker names that version. */
const standing = (more: Partial<Judgement>): Judgement => ({
  key: { id: 'a', property: 'value', fixture: generated },
  isOurs: more.marker?.version === 2,
  stored: { kind: 'present', version: 2, properties: { value: 'x' }, metadata: {}, createdAt: 0 },
  marker: undefined,
  current: 'x',
  isPlaceholder: false,
  desired: undefined,
  decision: { action: 'unchanged' },
  ...more,
});
const gone = (decision: Judgement['decision'], source?: ValueSource): Judgement =>
  standing({ stored: { kind: 'absent' }, current: undefined, decision, desired: source && wish(source) });
const deleted = (isDestroyed: boolean, source?: ValueSource): Judgement =>
  standing({
    stored: { kind: 'deleted', version: 2, isDestroyed },
    current: undefined,
    decision: source ? { action: 'refuse', reason: isDestroyed ? 'destroyed' : 'deleted' } : { action: 'unchanged' },
    desired: source && wish(source),
  });
const noText = standing({
  stored: { kind: 'present', version: 2, properties: { other: 'x' }, metadata: {}, createdAt: 0 },
  current: undefined,
  decision: { action: 'refuse', reason: 'no value' },
  desired: wish('generate'),
});
const others = (source: ValueSource, more: Partial<Judgement> = {}): Judgement =>
  standing({ decision: { action: 'keep', reason: 'written by somebody else' }, desired: wish(source), ...more });

/** The same for another key. */
const at = (fixture: FixtureEntry, judgement: Judgement): Judgement => ({
  ...judgement,
  key: { ...judgement.key, fixture },
});

describe('the state of a key, and what drift says about it where bootstrap marks its values and where nobody does', () => {
  test.each<[string, FixtureEntry, Judgement, FixtureState, string | undefined, string | undefined]>([
    [
      'ours',
      generated,
      standing({ desired: wish('generate'), marker: marker('generate', 2) }),
      'same',
      undefined,
      undefined,
    ],
    [
      'absent',
      generated,
      gone({ action: 'write', version: 0, reason: 'absent' }, 'generate'),
      'absent',
      'VW5120',
      'VW5120',
    ],
    [
      'a placeholder',
      generated,
      standing({
        isPlaceholder: true,
        desired: wish('generate'),
        decision: { action: 'write', version: 2, reason: 'replaces a placeholder' },
      }),
      'placeholder',
      'VW5123',
      'VW5123',
    ],
    ['deleted', generated, deleted(false, 'generate'), 'deleted', 'VW5015', 'VW5015'],
    ['destroyed', generated, deleted(true, 'generate'), 'destroyed', 'VW5015', 'VW5015'],
    ['no text', generated, noText, 'no-text', 'VW5016', 'VW5016'],
    ['of others', generated, others('generate'), 'changed-by-others', 'VW5124', undefined],
    [
      'of others, after one of ours',
      generated,
      others('generate', { marker: marker('generate', 1) }),
      'changed-by-others',
      'VW5124',
      'VW5124',
    ],
    [
      'another length',
      generated,
      standing({
        desired: wish('generate'),
        marker: marker('generate', 2),
        decision: { action: 'keep', reason: 'generated from an earlier recipe; rotate changes it' },
      }),
      'recipe-changed',
      'VW5125',
      'VW5125',
    ],
    [
      'of another source',
      generated,
      standing({
        desired: wish('generate'),
        marker: marker('upstream', 2),
        decision: { action: 'keep', reason: 'copied from another source' },
      }),
      'other-source',
      'VW5125',
      'VW5125',
    ],
    ['a literal of others', literal, others('literal'), 'changed-by-others', 'VW5124', 'VW5124'],
    [
      'a literal that is a placeholder elsewhere',
      literal,
      standing({ isPlaceholder: true, desired: wish('literal'), marker: marker('literal', 2) }),
      'same',
      undefined,
      undefined,
    ],
    [
      'a literal without a marker',
      literal,
      standing({ desired: wish('literal'), decision: { action: 'mark', version: 2 } }),
      'unmarked',
      'VW5126',
      undefined,
    ],
    [
      'a changed composition',
      composed,
      standing({
        desired: wish('compose'),
        marker: marker('compose', 2),
        decision: { action: 'write', version: 2, reason: 'follows the recipe' },
      }),
      'follows-recipe',
      'VW5125',
      'VW5125',
    ],
    [
      'no composition',
      composed,
      standing({ decision: { action: 'defect', defect: { missing: ['app-db-password'] } } }),
      'not-composable',
      'VW5026',
      'VW5026',
    ],
    [
      'a marker of a producer',
      produced,
      standing({ isPlaceholder: true, desired: wish('placeholder') }),
      'awaits-producer',
      'VW5122',
      'VW5122',
    ],
    ['a value of a producer', produced, standing({ desired: wish('placeholder') }), 'produced', undefined, undefined],
    ['nothing of a mirror', mirrored, gone({ action: 'unchanged' }), 'awaits-producer', 'VW5122', 'VW5122'],
    ['a value of a mirror', mirrored, standing({}), 'produced', undefined, undefined],
    ['a deleted value of a mirror', mirrored, deleted(false), 'deleted', 'VW5015', 'VW5015'],
    [
      'an external value of ours',
      required,
      standing({ marker: marker('upstream', 2) }),
      'not-compared',
      undefined,
      undefined,
    ],
    [
      'an external value of others',
      required,
      standing({ marker: marker('upstream', 1) }),
      'not-compared',
      'VW5124',
      'VW5124',
    ],
    ['an external value without a marker', required, standing({}), 'not-compared', 'VW5124', undefined],
    [
      'a fixture in place of an external value',
      required,
      standing({ marker: marker('generate', 2) }),
      'not-compared',
      'VW5125',
      'VW5125',
    ],
    [
      'a placeholder in place of an external value',
      required,
      standing({ isPlaceholder: true }),
      'not-compared',
      'VW5123',
      'VW5123',
    ],
    ['no external value', required, gone({ action: 'unchanged' }), 'not-compared', 'VW5120', 'VW5120'],
    ['no optional external value', optional, gone({ action: 'unchanged' }), 'not-compared', undefined, undefined],
  ])('%s', (_, fixture, judgement, state, whereMarked, elsewhere) => {
    expect(fixtureState(at(fixture, judgement), false)).toBe(state);
    expect(findingOf(at(fixture, judgement), { isMarked: true, isDenied: false })?.[0]).toBe(whereMarked);
    expect(findingOf(at(fixture, judgement), { isMarked: false, isDenied: false })?.[0]).toBe(elsewhere);
  });

  test.each<[string, FixtureEntry, Judgement, string | undefined]>([
    ['written by others', generated, others('generate'), 'VW5123'],
    ['copied from upstream', required, standing({ marker: marker('upstream', 2) }), 'VW5123'],
    ['made by its producer', produced, standing({ desired: wish('placeholder') }), 'VW5123'],
    ['mirrored', mirrored, standing({}), 'VW5123'],
    // The producer has not run; that it is on the denylist as well tells nothing more.
    ['the placeholder', produced, standing({ desired: wish('placeholder'), isPlaceholder: true }), 'VW5122'],
    ['declared in Git, where the guardrails look', literal, standing({ desired: wish('literal') }), undefined],
    ['not there', generated, gone({ action: 'write', version: 0, reason: 'absent' }, 'generate'), 'VW5120'],
  ])('a value of the denylist that is %s', (_, fixture, judgement, code) => {
    for (const isMarked of [true, false])
      expect(findingOf(at(fixture, judgement), { isMarked, isDenied: true })?.[0]).toBe(code);
  });

  test.each<[string, Judgement, FixtureState]>([
    [
      'changed upstream',
      standing({
        desired: wish('upstream'),
        decision: { action: 'write', version: 2, reason: 'follows the upstream value' },
      }),
      'follows-upstream',
    ],
    ['not held upstream', gone({ action: 'unchanged' }), 'not-held'],
    ['as upstream', standing({ desired: wish('upstream') }), 'same'],
  ])('%s, where the upstream store was asked', (_, judgement, state) => {
    expect(fixtureState(at(optional, judgement), true)).toBe(state);
  });
});
