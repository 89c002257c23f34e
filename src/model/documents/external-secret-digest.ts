import { createHash } from 'node:crypto';

type Fields = { readonly [name: string]: true | Fields };

const storeRef: Fields = { name: true, kind: true };
const sourceRef: Fields = { storeRef, generatorRef: { apiVersion: true, kind: true, name: true } };
const strategies: Fields = { conversionStrategy: true, decodingStrategy: true };
const remoteRef: Fields = { key: true, property: true, version: true, metadataPolicy: true, ...strategies };

/** The fields that decide what a Secret gets, and from where. */
const deciding: Fields = {
  secretStoreRef: storeRef,
  target: {
    name: true,
    creationPolicy: true,
    deletionPolicy: true,
    template: {
      type: true,
      engineVersion: true,
      mergePolicy: true,
      metadata: { labels: true, annotations: true },
      data: true,
      templateFrom: true,
    },
  },
  data: { secretKey: true, remoteRef, sourceRef },
  dataFrom: {
    extract: remoteRef,
    find: { path: true, name: true, tags: true, ...strategies },
    rewrite: true,
    sourceRef,
  },
};

/**
 * Returns the SHA-256 of what an ExternalSecret says about its Secret, in hexadecimal digits: the same for
 * the rendered spec and for the one that the API server returns.
 *
 * Only fields that decide what the Secret gets count, in any order: the API server fills in
 * fields of its version, and a later version has more of them. How often the operator looks does not count.
 * @see https://external-secrets.io/latest/api/externalsecret/
 */
export function externalSecretDigest(spec: unknown): string {
  return createHash('sha256')
    .update(JSON.stringify(chosen(spec, deciding)))
    .digest('hex');
}

/** Empty maps and lists count as what is not there. */
function chosen(value: unknown, fields: true | Fields): unknown {
  if (Array.isArray(value)) return value.map((item) => chosen(item, fields) ?? null);
  if (typeof value !== 'object' || value === null) return value ?? undefined;
  const entries = Object.entries(value)
    .filter(([name]) => fields === true || Object.hasOwn(fields, name))
    .map(([name, item]) => [name, chosen(item, fields === true ? true : (fields[name] ?? true))] as const)
    .filter(([, item]) => item !== undefined && !(Array.isArray(item) && item.length === 0))
    .sort(([a], [b]) => (a < b ? -1 : 1));
  return entries.length === 0 ? undefined : Object.fromEntries(entries);
}
