import { resolve } from 'node:path';
import type { CachedJudgement, JudgementCache, RepositoryCheck, TreeJudgement } from '../check-repository.ts';
import type { GuardrailConfiguration } from '../engine/configuration.ts';
import { decodeBytes } from '../reading/decode-file.ts';
import { InputTrace, traced } from '../reading/input-trace.ts';
import { replay } from '../reading/replay.ts';
import { CacheFolder } from './cache-folder.ts';
import { judgementOf, type KeptJudgement, keptOf } from './kept-judgement.ts';

/** Keeps what was found in a tree in a folder of the user, one entry for each way of asking. */
export class FolderCache implements JudgementCache {
  readonly #location: string;
  readonly #program: string;

  /**
   * @param location absolute path of the folder
   * @param program what tells this program from others, other versions of it included
   */
  constructor(location: string, program: string) {
    this.#location = location;
    this.#program = program;
  }

  /** @throws ConfigurationError VW1095 where others could write or read the folder */
  async judgement(check: RepositoryCheck, judge: () => Promise<TreeJudgement>): Promise<CachedJudgement> {
    const workingDirectory = check.workingDirectory ?? process.cwd();
    const folder = CacheFolder.open(this.#location, [
      workingDirectory,
      ...check.paths.map((path) => resolve(workingDirectory, path)),
    ]);
    const name = folder.nameOf(this.#identity(check, workingDirectory));
    const key = folder.keyFor('answers');
    const kept = parse(folder.read(name));
    if (kept !== undefined) {
      const judgement = await again(kept, key, check);
      if (judgement) return { judgement, use: { outcome: 'unchanged', inputs: kept.inputs.length } };
    }
    const trace = new InputTrace(key);
    const judgement = await traced(trace, judge);
    const isKept = !trace.isSpoiled && folder.write(name, JSON.stringify(keptOf(judgement, trace)));
    const outcome = !isKept ? 'not kept' : kept === undefined ? 'first run' : 'changed';
    return { judgement, use: { outcome, inputs: trace.inputs.length } };
  }

  /** All that decides what is found, beside what is read. */
  #identity({ paths, streams = [], also, helm, counts, isPart, policy }: RepositoryCheck, directory: string): string {
    return JSON.stringify([
      this.#program,
      [process.version, process.platform, process.getuid?.()],
      [directory, paths, also, helm, counts, isPart],
      streams.map(({ name, bytes }) => [name, bytes.toString('base64')]),
      plain(policy.configuration),
    ]);
  }
}

async function again(kept: KeptJudgement, key: Buffer, check: RepositoryCheck): Promise<TreeJudgement | undefined> {
  const wanted = new Set(kept.sources.flatMap(({ real }) => real ?? []));
  const texts = await replay(kept.inputs, kept.digests, key, wanted);
  return (
    texts &&
    judgementOf(kept, ({ name, real }) => {
      if (real !== undefined) return texts.get(real);
      const stream = check.streams?.find((one) => one.name === name);
      return stream && decodeBytes(stream.bytes).text;
    })
  );
}

/** Its digest is right, so that this program of this version wrote it. */
const parse = (text: string | undefined): KeptJudgement | undefined =>
  text === undefined ? undefined : JSON.parse(text);

/** Maps as lists; what only a run of the check adds, its functions, is none of it. */
const plain = (configuration: GuardrailConfiguration) => ({ ...configuration, rules: [...configuration.rules] });
