import type { JsonValue, Manifest } from '../manifest/manifest.ts';
import { isList, isObject, textAt } from '../manifest/normalise.ts';
import { isOpenName } from './open-name.ts';
import type { SecretProducer } from './secret-producer.ts';

/** `{{ .secretName | quote }}`, `{{ $.Values.redis.secretName }}`: nothing but the name of a field. */
const field = /^\{\{-?\s*\$?[\w.$]*\.([A-Za-z]\w*)\s*(?:\|[^{}]*)?-?\}\}$/;

/**
 * Lists the Secrets of a chart's templates whose name is nothing but a field of values: what its own values
 * hold under such a field may be written, in whichever namespace.
 */
export function namedByValues(producers: readonly SecretProducer[], manifests: readonly Manifest[]): SecretProducer[] {
  const wanted = new Map<string, SecretProducer>();
  for (const producer of producers) {
    const { manifest } = producer.site ?? {};
    const folder = manifest?.isTemplate === true && /^(.*\/)?templates\//.exec(manifest.file)?.[1];
    const name = folder === false ? undefined : field.exec(producer.name.trim())?.[1];
    if (name !== undefined) wanted.set(`${folder ?? ''}\0${name}`, producer);
  }
  if (wanted.size === 0) return [];
  const values = manifests.filter(({ role, carrier }) => role === 'values' && carrier === undefined);
  return [...wanted].flatMap(([key, { namespace: _, keys: __, ...producer }]) => {
    const [folder = '', name = ''] = key.split('\0');
    const own = values.filter(({ file }) => file.startsWith(folder));
    const names = new Set(own.flatMap(({ value }) => textsUnder(value, name, name !== 'name')));
    return [...names].map((text) => ({ ...producer, name: text, ownership: 'shares' as const }));
  });
}

/** A field `name` is one of a Secret only below a field that says so. */
function textsUnder(value: JsonValue, wanted: string, isOfSecret: boolean): string[] {
  if (isList(value)) return value.flatMap((item) => textsUnder(item, wanted, isOfSecret));
  if (!isObject(value)) return [];
  return Object.entries(value).flatMap(([key, child]) => {
    if (key === wanted && typeof child === 'string')
      return isOfSecret && child !== '' && !isOpenName(child) ? [child] : [];
    return textsUnder(child, wanted, isOfSecret || /secret/i.test(key));
  });
}

/**
 * Lists what files hold that SOPS has encrypted as a whole, names included: by its usual name such a file
 * says which Secret it is.
 * @see https://getsops.io/docs/#encrypting-only-parts-of-a-file
 */
export const inEncryptedFiles = (manifests: readonly Manifest[]): SecretProducer[] =>
  manifests.flatMap(({ value, file }) => {
    const [, name] = /(?:^|\/)([a-z0-9][a-z0-9-]*)(?:\.[a-z]+)*\.(?:ya?ml|json)$/.exec(file) ?? [];
    return name !== undefined && textAt(value, 'kind')?.startsWith('ENC[') === true
      ? [{ name, ownership: 'declares' as const, by: 'an encrypted file', scope: '*' }]
      : [];
  });
