import type { EnvironmentApp } from '../environment-app.ts';
import type { CollectedEnvironment } from '../tree/collect-environment.ts';
import type { Placement } from '../tree/contribution.ts';

/** What the namespaces of previews get. */
export interface PreviewAccess {
  /** Vault role with which their stores log in. */
  readonly role: string;
  /** Their names, as the role binds them. */
  readonly namespaces: string;
  /** Names of components, sorted. */
  readonly components: readonly string[];
  /** The Secrets of these components in the namespace of the environment, of which previews get their own. */
  readonly placements: readonly Placement[];
}

/** Returns what the namespaces of previews get, where an environment has any. */
export function previewAccessOf(app: EnvironmentApp, collected: CollectedEnvironment): PreviewAccess | undefined {
  const { previews, namespace } = app.environment;
  if (!previews) return undefined;
  const components = [...new Set(previews.components)].sort();
  return {
    role: `${app.platform.settings.role}-preview`,
    namespaces: previews.namespaces,
    components,
    placements: collected.placements.filter(
      (placement) => placement.namespace === namespace && components.includes(placement.component.name),
    ),
  };
}
