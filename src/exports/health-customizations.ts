import { healthChecks, healthScript } from './health-checks.ts';

/** Lua texts by key of the ConfigMap `argocd-cm`. */
export type HealthCustomizations = Readonly<Record<string, string>>;

/**
 * Returns the checks of some kinds as Argo CD is configured with them.
 *
 * None needs `useOpenLibs`, which would give a script files and processes.
 *
 * @param kinds such as `ExternalSecret`; unknown ones have no check
 * @see
 * https://argo-cd.readthedocs.io/en/stable/operator-manual/health/#way-1-define-a-custom-health-check-in-argocd-cm-configmap
 */
export function healthCustomizations(kinds: readonly string[]): HealthCustomizations {
  return Object.fromEntries(
    healthChecks
      .filter(({ kind }) => kinds.includes(kind))
      .map((check) => [`resource.customizations.health.${check.group}_${check.kind}`, healthScript(check)] as const)
      .sort(([a], [b]) => (a < b ? -1 : 1)),
  );
}

/**
 * Returns the checks as values of the Helm chart `argo-cd`, to be merged with its other values.
 * @see https://github.com/argoproj/argo-helm/tree/main/charts/argo-cd
 */
export const healthValues = (kinds: readonly string[]) => ({ configs: { cm: healthCustomizations(kinds) } });

/** Returns the checks as a ConfigMap that takes the place of `argocd-cm`, or that a patch is made of. */
export const healthConfigMap = (kinds: readonly string[]) => ({
  apiVersion: 'v1',
  kind: 'ConfigMap',
  metadata: { name: 'argocd-cm', labels: { 'app.kubernetes.io/part-of': 'argocd' } },
  data: healthCustomizations(kinds),
});
