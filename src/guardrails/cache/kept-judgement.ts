import type { Suppression } from '../adoption/suppression.ts';
import type { TreeJudgement } from '../check-repository.ts';
import type { Input, InputTrace } from '../reading/input-trace.ts';
import { SourceTexts } from '../reading/source-texts.ts';

/**
 * What is kept of a run: what it found, as a report prints it, and what it asked. Neither a text of a file
 * nor a reason of a suppression is in it.
 */
export interface KeptJudgement
  extends Pick<TreeJudgement, 'diagnostics' | 'files' | 'manifests'>,
    Partial<Pick<TreeJudgement, 'seen'>> {
  readonly suppressions: readonly KeptSuppression[];
  /** The files in which something was found. */
  readonly sources: readonly KeptSource[];
  readonly inputs: readonly Input[];
  readonly digests: readonly string[];
}

interface KeptSuppression extends Pick<Suppression, 'rules' | 'position' | 'until'> {
  readonly hasReason: boolean;
  /** Which diagnostics it covers, by their index. */
  readonly covered: readonly number[];
}

interface KeptSource {
  readonly name: string;
  readonly hasKeys: boolean;
  /** Absent for a stream. */
  readonly real?: string;
}

/** Turns what was found into what is kept. */
export function keptOf(judgement: TreeJudgement, trace: InputTrace): KeptJudgement {
  const { diagnostics, suppressions, sources, files, manifests, seen } = judgement;
  const names = new Set(
    [...diagnostics.map(({ place }) => place.position), ...suppressions.map(({ position }) => position)].flatMap(
      (position) => position?.file ?? [],
    ),
  );
  return {
    diagnostics,
    files,
    manifests,
    ...(seen && { seen }),
    suppressions: suppressions.map(({ rules, position, until, reason, covers }) => ({
      rules,
      position,
      ...(until !== undefined && { until }),
      hasReason: reason !== '',
      covered: diagnostics.flatMap((diagnostic, index) => (covers(diagnostic) ? [index] : [])),
    })),
    sources: [...names].flatMap((name) => {
      const source = sources.get(name);
      if (source === undefined) return [];
      const { hasKeys, real } = source;
      return [{ name, hasKeys, ...(real !== undefined && { real }) }];
    }),
    inputs: trace.inputs,
    digests: trace.digests(true),
  };
}

/**
 * Turns what was kept into what was found.
 *
 * @param textOf gives the text of a file as it was compared, or of a stream
 */
export function judgementOf(
  { diagnostics, suppressions, sources, files, manifests, seen }: KeptJudgement,
  textOf: (source: KeptSource) => string | undefined,
): TreeJudgement {
  const texts = new SourceTexts();
  for (const source of sources) {
    const text = textOf(source);
    if (text !== undefined) texts.add(source.name, { text, hasKeys: source.hasKeys });
  }
  return {
    diagnostics,
    files,
    manifests,
    ...(seen && { seen }),
    suppressions: suppressions.map(({ covered, hasReason, ...suppression }) => {
      const mine = new Set(covered.map((index) => diagnostics[index]));
      return { ...suppression, reason: hasReason ? 'given' : '', covers: (diagnostic) => mine.has(diagnostic) };
    }),
    sources: texts,
  };
}
