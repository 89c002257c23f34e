const segment = /^[A-Za-z0-9](?:[A-Za-z0-9._-]*[A-Za-z0-9])?$/;

/**
 * Returns what is wrong with a kv-v2 path relative to its mount, or `undefined` where nothing is.
 * @see https://developer.hashicorp.com/vault/docs/secrets/kv/kv-v2
 */
export function vaultPathDefect(path: string): string | undefined {
  if (path === '') return 'is empty';
  if (path.startsWith('/')) return 'starts with a slash';
  if (path.endsWith('/')) return 'ends with a slash';
  const segments = path.split('/');
  if (segments.includes('')) return 'has an empty segment';
  if (segments.length > 1 && ['data', 'metadata'].includes(segments[0] ?? ''))
    return 'starts with an API prefix (data/ or metadata/)';
  const bad = segments.find((part) => !segment.test(part));
  if (bad !== undefined) return 'has a segment with characters other than letters, digits, ".", "_" and "-"';
  return undefined;
}

/** Longest property: its marker must fit into a key of custom metadata, 128 bytes. */
const longestProperty = 100;

/**
 * Returns what is wrong with the name of a property, or `undefined` where nothing is.
 * @see https://developer.hashicorp.com/vault/api-docs/secret/kv/kv-v2#create-update-metadata
 */
export function vaultPropertyDefect(property: string): string | undefined {
  if (property === '') return 'is empty';
  if (property.length > longestProperty) return `is longer than ${longestProperty} characters`;
  if (!/^[A-Za-z0-9._/@+-]+$/.test(property))
    return 'has characters other than letters, digits, ".", "_", "/", "@", "+" and "-"';
  return property === '__proto__' ? 'is a name that JavaScript reserves' : undefined;
}
