import { printable } from './printable.ts';

/** How a diagnostic counts: an `error` fails the run, a `warning` and a `note` never do by themselves. */
export type Severity = 'error' | 'warning' | 'note';

/** A position in a source or manifest file; lines and columns count from 1. */
export interface Position {
  /** Path relative to the working directory where possible, with `/` separators on every machine. */
  readonly file: string;
  readonly line: number;
  /** @default 1 */
  readonly column?: number;
}

/** The Kubernetes object that a diagnostic is about. */
export interface ObjectReference {
  readonly apiVersion?: string;
  readonly kind: string;
  /** Absent for cluster-scoped objects and where the manifest leaves it to the applier. */
  readonly namespace?: string;
  readonly name: string;
}

/** Where a diagnostic applies; all that is known is given, and it is never a secret value. */
export interface Place {
  /** The declaration in TypeScript, or the line of a manifest. */
  readonly position?: Position;
  /** Path of the construct that rendered the object, as cdk8s writes it. */
  readonly constructPath?: string;
  /** Environment in whose output the problem shows. */
  readonly environment?: string;
  readonly object?: ObjectReference;
  /** Field inside the object, e.g. `spec.data[0].remoteRef.key`. */
  readonly field?: string;
  /** Path of a Vault key, without the mount. */
  readonly vaultPath?: string;
  /** The file of the rendered output, relative to the output folder. */
  readonly output?: string;
}

/**
 * One problem, as a person and a program read it.
 *
 * No text of a diagnostic holds a secret value: names, paths and kinds only.
 */
export interface Diagnostic {
  /** Stable code, `VW` and four digits; listed in docs/errors.md. */
  readonly code: string;
  readonly severity: Severity;
  /** What is wrong, one sentence that names the thing. */
  readonly what: string;
  /** Why it matters: what would break. */
  readonly why: string;
  /** What to do about it. */
  readonly fix: string;
  readonly place: Place;
  /** Id of the guardrail rule, where one found it. */
  readonly rule?: string;
}

const byCodePoint = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

const sortKey = ({ place, code, what }: Diagnostic): string =>
  [
    place.position?.file ?? '~',
    String(place.position?.line ?? 0).padStart(8, '0'),
    String(place.position?.column ?? 0).padStart(6, '0'),
    place.constructPath ?? '',
    place.environment ?? '',
    place.output ?? '',
    place.field ?? '',
    code,
    what,
    place.vaultPath ?? '',
    JSON.stringify(place.object ?? {}),
  ].join('\0');

/**
 * Returns the diagnostics sorted by place, exact repetitions removed, in any order.
 */
export function sortDiagnostics(diagnostics: Iterable<Diagnostic>): Diagnostic[] {
  const unique = new Map<string, Diagnostic>();
  for (const diagnostic of diagnostics) {
    const key = sortKey(diagnostic);
    if (!unique.has(key)) unique.set(key, diagnostic);
  }
  return [...unique].sort(([a], [b]) => byCodePoint(a, b)).map(([, diagnostic]) => diagnostic);
}

/**
 * Formats a place for a terminal: `file:line:column`, construct path, environment, object, field, Vault path.
 */
export function formatPlace(place: Place): string {
  const { position, object } = place;
  const parts = [
    position && `${position.file}:${position.line}${position.column === undefined ? '' : `:${position.column}`}`,
    place.constructPath && `construct ${place.constructPath}`,
    place.environment && `environment ${place.environment}`,
    place.output && `output ${place.output}`,
    object && `${object.kind} ${object.namespace === undefined ? '' : `${object.namespace}/`}${object.name}`,
    place.field && `field ${place.field}`,
    place.vaultPath && `Vault key ${place.vaultPath}`,
  ];
  return printable(parts.filter(Boolean).join(', '));
}

/** Formats a diagnostic as the block of lines that a terminal shows. */
export function formatDiagnostic(diagnostic: Diagnostic): string {
  const { code, severity, what, why, fix, place, rule } = diagnostic;
  const where = formatPlace(place);
  return [
    `${severity} ${code}${rule === undefined ? '' : ` (${printable(rule)})`}: ${printable(what)}`,
    ...(where === '' ? [] : [`  where: ${where}`]),
    `  why:   ${printable(why)}`,
    `  fix:   ${printable(fix)}`,
  ].join('\n');
}
