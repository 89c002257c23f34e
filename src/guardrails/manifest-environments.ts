import type { GuardrailConfiguration } from './configuration.ts';
import { matchesGlob } from './glob.ts';
import type { Manifest } from './manifest.ts';

/**
 * Gives each manifest the environment to which its file belongs by the configuration, where nothing says so already.
 *
 * The manifests stay the same objects, since what they carry refers to them.
 */
export function assignEnvironments(manifests: readonly Manifest[], { environments }: GuardrailConfiguration): void {
  const placed = environments.filter(({ files }) => files.length > 0);
  if (placed.length === 0) return;
  for (const manifest of manifests) {
    if (manifest.environment !== undefined) continue;
    const environment = placed.find(({ files }) => files.some((glob) => matchesGlob(manifest.file, glob)))?.name;
    if (environment !== undefined) Object.assign(manifest, { environment });
  }
}
