import type { Manifest } from '../manifest/manifest.ts';
import type { GuardrailConfiguration } from './configuration.ts';
import { matchesGlob } from './glob.ts';

/**
 * Recognises manifests of a regulated place: an environment that is configured so, or files and namespaces
 * that are called production.
 */
export function isRegulated(
  manifest: Manifest,
  namespace: string | undefined,
  { environments, production }: GuardrailConfiguration,
): boolean {
  const environment = environments.find(({ name }) => name === manifest.environment);
  if (environment !== undefined) return environment.regulated;
  return (
    production.files.some((glob) => matchesGlob(manifest.file, glob)) ||
    (namespace !== undefined && production.namespaces.some((glob) => matchesGlob(namespace, glob)))
  );
}
