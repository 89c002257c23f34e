import { resolve } from 'node:path';
import type { Diagnostic } from '../model/diagnostics/diagnostic.ts';
import { ConfigurationError } from '../model/diagnostics/errors.ts';
import { changedFiles } from './adoption/changed-files.ts';
import { judgedFile } from './adoption/judged-file.ts';
import {
  acceptFindings,
  type CheckPolicy,
  type CheckResult,
  type Judgement,
  judgeManifests,
} from './check-manifests.ts';
import { type CacheUse, type Seen, type Statistics, seenIn, statisticsOf } from './engine/statistics.ts';
import { isOpenName } from './indexing/open-name.ts';
import { type HelmUse, renderCharts } from './reading/helm/render-charts.ts';
import { type ReadManifests, type ReadManifestsOptions, readManifests } from './reading/read-manifests.ts';
import { nothingToCheck } from './reading/reading-problems.ts';
import type { SourceTexts } from './reading/source-texts.ts';

export interface RepositoryCheck extends ReadManifestsOptions {
  readonly policy: CheckPolicy;
  /** Reports findings of files that changed since this revision of git alone. @default all */
  readonly since?: string | undefined;
  /** Whether charts are rendered, and judged by what they render. @default 'never' */
  readonly helm?: HelmUse;
  /** Also counts what the check has seen. @default false */
  readonly counts?: boolean;
  /** True where the configuration is about more than these paths. @default false */
  readonly isPart?: boolean;
  /** @default every run reads and judges anew */
  readonly cache?: JudgementCache | undefined;
}

export interface RepositoryResult extends CheckResult {
  readonly files: number;
  readonly manifests: number;
  readonly sources: SourceTexts;
  /** Where they were asked for. */
  readonly statistics?: Statistics;
}

/**
 * What was found in a tree, before anything of it is accepted: it follows from what was read, and from
 * nothing else.
 */
export interface TreeJudgement extends Judgement {
  readonly files: number;
  readonly manifests: number;
  readonly sources: SourceTexts;
  /** Where it was asked for. */
  readonly seen?: Seen;
}

/** Keeps what was found in a tree, and finds it again where nothing has changed. */
export interface JudgementCache {
  /** Judges a tree, or takes what an earlier run found in it. */
  judgement(check: RepositoryCheck, judge: () => Promise<TreeJudgement>): Promise<CachedJudgement>;
}

export interface CachedJudgement {
  readonly judgement: TreeJudgement;
  readonly use: CacheUse;
}

/**
 * Checks files: reads them, judges them, and leaves out what is suppressed, what the baseline knows, and what
 * is out of scope.
 *
 * What has its manifests already calls {@link checkManifests}; both count the same suppressions, baseline and
 * configuration.
 *
 * @throws ConfigurationError VW2007 where there is nothing to check, or of the configuration, the baseline
 * (VW2020, VW2022), git (VW2030) or helm (VW2040)
 */
export async function checkRepository(check: RepositoryCheck): Promise<RepositoryResult> {
  const { since, workingDirectory = process.cwd(), isPart = false, cache, policy } = check;
  const judge = (): Promise<TreeJudgement> => judgeTree(check, workingDirectory);
  const { judgement, use } = cache ? await cache.judgement(check, judge) : { judgement: await judge(), use: undefined };
  const isInScope = since === undefined ? undefined : changedSince(since, workingDirectory);
  const { diagnostics, suppressed, baselined } = acceptFindings(judgement, { ...policy, isInScope }, isPart);
  const { files, manifests, sources, seen } = judgement;
  const statistics = seen && { ...statisticsOf(seen, diagnostics), ...(use && { cache: use }) };
  return { diagnostics, suppressed, baselined, files, manifests, sources, ...(statistics && { statistics }) };
}

async function judgeTree(check: RepositoryCheck, workingDirectory: string): Promise<TreeJudgement> {
  const files = readManifests(check);
  const { configuration } = withScripted(check.policy, files);
  if (files.files === 0 && check.isPart !== true) throw new ConfigurationError([nothingToCheck(check.paths)]);
  const charts = await renderCharts(files, check.helm ?? 'never', workingDirectory);
  const read = { ...files, ...charts, diagnostics: [...files.diagnostics, ...charts.diagnostics] };
  return {
    ...judgeManifests(read, configuration),
    files: files.files,
    manifests: files.manifests.length,
    sources: files.sources,
    ...(check.counts === true && { seen: seenIn(read, configuration) }),
  };
}

/** What a script of the tree makes exists, as what a configuration declares does. */
function withScripted(policy: CheckPolicy, { scripted, programs, spoken, spelledVault }: ReadManifests): CheckPolicy {
  const made = scripted.flatMap(({ name, namespace }) =>
    isOpenName(name) ? [] : [{ name, ...(namespace !== undefined && !isOpenName(namespace) && { namespace }) }],
  );
  const { configuration } = policy;
  return {
    ...policy,
    configuration: {
      ...configuration,
      declaredSecrets: [...configuration.declaredSecrets, ...made],
      mayBeMade: (secret) => programs.speaksOf(secret),
      spoken,
      spelledVault,
    },
  };
}

function changedSince(revision: string, workingDirectory: string): (diagnostic: Diagnostic) => boolean {
  const changed = changedFiles(revision, workingDirectory);
  return ({ place }) => {
    const file = judgedFile(place);
    return file !== undefined && changed.has(resolve(workingDirectory, file));
  };
}
