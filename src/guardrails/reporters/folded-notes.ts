import type { Diagnostic } from '../../model/diagnostics/diagnostic.ts';
import { printable } from '../../model/diagnostics/printable.ts';
import { groupBy } from '../../model/group-by.ts';
import { placeOf, ruleOf } from './causes.ts';

/** Statements of notes that a run shows; what is behind them stands behind `--notes`. */
const mostStatements = 10;

/**
 * Returns the notes of a run by what they say, each with how many there are and one place.
 *
 * Notes are what a tree cannot tell, and often ten times as many as what is wrong in it. So they stand behind
 * the findings, and names are left out where many notes say the same of different ones.
 */
export function foldedNotes(diagnostics: readonly Diagnostic[]): string[] {
  const notes = diagnostics.filter(({ severity }) => severity === 'note');
  if (notes.length === 0) return [];
  const groups = [...groupBy(notes, (note) => `${ruleOf(note)}\0${shapeOf(note)}`).values()];
  groups.sort((a, b) => b.length - a.length);
  const others = groups.slice(mostStatements);
  return [
    'Notes, what the checked files cannot tell (--notes shows each at its place):',
    ...groups.slice(0, mostStatements).map(groupLine),
    ...(others.length > 0
      ? [`  ${String(others.flat().length).padStart(5)} more, of ${others.length} other statements`]
      : []),
  ];
}

function groupLine(notes: readonly Diagnostic[]): string {
  const example = notes[0] as Diagnostic;
  const isOne = notes.every(({ what }) => what === example.what);
  const what = printable(isOne ? example.what : shapeOf(example));
  return `  ${String(notes.length).padStart(5)} × ${what} (${printable(ruleOf(example))}), as ${placeOf(example)}`;
}

/** What a note says, whatever it says it of. */
const shapeOf = ({ what }: Diagnostic): string =>
  what.replace(/"[^"]*"/g, '"…"').replace(/ in namespace [^\s:;,]+/g, ' in namespace …');
