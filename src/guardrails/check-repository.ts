import { resolve } from 'node:path';
import type { Diagnostic } from '../model/diagnostics/diagnostic.ts';
import { ConfigurationError } from '../model/diagnostics/errors.ts';
import { changedFiles } from './adoption/changed-files.ts';
import { judgedFile } from './adoption/judged-file.ts';
import { type CheckPolicy, type CheckResult, type CheckSubject, checkManifests } from './check-manifests.ts';
import { type Statistics, statisticsOf } from './engine/statistics.ts';
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
}

export interface RepositoryResult extends CheckResult {
  readonly files: number;
  readonly manifests: number;
  readonly sources: SourceTexts;
  /** Where they were asked for. */
  readonly statistics?: Statistics;
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
  const { since, workingDirectory = process.cwd(), isPart = false } = check;
  const files = readManifests(check);
  const policy = withScripted(check.policy, files);
  if (files.files === 0 && !isPart) throw new ConfigurationError([nothingToCheck(check.paths)]);
  const charts = await renderCharts(files, check.helm ?? 'never', workingDirectory);
  const read = { ...files, ...charts, diagnostics: [...files.diagnostics, ...charts.diagnostics] };
  const subject: CheckSubject = { ...read, isPart };
  const isInScope = since === undefined ? undefined : changedSince(since, workingDirectory);
  const { diagnostics, suppressed, baselined } = checkManifests(subject, { ...policy, isInScope });
  const { manifests, sources } = files;
  const statistics = check.counts === true ? statisticsOf(read, policy.configuration, diagnostics) : undefined;
  return {
    diagnostics,
    suppressed,
    baselined,
    files: files.files,
    manifests: manifests.length,
    sources,
    ...(statistics && { statistics }),
  };
}

/** What a script of the tree makes exists, as what a configuration declares does. */
function withScripted(policy: CheckPolicy, { scripted, programs, spelledVault }: ReadManifests): CheckPolicy {
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
