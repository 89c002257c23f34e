import { writeFileSync } from 'node:fs';
import { resolve } from 'node:path';
import type { Diagnostic } from '../../model/diagnostics/diagnostic.ts';
import { groupBy } from '../../model/group-by.ts';
import { maximumParsedBytes } from '../reading/decode-file.ts';
import { readText } from '../reading/read-text.ts';
import { readRegular } from '../reading/regular-file.ts';

const comment = /(?<![ \t])[ \t]*#[ \t]*vaultwright-ignore\b[^\r]*(?=\r?$)/;

/**
 * Removes the suppression comments that accept nothing, and returns the other diagnostics.
 *
 * Only what is certain: the file must say the same without the comment. One inside a string, a script or a
 * template comment stays, as does one of a file that does not parse or is not UTF-8.
 */
export function removeUnusedComments(
  diagnostics: readonly Diagnostic[],
  workingDirectory: string,
): readonly Diagnostic[] {
  const unused = groupBy(diagnostics, ({ code, place }) => (code === 'VW2012' ? place.position?.file : undefined));
  const fixed = new Set<Diagnostic>();
  for (const [file, found] of unused) {
    const path = file && resolve(workingDirectory, file);
    const text = path && readUtf8(path);
    if (file === undefined || path === undefined || text === undefined) continue;
    const without = withoutComments(file, text, found);
    if (without.fixed.length === 0) continue;
    writeFileSync(path, without.text);
    for (const diagnostic of without.fixed) fixed.add(diagnostic);
  }
  return diagnostics.filter((diagnostic) => !fixed.has(diagnostic));
}

function withoutComments(file: string, text: string, found: readonly Diagnostic[]) {
  const fixed: Diagnostic[] = [];
  const meaning = meaningOf(file, text);
  let lines: readonly (string | undefined)[] = text.split('\n');
  for (const diagnostic of meaning === undefined ? [] : found) {
    const index = (diagnostic.place.position?.line ?? 0) - 1;
    const line = lines[index];
    if (line === undefined || !comment.test(line)) continue;
    const rest = line.replace(comment, '');
    const changed = lines.with(index, rest.trim() === '' ? undefined : rest);
    if (meaningOf(file, joined(changed)) !== meaning) continue;
    lines = changed;
    fixed.push(diagnostic);
  }
  return { text: joined(lines), fixed };
}

const joined = (lines: readonly (string | undefined)[]): string =>
  lines.filter((line) => line !== undefined).join('\n');

/** What a text says to its readers; `undefined` where not all of it is understood. */
function meaningOf(file: string, text: string): string | undefined {
  const { manifests } = readText(file, text);
  return manifests.some(({ isDegraded }) => isDegraded)
    ? undefined
    : JSON.stringify(manifests.map(({ value }) => value));
}

/** Writing a text back must not change the bytes that stand elsewhere in it. */
function readUtf8(path: string): string | undefined {
  const bytes = readRegular(path, maximumParsedBytes);
  const text = bytes?.toString('utf8');
  return text !== undefined && bytes?.equals(Buffer.from(text)) ? text : undefined;
}
