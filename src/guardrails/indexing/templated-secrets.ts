import { afterHelm } from '../credential/template-variables.ts';
import type { FieldPath, JsonObject } from '../manifest/manifest.ts';
import type { Fetched } from './external-secret.ts';
import type { IndexedObject } from './indexed-object.ts';
import type { ManifestIndex } from './manifest-index.ts';

/** A template, and the values that it may read. */
export interface TemplatedSecret {
  readonly object: IndexedObject;
  readonly spec: JsonObject;
  readonly specPath: FieldPath;
  readonly fetched: Fetched & { readonly at: readonly string[] };
}

/**
 * What Helm has rendered before the operator reads the template.
 * @see https://helm.sh/docs/chart_template_guide/builtin_objects/
 */
export const helmObjects = ['Values', 'Release', 'Chart', 'Capabilities', 'Files', 'Template', 'Subcharts'];

/** Returns a text of an object as the operator gets it: of a chart's template, what Helm leaves of it. */
export const textForOperator = ({ manifest: { isTemplate, file } }: IndexedObject, text: string): string =>
  isTemplate === true && /(?:^|\/)templates\/.*\.ya?ml$/.test(file) ? afterHelm(text) : text;

/**
 * Lists the templates of ExternalSecrets, which read what is fetched, and of PushSecrets, which read the
 * Secret that is pushed.
 */
export function templatedSecrets(index: ManifestIndex): TemplatedSecret[] {
  const pushed = index.pushSecrets.map(({ object, spec, specPath, source, namespaces }) => {
    const found = source === undefined ? undefined : index.producers.resolve(object.scope, namespaces?.[0], source);
    const names = found?.known ? found.keys : undefined;
    return {
      object,
      spec,
      specPath,
      fetched: { names: names ?? new Set<string>(), isOpen: names === undefined, at: ['template'] },
    };
  });
  const fetching = index.externalSecrets.map(({ object, spec, specPath, fetched }) => ({
    object,
    spec,
    specPath,
    fetched: { ...fetched, at: ['target', 'template'] },
  }));
  return [...fetching, ...pushed];
}
