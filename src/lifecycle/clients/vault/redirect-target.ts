/** Whether a host name or address is this machine itself. */
const isLoopback = (hostname: string): boolean =>
  hostname === 'localhost' ||
  hostname.endsWith('.localhost') ||
  /^127\.\d{1,3}\.\d{1,3}\.\d{1,3}$/.test(hostname) ||
  hostname === '[::1]' ||
  /^\[::ffff:7f[0-9a-f]{2}:/.test(hostname);

/** Addresses that no router of the internet forwards, such as those of Pods. */
const isPrivate = (hostname: string): boolean =>
  /^(?:10|192\.168|172\.(?:1[6-9]|2\d|3[01])|100\.(?:6[4-9]|[7-9]\d|1[01]\d|12[0-7]))\.[\d.]+$/.test(hostname) ||
  /^\[f[cd][0-9a-f]{2}:/.test(hostname);

const isOfCluster = (hostname: string): boolean => /\.svc(?:\.|$)/.test(hostname);

/**
 * Returns where a redirect leads, where it may be followed: a standby node sends its clients to the active
 * one.
 *
 * The token goes along, so that only nodes of the same Vault come into question: the same origin always;
 * else, of an address that was rendered, by the same scheme and port, a name in the same domain, or an
 * address of the cluster for a name of the cluster. Whoever reaches Vault through this machine or by an
 * address of their own gets no other host.
 *
 * @param isGiven whether a person named the address
 */
export function redirectTarget(
  location: string | string[] | undefined,
  { origin, target, isGiven }: { readonly origin: string; readonly target: string; readonly isGiven: boolean },
): URL | undefined {
  if (typeof location !== 'string' || !URL.canParse(location, origin + target)) return undefined;
  const from = new URL(origin);
  const next = new URL(location, origin + target);
  if (!next.pathname.startsWith('/v1/') || next.username !== '' || next.password !== '') return undefined;
  if (next.origin === from.origin) return next;
  if (isGiven || isLoopback(from.hostname) || next.protocol !== from.protocol || next.port !== from.port)
    return undefined;
  if (isOfCluster(from.hostname) && isPrivate(next.hostname)) return next;
  const domain = from.hostname.slice(from.hostname.indexOf('.') + 1);
  // Of two labels it may be one that a registry sells, and of three numbers no domain at all.
  const isOwn = domain.split('.').length >= 3 && !/^[\d.]+$/.test(domain);
  return isOwn && next.hostname.endsWith(`.${domain}`) ? next : undefined;
}
