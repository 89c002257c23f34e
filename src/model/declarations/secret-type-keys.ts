/**
 * Data keys that the API server demands of a Secret of each type: each entry lists alternatives, of which one
 * will do.
 * @see https://kubernetes.io/docs/concepts/configuration/secret/#secret-types
 */
export const secretTypeKeys: Readonly<Record<string, readonly (readonly string[])[]>> = {
  'kubernetes.io/tls': [['tls.crt'], ['tls.key']],
  'kubernetes.io/dockerconfigjson': [['.dockerconfigjson']],
  'kubernetes.io/dockercfg': [['.dockercfg']],
  'kubernetes.io/basic-auth': [['username', 'password']],
  'kubernetes.io/ssh-auth': [['ssh-privatekey']],
  'bootstrap.kubernetes.io/token': [['token-id'], ['token-secret']],
};

/** Returns the demands of a type that some keys leave unmet. */
export const missingTypeKeys = (type: string, keys: ReadonlySet<string>): (readonly string[])[] =>
  (Object.hasOwn(secretTypeKeys, type) ? (secretTypeKeys[type] ?? []) : []).filter(
    (alternatives) => !alternatives.some((key) => keys.has(key)),
  );
