import { ownerAnnotation, phaseLabel } from '../../model/documents/annotations.ts';
import type { ArgoCdSettings } from '../../model/platform/argo-cd.ts';
import { formatPhase } from '../../model/platform/phase.ts';
import { type ApplicationSetId, prefixOf } from './argo-application.ts';

/** The cluster in which Argo CD runs itself. */
const ownCluster = 'https://kubernetes.default.svc';

/**
 * What a template that is plain YAML cannot express: lists, and what is only there for some.
 *
 * Argo CD puts lists of a patch in the place of those of the template, so each is written whole.
 */
const patchOf = ({ repoURL, revision }: ArgoCdSettings): string => `{{- if .wave }}
metadata:
  labels:
    wave: {{ .wave | toJson }}
{{- end }}
spec:
  sources:
    - repoURL: ${JSON.stringify(repoURL)}
      targetRevision: ${JSON.stringify(revision)}
      {{- if .manifests }}
      path: {{ .manifests | toJson }}
      {{- end }}
      {{- if .chart }}
      ref: values
      {{- end }}
    {{- if .chart }}
    - repoURL: {{ .chart.repoURL | toJson }}
      targetRevision: {{ .chart.version | toJson }}
      {{- if hasKey .chart "path" }}
      path: {{ .chart.path | toJson }}
      {{- else }}
      chart: {{ .chart.chart | toJson }}
      {{- end }}
      helm:
        releaseName: {{ .name | toJson }}
        valueFiles: {{ .chart.valueFiles | toJson }}
        skipCrds: {{ .chart.skipCrds }}
        ignoreMissingValueFiles: {{ .chart.ignoreMissingValueFiles }}
    {{- end }}
  ignoreDifferences: {{ .ignoreDifferences | toJson }}
  syncPolicy:
    syncOptions: {{ .syncOptions | toJson }}
`;

/**
 * Returns the ApplicationSet of an environment or a cluster.
 *
 * Its steps are the phases in which it has an Application; a step without one would be refused.
 * @param phases those of its Applications, in any order
 * @param files what the Git generator reads, as a path with `*`
 * @see https://argo-cd.readthedocs.io/en/stable/operator-manual/applicationset/Progressive-Syncs/
 */
export function applicationSet(
  set: ApplicationSetId,
  cluster: string,
  phases: Iterable<number>,
  files: string,
  settings: ArgoCdSettings,
): Readonly<Record<string, unknown>> {
  const steps = [...new Set(phases)]
    .sort((a, b) => a - b)
    .map((phase) => ({
      matchExpressions: [{ key: phaseLabel, operator: 'In', values: [formatPhase(phase)] }],
      ...maxUpdateOf(phase, settings),
    }));
  const { repoURL, revision } = settings;
  return {
    apiVersion: 'argoproj.io/v1alpha1',
    kind: 'ApplicationSet',
    metadata: {
      name: prefixOf(set, settings),
      namespace: settings.namespace,
      labels: { 'app.kubernetes.io/managed-by': 'vaultwright' },
      // What applies both begins with what belongs to the whole cluster.
      annotations: { 'argocd.argoproj.io/sync-wave': set.of === 'cluster' ? '-1' : '0' },
    },
    spec: {
      goTemplate: true,
      goTemplateOptions: ['missingkey=error'],
      generators: [{ git: { repoURL, revision, files: [{ path: files }] } }],
      strategy: { type: 'RollingSync', deletionOrder: 'Reverse', rollingSync: { steps } },
      template: {
        metadata: {
          name: `${prefixOf(set, settings)}-{{ .name }}`,
          labels: {
            'app.kubernetes.io/managed-by': 'vaultwright',
            [set.of]: set.name,
            domain: '{{ .domain }}',
            [phaseLabel]: '{{ .rolloutPhase }}',
          },
          annotations: { [ownerAnnotation]: '{{ .owner }}' },
        },
        spec: {
          project: '{{ .project }}',
          destination: { server: settings.destinations[cluster] ?? ownCluster, namespace: '{{ .namespace }}' },
          syncPolicy: {
            // RollingSync starts the syncs itself; it prunes only where this says so.
            automated: { prune: true, selfHeal: true },
            retry: retryOf(settings),
          },
        },
      },
      templatePatch: patchOf(settings),
    },
  };
}

/** What is off is left out: an Argo CD that does not know the field refuses it. */
function retryOf({ retry: { refresh, ...retry } }: ArgoCdSettings): Readonly<Record<string, unknown>> {
  return refresh ? { ...retry, refresh } : retry;
}

function maxUpdateOf(phase: number, { steps }: ArgoCdSettings): { readonly maxUpdate?: number | string } {
  const maxUpdate = steps.find((step) => step.phase === phase)?.maxUpdate;
  return maxUpdate === undefined ? {} : { maxUpdate };
}
