/**
 * What the field `policy` of a rule means, as policies said it before they had capabilities.
 * @see https://developer.hashicorp.com/vault/docs/concepts/policies
 */
export const oldPolicyForms: Readonly<Record<string, readonly string[]>> = {
  deny: ['deny'],
  read: ['read', 'list'],
  write: ['create', 'read', 'update', 'delete', 'list'],
  sudo: ['create', 'read', 'update', 'delete', 'list', 'sudo'],
};
