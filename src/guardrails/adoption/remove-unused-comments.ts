import { readFileSync, writeFileSync } from 'node:fs';
import { resolve } from 'node:path';
import type { Diagnostic } from '../../model/diagnostic.ts';

const comment = /[ \t]*#[ \t]*vaultwright-ignore\b.*$/;

/**
 * Removes the suppression comments that accept nothing, which is certain to change no manifest, and returns the other diagnostics.
 *
 * A comment that is found no more at its place, or stands in a template comment, stays.
 */
export function removeUnusedComments(
  diagnostics: readonly Diagnostic[],
  workingDirectory: string,
): readonly Diagnostic[] {
  const byFile = new Map<string, Diagnostic[]>();
  for (const diagnostic of diagnostics) {
    const file = diagnostic.code === 'VW2012' ? diagnostic.place.position?.file : undefined;
    if (file !== undefined) byFile.set(file, [...(byFile.get(file) ?? []), diagnostic]);
  }
  const fixed = new Set<Diagnostic>();
  for (const [file, unused] of byFile) {
    const path = resolve(workingDirectory, file);
    const lines = readLines(path);
    const removed = new Set<number>();
    for (const diagnostic of unused) {
      const index = (diagnostic.place.position?.line ?? 0) - 1;
      const line = lines?.[index];
      if (lines === undefined || line === undefined || !comment.test(line)) continue;
      const rest = line.replace(comment, '');
      if (rest.trim() === '') removed.add(index);
      else lines[index] = rest;
      fixed.add(diagnostic);
    }
    if (lines !== undefined && fixed.size > 0)
      writeFileSync(path, lines.filter((_, index) => !removed.has(index)).join('\n'));
  }
  return diagnostics.filter((diagnostic) => !fixed.has(diagnostic));
}

function readLines(path: string): string[] | undefined {
  try {
    return readFileSync(path, 'utf8').split('\n');
  } catch {
    return undefined;
  }
}
