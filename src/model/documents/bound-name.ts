/**
 * Returns whether a Vault role that binds `bound` lets in a ServiceAccount or namespace of this name: `*`
 * stands for any text, wherever it is.
 * @see https://developer.hashicorp.com/vault/api-docs/auth/kubernetes#create-update-role
 */
export function bindsName(bound: string, name: string): boolean {
  const [start = '', ...rest] = bound.split('*');
  const end = rest.pop();
  if (end === undefined) return bound === name;
  if (!name.startsWith(start)) return false;
  let at = start.length;
  // Step by step, since a regular expression of many stars could take for ever.
  for (const part of rest) {
    const found = name.indexOf(part, at);
    if (found < 0) return false;
    at = found + part.length;
  }
  return name.length - end.length >= at && name.endsWith(end);
}
