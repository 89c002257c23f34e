/** A policy by its paths, each once. */
export interface PolicyRules {
  readonly name: string;
  readonly rules: readonly { readonly path: string; readonly capabilities: readonly string[] }[];
}

/**
 * Formats a policy as Vault stores it: one block for each path, in the order of the access map, so that equal
 * policies are equal texts.
 * @see https://developer.hashicorp.com/vault/docs/concepts/policies
 */
export function vaultPolicyText({ name, rules }: PolicyRules): string {
  const blocks = rules.map(
    ({ path, capabilities }) =>
      `path ${JSON.stringify(path)} {\n  capabilities = [${capabilities.map((each) => JSON.stringify(each)).join(', ')}]\n}\n`,
  );
  return [`# ${name}: derived by Vaultwright from what is used through this role. Edits are undone.\n`, ...blocks].join(
    '\n',
  );
}
