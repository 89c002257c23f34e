import { ownerAnnotation, phaseLabel } from '../../model/documents/annotations.ts';
import { formatPhase } from '../../model/platform/phase.ts';
import type { ArgoApplication } from './argo-application.ts';

/**
 * Returns the object of an Application that would have none: a ConfigMap that says whether the component is
 * on.
 *
 * Argo CD compares tracked objects only, and refuses to prune the last one; without any, an Application would
 * stay as it was when its component was switched off.
 */
export function marker({ component, disabled }: ArgoApplication): Readonly<Record<string, unknown>> {
  const { name, namespace, owner, secretsPhase } = component;
  return {
    apiVersion: 'v1',
    kind: 'ConfigMap',
    metadata: {
      name: `${name}-component`,
      namespace,
      labels: {
        'app.kubernetes.io/managed-by': 'vaultwright',
        'app.kubernetes.io/part-of': name,
        [phaseLabel]: formatPhase(secretsPhase),
      },
      annotations: { [ownerAnnotation]: owner },
    },
    data: { component: name, state: disabled === undefined ? 'enabled' : 'disabled', reason: disabled ?? '' },
  };
}
