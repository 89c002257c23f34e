import { z } from 'zod';
import type { Diagnostic } from '../../model/diagnostics/diagnostic.ts';
import { ConfigurationError } from '../../model/diagnostics/errors.ts';
import { judgedFile } from './judged-file.ts';

const header = z.strictObject({ vaultwrightBaseline: z.literal(1) });
const entry = z.strictObject({
  rule: z.string(),
  file: z.string(),
  object: z.string().optional(),
  field: z.string().optional(),
  /** Findings of the same rule, object and field. @default 1 */
  count: z.int().positive().optional(),
});
type Entry = z.output<typeof entry>;

export interface Baselined {
  readonly diagnostics: readonly Diagnostic[];
  readonly baselined: number;
}

/**
 * Writes the findings of a run as a baseline: one sorted line each, without values, lines or dates, so that
 * branches merge.
 *
 * Notes are left out: they fail no run.
 */
export function writeBaseline(diagnostics: readonly Diagnostic[]): string {
  const counts = new Map<string, number>();
  for (const diagnostic of diagnostics.filter(isBaselineable)) {
    const identity = identityOf(diagnostic);
    counts.set(identity, (counts.get(identity) ?? 0) + 1);
  }
  const lines = [...counts].map(([identity, count]) =>
    count === 1 ? identity : JSON.stringify({ ...(JSON.parse(identity) as Entry), count }),
  );
  return [JSON.stringify({ vaultwrightBaseline: 1 }), ...lines.sort(), ''].join('\n');
}

/**
 * Takes away the findings that a baseline knows, as many of each as it counts, and reports what it knows and
 * no run finds any more.
 *
 * @throws ConfigurationError VW2020 where the text is no baseline
 */
export function applyBaseline(diagnostics: readonly Diagnostic[], text: string, file: string): Baselined {
  const left = readBaseline(text, file);
  const kept = diagnostics.filter((diagnostic) => {
    const identity = identityOf(diagnostic);
    const known = isBaselineable(diagnostic) ? left.get(identity) : undefined;
    if (known === undefined || known.count === 0) return true;
    known.count--;
    return false;
  });
  const stale = [...left.values()]
    .filter(({ count, total }) => count === total)
    .map(({ line }) => staleProblem(file, line));
  return { diagnostics: [...kept, ...stale], baselined: diagnostics.length - kept.length };
}

const isBaselineable = ({ severity, code }: Diagnostic): boolean => severity !== 'note' && !code.startsWith('VW20');

function identityOf({ rule, code, place }: Diagnostic): string {
  const { object, field } = place;
  const name = object && `${object.kind} ${object.namespace === undefined ? '' : `${object.namespace}/`}${object.name}`;
  return JSON.stringify({
    rule: rule ?? code,
    file: judgedFile(place) ?? '',
    ...(name && { object: name }),
    ...(field && { field }),
  });
}

interface Known {
  count: number;
  readonly total: number;
  readonly line: number;
}

function readBaseline(text: string, file: string): Map<string, Known> {
  const known = new Map<string, Known>();
  for (const [index, line] of text.split(/\r?\n/).entries()) {
    if (line.trim() === '') continue;
    const parsed = parseLine(line, index === 0 ? header : entry);
    if (!parsed) throw new ConfigurationError([brokenBaseline(file, index + 1)]);
    if (index === 0) continue;
    const { count = 1, ...identity } = parsed as Entry;
    const key = JSON.stringify(identity);
    const total = Math.max(count, known.get(key)?.total ?? 0);
    known.set(key, { count: total, total, line: index + 1 });
  }
  return known;
}

function parseLine(line: string, schema: typeof header | typeof entry) {
  try {
    return schema.safeParse(JSON.parse(line)).data;
  } catch {
    return undefined;
  }
}

const brokenBaseline = (file: string, line: number): Diagnostic => ({
  code: 'VW2020',
  severity: 'error',
  what: 'The line is no entry of a baseline',
  why: 'A baseline that is half understood would hide findings or show accepted ones.',
  fix: 'Resolve the merge by keeping the lines of both sides, or write it anew with --write-baseline.',
  place: { position: { file, line } },
});

const staleProblem = (file: string, line: number): Diagnostic => ({
  code: 'VW2021',
  severity: 'note',
  what: 'The entry of the baseline is not found any more',
  why: 'It would hide the finding if it came back.',
  fix: 'Write the baseline anew with --write-baseline.',
  place: { position: { file, line } },
});
