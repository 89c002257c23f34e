import type { Diagnostic } from '../../model/diagnostics/diagnostic.ts';
import { sortDiagnostics } from '../../model/diagnostics/diagnostic.ts';
import type { Manifest, ManifestRole } from '../manifest/manifest.ts';
import { isObject } from '../manifest/normalise.ts';
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

/** An action that renders lines of its own, rather than deciding on others or naming a value. */
const rendersLines = /^\{\{-?\s*(?:include|template|toYaml|tpl|range|\.|\$[\w.]*\s*(?:\||-?\}\}))/;

/**
 * Recognises a template in which an action stands among the keys of a Secret's data: it renders any others.
 */
function hidesKeys(text: string): boolean {
  let indent = -1;
  for (const line of text.split('\n')) {
    const own = line.trimStart();
    const column = line.length - own.length;
    if (indent >= 0 && own.startsWith('{{')) {
      if (rendersLines.test(own)) return true;
    } else if (own !== '' && !(indent >= 0 && column > indent))
      indent = /^(?:data|stringData):[ \t]*(?:#.*)?$/.test(own) ? column : -1;
  }
  return false;
}

/** Each named template of a file of helpers is a document of its own; no character moves. */
const withBoundaries = (text: string): string =>
  text.replace(/^\{\{-? *define [^{}\n]{1,200}\}\}[ \t]*$/gm, (line) => `---${' '.repeat(line.length - 3)}`);

/**
 * Reads the text of one file into manifests: its documents, the items of lists, and everything that they
 * carry.
 *
 * @param file the file as it is shown to people
 */
export function readText(file: string, text: string, hints: TextHints = {}): ReadText {
  const lines = new LineIndex(file, text);
  const { documents, problems } = readDocuments(
    file.endsWith('.tpl') ? withBoundaries(text) : text,
    file.endsWith('.json') ? 'json' : 'yaml',
    hints.isTemplate,
  );
  const diagnostics = hints.isFragment
    ? []
    : problems.map((problem) => textProblem(problem, lines.position(problem.offset)));
  const random = text.includes('{{') ? randomVariables(text) : undefined;
  const isOpen = hints.isTemplate === true && /^kind: Secret\b/m.test(text) && hidesKeys(text);
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
        ...(isOpen && isObject(read.value) && read.value.kind === 'Secret' && { hasUnknownKeys: true }),
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
