const dataKey = /^[-._a-zA-Z0-9]{1,253}$/;
const subdomain = /^[a-z0-9]([-a-z0-9]*[a-z0-9])?(\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*$/;
const label = /^[a-z0-9]([-a-z0-9]*[a-z0-9])?$/;

/**
 * Returns whether the API server accepts `name` as a key of a Secret.
 * @see https://kubernetes.io/docs/concepts/configuration/secret/#restriction-names-data
 */
export const isDataKey = (name: string): boolean => dataKey.test(name) && name !== '.' && !name.startsWith('..');

/**
 * Returns whether `name` is a DNS subdomain, as most object names must be.
 * @see https://kubernetes.io/docs/concepts/overview/working-with-objects/names/#dns-subdomain-names
 */
export const isSubdomain = (name: string): boolean => name.length <= 253 && subdomain.test(name);

/**
 * Returns whether `name` is a DNS label, as namespaces must be.
 * @see https://kubernetes.io/docs/concepts/overview/working-with-objects/names/#dns-label-names
 */
export const isDnsLabel = (name: string): boolean => name.length <= 63 && label.test(name);
