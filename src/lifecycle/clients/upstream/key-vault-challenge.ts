import { isTrustedScheme } from './trusted-origin.ts';

/** What Key Vault answers to a request without a valid token. */
export interface KeyVaultChallenge {
  /** For which a token is to be asked, e.g. `https://vault.azure.net/.default`. */
  readonly scope: string;
  /** Tenant of the vault, where it is told as an id. */
  readonly tenant?: string;
}

const guid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/**
 * Reads a `WWW-Authenticate` header of a vault; `undefined` where it holds no challenge, or one whose
 * resource is not the domain of the vault: a server that may choose the resource would be handed a token for
 * another one.
 *
 * The authority that it names is not used at all, since the federated token goes to no place that a server
 * may choose.
 * @see https://learn.microsoft.com/azure/key-vault/general/authentication-requests-and-responses
 * @see https://aka.ms/azsdk/blog/vault-uri
 */
export function keyVaultChallenge(header: string | undefined, vault: URL): KeyVaultChallenge | undefined {
  const parameters = /(?:^|,\s{0,20})Bearer\s{1,20}(\S.*)$/is.exec(header ?? '')?.[1] ?? '';
  const parameter = (name: string) => new RegExp(`(?:^|[\\s,])${name}="([^"]*)"`, 'i').exec(parameters)?.[1];
  const resource = parameter('resource') ?? parameter('scope')?.replace(/\/\.default$/, '');
  if (resource === undefined || !URL.canParse(resource)) return undefined;
  const { hostname, origin } = new URL(resource);
  // The very host is as safe as its parent domain: such a token is good for nothing else.
  const isOfVault = vault.hostname === hostname || vault.hostname.endsWith(`.${hostname}`);
  if (!isOfVault || !isTrustedScheme(new URL(resource))) return undefined;
  const tenant = parameter('authorization')?.split('/')[3] ?? '';
  return { scope: `${origin}/.default`, ...(guid.test(tenant) && { tenant: tenant.toLowerCase() }) };
}
