import { lifecycleError } from '../../problems/lifecycle-problems.ts';

/**
 * Reads the address of a server that is sent tokens: https, without credentials, query or fragment. Plain
 * http is for loopback only.
 *
 * @param what how messages name the setting
 * @throws VW5013
 */
export function trustedOrigin(address: string, what: string): URL {
  const url = URL.canParse(address) ? new URL(address) : undefined;
  if (url === undefined) throw lifecycleError('VW5013', `${what} is not an address`);
  if (url.username !== '' || url.password !== '' || url.search !== '' || url.hash !== '' || url.pathname !== '/')
    throw lifecycleError('VW5013', `${what} has more than scheme, host and port`);
  if (!isTrustedScheme(url))
    throw lifecycleError('VW5013', `${what} is not https, so tokens would be sent in the clear`);
  return url;
}

/** Whether nobody else can read what is sent there. */
export function isTrustedScheme({ protocol, hostname }: URL): boolean {
  return protocol === 'https:' || (protocol === 'http:' && ['127.0.0.1', '[::1]', 'localhost'].includes(hostname));
}
