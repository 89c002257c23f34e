import { basename } from 'node:path';
import { policyRules } from '../knowledge/policy-rules.ts';
import {
  maySpellVault,
  nothingSpelled,
  type SpelledVault,
  vaultOfScript,
  vaultOfTerraform,
} from '../knowledge/spelled-vault.ts';
import { readRegular } from './regular-file.ts';

/** In bytes. */
const largest = 512 * 1024;

/**
 * Reads what scripts, Terraform and files in HCL say about roles and policies of a Vault.
 *
 * A file in HCL is the policy of its name, and that of every name under which a script or a resource takes
 * it.
 *
 * @param paths absolute
 */
export function spelledIn(paths: readonly string[]): SpelledVault {
  const read = paths.flatMap((path) => {
    const text = readRegular(path, largest)?.toString('utf8') ?? '';
    return maySpellVault(text) ? [{ path, text }] : [];
  });
  const isHcl = ({ path }: { readonly path: string }): boolean => path.endsWith('.hcl');
  const files = new Map(read.filter(isHcl).map(({ path, text }) => [basename(path), policyRules(text)]));
  const spelled = read.map(({ path, text }) =>
    path.endsWith('.tf') ? vaultOfTerraform(text) : path.endsWith('.hcl') ? nothingSpelled : vaultOfScript(text),
  );
  const named = spelled.flatMap(({ policies }) =>
    policies.map(({ file, ...policy }) => {
      const rules = policy.rules ?? (file === undefined ? undefined : files.get(file));
      return { ...policy, ...(rules && { rules }) };
    }),
  );
  const known = new Set(named.map(({ name }) => name));
  const own = [...files].flatMap(([file, rules]) => {
    const name = file.replace(/(?:[._-]policy)?\.hcl$/, '');
    return rules === undefined || known.has(name) ? [] : [{ name, rules }];
  });
  return { policies: [...named, ...own], roles: spelled.flatMap(({ roles }) => roles) };
}
