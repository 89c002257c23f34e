import { decodeFile } from './decode-file.ts';
import { chartContent } from './helm/chart-content.ts';
import { Helm } from './helm/program.ts';
import { type Input, type InputKind, InputTrace, traced } from './input-trace.ts';
import { entriesOf, readRegular, realPath, typeOf } from './regular-file.ts';
import { trackedFiles } from './tracked-files.ts';

/** Asks everything of a trace again; each question notes its own answer. */
const questions: Readonly<Record<InputKind, (path: string, most: number) => unknown>> = {
  text: decodeFile,
  bytes: readRegular,
  folder: entriesOf,
  type: typeOf,
  real: realPath,
  tracked: trackedFiles,
  chart: chartContent,
  helm: async () => (await Helm.find())?.close(),
};

/**
 * Asks what a run asked, and tells whether every answer is the same.
 *
 * @param wanted files whose texts are given back, as they were compared
 * @returns `undefined` from the first answers on that differ
 */
export async function replay(
  inputs: readonly Input[],
  digests: readonly string[],
  key: Buffer,
  wanted: ReadonlySet<string>,
): Promise<ReadonlyMap<string, string> | undefined> {
  const trace = new InputTrace(key);
  const texts = new Map<string, string>();
  let compared = 0;
  for (const [kind, path, most = 0] of inputs) {
    const answer = traced(trace, () => questions[kind](path, most));
    if (kind === 'helm') await answer;
    if (kind === 'text' && wanted.has(path)) texts.set(path, (answer as ReturnType<typeof decodeFile>).text);
    const known = trace.digests(false);
    for (; compared < known.length; compared++) if (known[compared] !== digests[compared]) return undefined;
  }
  const all = trace.digests(true);
  const isSame = !trace.isSpoiled && all.length === digests.length && all.every((one, at) => one === digests[at]);
  return isSame ? texts : undefined;
}
