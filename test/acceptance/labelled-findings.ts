import { readdirSync, readFileSync } from 'node:fs';
import { z } from 'zod';
import { runCli } from '../cli/run-cli.ts';

const severity = z.enum(['error', 'warning', 'note']);

const labelSchema = z.strictObject({
  path: z.string(),
  rule: z.string(),
  severity,
  /** Kind of the object, where the finding is in one. */
  kind: z.string().optional(),
  /** How many findings of this rule and kind the file has. */
  count: z.int().min(1),
  verdict: z.enum(['right', 'wrong']),
  /** Why a person who read the file judged so; no text of the file. */
  why: z.string().optional(),
});

const labelsSchema = z.strictObject({
  repository: z.string(),
  commit: z.string().regex(/^[0-9a-f]{40}$/),
  findings: z.array(labelSchema),
  /** Files that were read line by line, since they do not parse, and kustomizations that do not build. */
  unparsed: z.array(z.string()),
});

export type Label = z.infer<typeof labelSchema>;
/** What people judged of the findings in one public repository: paths and rules, nothing of its content. */
export type Labels = z.infer<typeof labelsSchema>;
/** A finding as labels know it. */
export type Found = Omit<Label, 'verdict' | 'why'>;

const folder = new URL('labels/', import.meta.url);

/** Reads a file of labels. */
export const readLabels = (file: string | URL): Labels => labelsSchema.parse(JSON.parse(readFileSync(file, 'utf8')));

/** Reads every committed file of labels. */
export const committedLabels = (): Labels[] => readdirSync(folder).map((file) => readLabels(new URL(file, folder)));

export interface Precision {
  readonly right: number;
  readonly all: number;
  /** 1 where nothing was found. */
  readonly ratio: number;
}

/** Computes the share of right findings among those of some severities. */
export function precisionOf(labels: readonly Label[], severities: readonly Label['severity'][]): Precision {
  const counted = labels.filter((label) => severities.includes(label.severity));
  const sum = (some: readonly Label[]): number => some.reduce((total, { count }) => total + count, 0);
  const all = sum(counted);
  const right = sum(counted.filter(({ verdict }) => verdict === 'right'));
  return { right, all, ratio: all === 0 ? 1 : right / all };
}

interface ReportedFinding {
  readonly severity: Label['severity'];
  readonly rule?: string;
  readonly place: {
    readonly position?: { readonly file: string };
    readonly output?: string;
    readonly object?: { readonly kind: string };
  };
}

/** Checks a checkout with the preset `recommended` and counts its findings by file, rule and kind. */
export async function findingsIn(checkout: string): Promise<{ findings: Found[]; unparsed: string[] }> {
  const { out, err, status } = await runCli(['check', '.', '--format', 'json'], checkout);
  if (status > 1) throw new Error(`The check of ${checkout} ended with ${status}: ${err}`);
  const findings = new Map<string, Found>();
  const unparsed = new Set<string>();
  for (const { rule, severity: level, place } of (JSON.parse(out) as { findings: ReportedFinding[] }).findings) {
    const path = place.position?.file ?? place.output ?? '';
    if (rule === undefined) {
      unparsed.add(path);
      continue;
    }
    const kind = place.object?.kind;
    const found = { path, rule, severity: level, ...(kind !== undefined && { kind }), count: 1 };
    const known = findings.get(keyOf(found));
    findings.set(keyOf(found), { ...found, count: (known?.count ?? 0) + 1 });
  }
  return { findings: [...findings.values()], unparsed: [...unparsed].sort() };
}

const keyOf = ({ path, rule, severity: level, kind }: Omit<Found, 'count'>): string =>
  JSON.stringify([path, rule, level, kind ?? '']);

export interface LabelDifference {
  /** Found, and nobody judged it. */
  readonly unlabelled: readonly Found[];
  /** Judged, and no longer found. */
  readonly gone: readonly Label[];
  /** Not parsed, and not listed so; and the reverse. */
  readonly unparsed: readonly string[];
}

/** Compares a run with the labels of its repository. */
export function compareLabels(
  run: { findings: readonly Found[]; unparsed: readonly string[] },
  labels: Labels,
): LabelDifference {
  const labelled = new Map(labels.findings.map((label) => [keyOf(label), label.count]));
  const found = new Map(run.findings.map((finding) => [keyOf(finding), finding.count]));
  const onlyIn = (some: readonly string[], others: readonly string[]) => some.filter((path) => !others.includes(path));
  return {
    unlabelled: run.findings.filter((finding) => finding.count > (labelled.get(keyOf(finding)) ?? 0)),
    gone: labels.findings.filter((label) => label.count > (found.get(keyOf(label)) ?? 0)),
    unparsed: [...onlyIn(labels.unparsed, run.unparsed), ...onlyIn(run.unparsed, labels.unparsed)],
  };
}
