import { writeFileSync } from 'node:fs';
import { loadavg } from 'node:os';
import { isDeepStrictEqual } from 'node:util';
import type { BootstrapDocuments } from '../../src/lifecycle/run/documents.ts';
import { VaultwrightError } from '../../src/model/diagnostics/errors.ts';
import { Contest } from './contest.ts';
import { makeDocuments } from './make-documents.ts';
import type { RecordedRequest } from './recorded-request.ts';
import type { Round, Sample, SizeSamples } from './samples.ts';

/**
 * Measures inside a namespace of the bench and leaves the samples, as JSON, in the file that is its argument.
 */
interface Size {
  readonly keys: number;
  readonly rounds: number;
  /** Connections of the floor; the best of them counts. */
  readonly connections: readonly number[];
  /** Keys of the loop in each round. */
  readonly loopKeys: number;
}

const sizes: readonly Size[] = [
  { keys: 1000, rounds: 5, connections: [16, 32, 64], loopKeys: 20 },
  { keys: 10_000, rounds: 3, connections: [32, 64], loopKeys: 0 },
];

async function main(file: string, progress: (step: string) => void): Promise<void> {
  progress('starting the servers');
  await using contest = await Contest.start(makeDocuments(0));
  const samples: SizeSamples[] = [];
  for (const size of sizes) samples.push(await measureSize(contest, size, progress));
  writeFileSync(file, JSON.stringify(samples));
}

async function measureSize(contest: Contest, size: Size, progress: (step: string) => void): Promise<SizeSamples> {
  const documents = makeDocuments(size.keys);
  progress(`${size.keys} keys: recording the requests`);
  await contest.empty(documents);
  const first = await contest.record(documents);
  const made = await contest.entries(documents);
  const repeat = await contest.record(documents);
  if (!isDeepStrictEqual(await contest.entries(documents), made)) throw new Error('A second run changed something.');
  await contest.empty(documents);
  await contest.floor(documents, first, 32);
  if (!isDeepStrictEqual(await contest.entries(documents), made))
    throw new Error('The floor leaves something else than the bootstrap: the two must not be compared.');
  const rounds: Round[] = [];
  for (let round = 0; round < size.rounds; round++) {
    const measured = await measureRound(contest, documents, size, first, round);
    rounds.push(measured);
    // A run of minutes may still be disturbed, and then this is what is left of it.
    progress(`${size.keys} keys: round ${round + 1} of ${size.rounds}: ${spell(measured)}`);
  }
  return { keys: size.keys, requests: { first: first.length, repeat: repeat.length }, rounds };
}

/** Each contender begins with nothing in Vault, and none of them always comes first. */
async function measureRound(
  contest: Contest,
  documents: BootstrapDocuments,
  { keys, connections, loopKeys }: Size,
  requests: readonly RecordedRequest[],
  round: number,
): Promise<Round> {
  const floors: Record<number, Sample> = {};
  const own: { first?: Sample; repeat?: Sample } = {};
  const begin = (): Promise<void> => contest.empty(documents);
  const complete = async (): Promise<void> => {
    const found = await contest.count(documents);
    if (found !== keys) throw new Error(`${found} of ${keys} keys stand in Vault.`);
  };
  const contenders = [
    async () => {
      await begin();
      own.first = await contest.bootstrap(documents);
      await complete();
      own.repeat = await contest.bootstrap(documents);
    },
    ...connections.map((count) => async () => {
      await begin();
      floors[count] = await contest.floor(documents, requests, count);
      await complete();
    }),
  ];
  const from = round % contenders.length;
  for (const contend of [...contenders.slice(from), ...contenders.slice(0, from)]) await contend();
  const { first, repeat } = own;
  if (!first || !repeat) throw new Error('The bootstrap was not measured.');
  const load = loadavg()[0] ?? Number.NaN;
  if (loopKeys === 0) return { floors, first, repeat, load };
  await begin();
  const some = Object.keys(documents.fixtureMap.entries).slice(round * loopKeys, (round + 1) * loopKeys);
  return { floors, first, repeat, load, loop: { keys: loopKeys, ...(await contest.loop(documents, some, requests)) } };
}

function spell({ floors, first, repeat, load }: Round): string {
  const seconds = ({ wallMs }: Sample): string => `${(wallMs / 1000).toFixed(1)} s`;
  const all = Object.entries(floors).map(([connections, floor]) => `floor (${connections}) ${seconds(floor)}`);
  const own = [`first run ${seconds(first)}`, `nothing to do ${seconds(repeat)}`, `load ${load.toFixed(1)}`];
  return [...all, ...own].join(', ');
}

const [, , file = ''] = process.argv;
try {
  await main(file, (step) => console.error(`… ${step}`));
} catch (error) {
  if (!(error instanceof VaultwrightError)) throw error;
  console.error(error.message);
  process.exitCode = error.exitStatus;
}
