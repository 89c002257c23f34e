import type { FieldPath, JsonObject, JsonValue, Manifest } from '../manifest/manifest.ts';
import { isObject } from '../manifest/normalise.ts';

/** A file that a generator of a kustomization puts into a Secret or ConfigMap. */
export interface GeneratorFile {
  /** Path as the kustomization writes it, relative to its folder. */
  readonly file: string;
  /** Key of the generated object; absent where each line of the file is one. */
  readonly key?: string;
  readonly field: FieldPath;
  readonly isSecret: boolean;
}

/** Lists the files that the generators of a kustomization read. */
export function generatorFiles({ value }: Pick<Manifest, 'value'>): GeneratorFile[] {
  return ['secretGenerator', 'configMapGenerator'].flatMap((field) =>
    listOf(value[field]).flatMap((generator, index) => {
      if (!isObject(generator)) return [];
      const common = { isSecret: field === 'secretGenerator' };
      const files = listOf(generator.files).flatMap((entry, at): GeneratorFile[] => {
        if (typeof entry !== 'string') return [];
        const equals = entry.indexOf('=');
        const file = entry.slice(equals + 1);
        const key = equals === -1 ? file.slice(file.lastIndexOf('/') + 1) : entry.slice(0, equals);
        return [{ ...common, file, key, field: [field, index, 'files', at] }];
      });
      const envs = [...listOf(generator.envs), generator.env].flatMap((file, at): GeneratorFile[] =>
        typeof file === 'string' ? [{ ...common, file, field: envField(generator, field, index, at) }] : [],
      );
      return [...files, ...envs];
    }),
  );
}

const envField = (generator: JsonObject, field: string, index: number, at: number): FieldPath =>
  at < listOf(generator.envs).length ? [field, index, 'envs', at] : [field, index, 'env'];

/** Lists the patch files of a kustomization, relative to its folder. */
export function patchFiles({ value }: Pick<Manifest, 'value'>): string[] {
  const paths = [...listOf(value.patches), ...listOf(value.patchesJson6902)].map((patch) =>
    isObject(patch) ? patch.path : patch,
  );
  return [...paths, ...listOf(value.patchesStrategicMerge)].filter(
    (path): path is string => typeof path === 'string' && !path.includes('\n'),
  );
}

const listOf = (value: JsonValue | undefined): readonly JsonValue[] => (Array.isArray(value) ? value : []);
