/** What is wrong with the URL of a database, beside its user and its password; names no value. */
export interface UrlFault {
  readonly code: 'VW5174' | 'VW5175' | 'VW5176' | 'VW5177';
  readonly what: string;
}

/**
 * What may stand in user and password as it is, or encoded.
 * @see https://www.rfc-editor.org/rfc/rfc3986#section-3.2.1
 */
const encodedUserInfo = /^(?:[\w.~!$&'()*+,;=:-]|%[0-9A-Fa-f]{2})*$/;
/** Hosts with ports, separated by commas as libpq has them, then the database and its options. */
const location =
  /^(?:\[[0-9A-Fa-f:.]{2,45}\]|[\w.-]{1,253})(?::\d{1,5})?(?:,(?:\[[0-9A-Fa-f:.]{2,45}\]|[\w.-]{1,253})(?::\d{1,5})?){0,9}\/[^/?#\s@]{1,200}(?:\?[^#\s]{0,2000})?$/;

/**
 * Finds what is wrong with the URL of a database: another scheme, no host or database, reserved characters
 * that are not encoded, or another user or password than those beside it.
 * @param user the user beside it, `undefined` where it is known to be wrong; so the password
 * @param schemes schemes that it may have, in lower case
 */
export function urlFaults(
  url: string,
  user: string | undefined,
  password: string | undefined,
  schemes: readonly string[],
): UrlFault[] {
  const [, scheme, rest] = /^([A-Za-z][A-Za-z0-9+.-]{0,30}):\/\/(.*)$/s.exec(url) ?? [];
  if (scheme === undefined || rest === undefined) return [{ code: 'VW5174', what: 'is no URL' }];
  const faults: UrlFault[] = [];
  const wanted = schemes.map((one) => `${one}://`).join(' or ');
  if (!schemes.includes(scheme.toLowerCase())) faults.push({ code: 'VW5174', what: `does not begin with ${wanted}` });
  const end = endOfUserInfo(rest, user, password);
  if (end < 0) return [...faults, { code: 'VW5174', what: 'names no user' }];
  const [userInfo, place] = [rest.slice(0, end), rest.slice(end + 1)];
  if (!location.test(place)) faults.push({ code: 'VW5174', what: 'names no host with a database behind it' });
  return [...faults, ...userInfoFaults(userInfo, user, password)];
}

/**
 * Finds the `@` that ends the user information. Of what is not encoded only the values beside it tell where
 * it ends; else the first `@` ends it where all before is encoded, and the last one where it is not.
 */
function endOfUserInfo(rest: string, user: string | undefined, password: string | undefined): number {
  if (user !== undefined && password !== undefined && rest.startsWith(`${user}:${password}@`))
    return user.length + 1 + password.length;
  const first = rest.indexOf('@');
  return first >= 0 && encodedUserInfo.test(rest.slice(0, first)) && location.test(rest.slice(first + 1))
    ? first
    : rest.lastIndexOf('@');
}

function userInfoFaults(userInfo: string, user: string | undefined, password: string | undefined): UrlFault[] {
  const colon = userInfo.indexOf(':');
  const [ownUser, ownPassword] =
    colon < 0 ? [userInfo, undefined] : [userInfo.slice(0, colon), userInfo.slice(colon + 1)];
  const isRaw = (own: string | undefined, beside: string | undefined): boolean =>
    own !== undefined && own === beside && decode(own) !== own;
  if (!encodedUserInfo.test(userInfo) || isRaw(ownUser, user) || isRaw(ownPassword, password))
    return [{ code: 'VW5175', what: 'holds reserved characters in its user or password that are not encoded' }];
  const faults: UrlFault[] = [];
  if (user !== undefined && decode(ownUser) !== user)
    faults.push({ code: 'VW5176', what: 'has another user than the one beside it' });
  if (ownPassword === undefined) faults.push({ code: 'VW5177', what: 'has no password' });
  else if (password !== undefined && decode(ownPassword) !== password)
    faults.push(
      decode(ownPassword)?.replaceAll('+', ' ') === password
        ? { code: 'VW5175', what: 'has a password in which a space is encoded as "+", which stands for itself there' }
        : { code: 'VW5177', what: 'has another password than the one beside it' },
    );
  return faults;
}

/** Decodes what is encoded for a URL; `undefined` where it is not. */
function decode(text: string): string | undefined {
  try {
    return decodeURIComponent(text);
  } catch {
    return undefined;
  }
}
