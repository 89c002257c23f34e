import type { JsonObject, ManifestRole } from '../manifest/manifest.ts';
import { isObject } from '../manifest/normalise.ts';

const valuesName = /(?:^|[._-])values(?:[._-][^/]*)?\.(?:ya?ml|json)(?:\.gotmpl)?$/i;
const schemaName = /\.schema\.json$/i;
const valuesFolder = /(?:^|\/)values\/.*\.(?:ya?ml|json)$/i;
const kustomizationName = /(?:^|\/)kustomization(?:\.ya?ml)?$/i;

/** Whether a tree is a whole Kubernetes object rather than a reference to one. */
export const isWholeObject = (value: JsonObject): boolean =>
  typeof value.apiVersion === 'string' && typeof value.kind === 'string' && isObject(value.metadata);

/**
 * Decides how a document of a file is read, from what it says and, where it says nothing, from the file's
 * name.
 */
export function roleOf(value: JsonObject, file: string): ManifestRole {
  const isObject = typeof value.apiVersion === 'string' && typeof value.kind === 'string';
  if (isKustomization(value, file)) return 'kustomization';
  if (isObject) return 'object';
  return isValuesFile(file) ? 'values' : 'data';
}

/** Whether the name of a file says that it holds Helm values. */
export const isValuesFile = (file: string): boolean =>
  (valuesName.test(file.slice(file.lastIndexOf('/') + 1)) || valuesFolder.test(file)) && !schemaName.test(file);

const isKustomization = (value: JsonObject, file: string): boolean => {
  const group = value.apiVersion;
  return kustomizationName.test(file) || (typeof group === 'string' && group.startsWith('kustomize.config.k8s.io/'));
};
