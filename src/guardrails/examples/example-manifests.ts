import { loadAll } from 'js-yaml';
import type { ConfigurationInput } from '../engine/configuration.ts';
import type { Example } from '../engine/rule.ts';
import type { JsonObject, Manifest, ManifestRole } from '../manifest/manifest.ts';

/**
 * Parses the files of an example as the reader of manifests would, without positions.
 *
 * A first folder that is named like an environment of the example's configuration is that environment.
 */
export function exampleManifests({ files, configuration }: Pick<Example, 'files' | 'configuration'>): Manifest[] {
  return Object.entries(files).flatMap(([file, text]) =>
    loadAll(text).flatMap((value, document) => {
      if (typeof value !== 'object' || value === null || Array.isArray(value)) return [];
      const environment = environmentOf(file, configuration);
      return [
        {
          role: roleOf(file),
          value: value as JsonObject,
          file,
          document,
          ...(environment !== undefined && { environment }),
        },
      ];
    }),
  );
}

function roleOf(file: string): ManifestRole {
  if (/(?:^|\/)values(?:\/|[\w.-]*\.ya?ml$)/.test(file)) return 'values';
  return /(?:^|\/)kustomization\.ya?ml$/.test(file) ? 'kustomization' : 'object';
}

function environmentOf(file: string, configuration: ConfigurationInput | undefined): string | undefined {
  const [first] = file.split('/');
  return configuration?.environments?.find(({ name }) => name === first)?.name;
}
