import type { ArgoCdSettings } from '../../model/platform/argo-cd.ts';
import { fillPath } from '../../model/platform/argo-cd-paths.ts';
import { formatPhase } from '../../model/platform/phase.ts';
import type { ArgoApplication } from './argo-application.ts';
import { mergeSyncOptions } from './sync-options.ts';

/**
 * Returns the value of the `component.yaml` of an Application: what its ApplicationSet fills in.
 *
 * Every field is always there, since a template with `missingkey=error` refuses one that is not.
 * @param valueFiles paths of the value files in the GitOps repository, the later over the earlier
 */
export function componentFile(
  application: ArgoApplication,
  settings: ArgoCdSettings,
  valueFiles: readonly string[],
): Readonly<Record<string, unknown>> {
  const { name, component, domain, phase, wave, environment, hasManifests, disabled } = application;
  const { argoCd, folder, owner, namespace, secretsPhase } = component;
  return {
    name,
    project: settings.project,
    domain,
    componentType: folder.split('/', 1)[0],
    owner,
    state: disabled === undefined ? 'enabled' : 'disabled',
    dependencyPhase: formatPhase(secretsPhase),
    rolloutPhase: formatPhase(phase),
    wave: wave === undefined ? '' : String(wave),
    namespace,
    manifests: hasManifests ? fillPath(settings.paths.manifests, { environment, folder }) : '',
    chart: chartOf(application, settings, valueFiles),
    syncOptions: mergeSyncOptions(settings.syncOptions, argoCd?.syncOptions ?? []),
    ignoreDifferences: [...settings.ignoreDifferences, ...(argoCd?.ignoreDifferences ?? [])],
  };
}

function chartOf(
  { component: { argoCd }, hasChart }: ArgoApplication,
  settings: ArgoCdSettings,
  valueFiles: readonly string[],
): Readonly<Record<string, unknown>> | false {
  const chart = argoCd?.chart;
  if (chart === undefined || !hasChart) return false;
  return {
    repoURL: chart.repoURL ?? settings.repoURL,
    ...(chart.path === undefined ? { chart: chart.chart } : { path: chart.path }),
    version: chart.version ?? settings.revision,
    valueFiles: valueFiles.map((file) => `$values/${file}`),
    skipCrds: chart.skipCrds ?? false,
    // They are generated together with this list, so one that is missing is an error.
    ignoreMissingValueFiles: false,
  };
}
