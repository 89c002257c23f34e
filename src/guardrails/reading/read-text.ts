import type { Diagnostic } from '../../model/diagnostics/diagnostic.ts';
import { sortDiagnostics } from '../../model/diagnostics/diagnostic.ts';
import type { Manifest, ManifestRole } from '../manifest/manifest.ts';
import { expandDocument } from './expand-document.ts';
import { LineIndex } from './line-index.ts';
import { randomVariables } from './random-variables.ts';
import { readDocuments } from './read-documents.ts';
import { textProblem } from './reading-problems.ts';

export interface ReadText {
  readonly manifests: readonly Manifest[];
  readonly diagnostics: readonly Diagnostic[];
}

/** What is known of a text besides its name. */
export interface TextHints {
  /** @default decided by the document and the file's name */
  readonly role?: ManifestRole;
  /** True for files below `templates/` of a chart. @default false */
  readonly isTemplate?: boolean;
  /**
   * True where the text was written by a template engine or has parts that are no documents: failures to
   * parse are expected.
   * @default false
   */
  readonly isFragment?: boolean;
}

/**
 * Reads the text of one file into manifests: its documents, the items of lists, and everything that they
 * carry.
 *
 * @param file the file as it is shown to people
 */
export function readText(file: string, text: string, hints: TextHints = {}): ReadText {
  const lines = new LineIndex(file, text);
  const { documents, problems } = readDocuments(text, file.endsWith('.json') ? 'json' : 'yaml', hints.isTemplate);
  const diagnostics = hints.isFragment
    ? []
    : problems.map((problem) => textProblem(problem, lines.position(problem.offset)));
  const random = text.includes('{{') ? randomVariables(text) : undefined;
  const manifests: Manifest[] = [];
  let document = -1;
  for (const read of documents) {
    if (read.reading === 0) document++;
    const expanded = expandDocument(
      read.value,
      {
        file,
        document,
        ...(read.reading > 0 && { isAlternative: true }),
        ...(read.isDegraded && { isDegraded: true }),
        ...((hints.isTemplate === true || read.isTemplate) && { isTemplate: true }),
        ...(random && { randomVariables: random }),
        locate: (path, offset) => lines.position(read.offset(path, offset)),
      },
      hints.role,
    );
    manifests.push(...expanded.manifests);
    for (const problem of expanded.problems)
      if (problem.position) diagnostics.push(textProblem(problem, problem.position));
  }
  return { manifests, diagnostics: sortDiagnostics(diagnostics) };
}
