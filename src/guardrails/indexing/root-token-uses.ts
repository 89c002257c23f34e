/** One use of Vault's root token in a script. */
export interface RootTokenUse {
  /** The variable that holds it. */
  readonly variable: string;
  /** True where it becomes the value of an entry, false where a variable takes it. */
  readonly isStored: boolean;
  /** Where the line begins. */
  readonly offset: number;
}

const taken = /^\s*(?:export\s+|local\s+|declare\s+|readonly\s+)?(\w+)=(.*root[_-]?token.*)$/i;
const written = /\b(?:vault|bao)\s+(?:kv\s+(?:put|patch)|write)\b|\/v1\/[\w/-]+/;

/** Finds where a script takes the root token into a variable, and where it writes that into an entry. */
export function rootTokenUses(script: string): RootTokenUse[] {
  const uses: RootTokenUse[] = [];
  // A variable of that name has it from the environment.
  const holders = new Set(['VAULT_ROOT_TOKEN', 'BAO_ROOT_TOKEN', 'ROOT_TOKEN']);
  let offset = 0;
  for (const line of script.split('\n')) {
    const [, variable, value = ''] = taken.exec(line) ?? [];
    if (variable !== undefined && /\$\(|`|\$\{?\w*root/i.test(value)) {
      holders.add(variable);
      uses.push({ variable, isStored: false, offset });
    } else if (written.test(line)) {
      const held = [...line.matchAll(/=\s*["']?\$\{?(\w+)\}?/g)]
        .map(([, name = '']) => name)
        .find((name) => holders.has(name));
      // What comes before the command is its own environment.
      const isArgument = held !== undefined && line.search(written) < line.search(new RegExp(`\\$\\{?${held}\\b`));
      if (isArgument) uses.push({ variable: held, isStored: true, offset });
    }
    offset += line.length + 1;
  }
  return uses;
}
