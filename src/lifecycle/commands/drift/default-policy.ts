/**
 * What the policy `default` of any version of Vault or OpenBao grants: a token may look after itself.
 *
 * @see https://developer.hashicorp.com/vault/docs/concepts/policies#default-policy
 */
const builtIn: Readonly<Record<string, readonly string[]>> = {
  'auth/token/lookup-self': ['read'],
  'auth/token/renew-self': ['update'],
  'auth/token/revoke-self': ['update'],
  'cubbyhole/*': ['create', 'read', 'update', 'delete', 'list'],
  'identity/entity/id/{{identity.entity.id}}': ['read'],
  'identity/entity/name/{{identity.entity.name}}': ['read'],
  'identity/oidc/provider/+/authorize': ['read', 'update'],
  'sys/capabilities-self': ['update'],
  'sys/control-group/request': ['update'],
  'sys/internal/ui/resultant-acl': ['read'],
  'sys/leases/lookup': ['update'],
  'sys/leases/renew': ['update'],
  'sys/renew': ['update'],
  'sys/tools/hash': ['update'],
  'sys/tools/hash/*': ['update'],
  'sys/tools/random': ['update'],
  'sys/tools/random/*': ['update'],
  'sys/wrapping/lookup': ['update'],
  'sys/wrapping/unwrap': ['update'],
  'sys/wrapping/wrap': ['update'],
};

const blank = /(?:[^\S\n]*(?:(?:#|\/\/)[^\n]*)?\n)*[^\S\n]*(?:(?:#|\/\/)[^\n]*)?/y;
const block = /path\s+"([^"\n]*)"\s*\{\s*capabilities\s*=\s*\[([^\]]*)\]\s*\}/y;

/**
 * Names the paths on which a text of the policy `default` grants more than the built-in one; taking rights
 * away is no drift that lets anybody in. `undefined` where the text says more than paths and capabilities.
 */
export function extraGrants(text: string): readonly string[] | undefined {
  const extra = new Set<string>();
  for (let at = endOf(blank, text, 0); at < text.length; at = endOf(blank, text, at)) {
    block.lastIndex = at;
    const [whole, path = '', list = ''] = block.exec(text) ?? [];
    if (whole === undefined) return undefined;
    const granted = list.split(',').map((item) => item.trim().replace(/^"|"$/g, ''));
    const isBuiltIn = granted.every((each) => each === '' || each === 'deny' || builtIn[path]?.includes(each));
    if (!isBuiltIn) extra.add(path);
    at += whole.length;
  }
  return [...extra].sort();
}

function endOf(pattern: RegExp, text: string, at: number): number {
  pattern.lastIndex = at;
  return at + (pattern.exec(text)?.[0].length ?? 0);
}
