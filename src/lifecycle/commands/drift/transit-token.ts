import { isObject } from '../../../model/json-record.ts';
import type { Deadline } from '../../run/deadline.ts';
import { reachVault } from '../servers/reach-vault.ts';

/** Variables that name the Vault behind a transit seal, and the token of the seal. */
const addressVariable = 'VAULTWRIGHT_TRANSIT_ADDR';
const tokenVariable = 'VAULTWRIGHT_TRANSIT_TOKEN';

/**
 * Returns when the token of a transit seal ends, in seconds since 1970; Vault exports no such figure.
 *
 * @returns `undefined` where the variables do not name one, or it never ends
 * @throws VW5103 where the address is none, VW5001–VW5004 where the token is not known there
 */
export async function transitTokenExpiry(
  environment: Readonly<Record<string, string | undefined>>,
  deadline: Deadline,
): Promise<number | undefined> {
  const { [addressVariable]: address, [tokenVariable]: token } = environment;
  if (!address || !token) return undefined;
  const vault = await reachVault({ rendered: address, given: address, environment });
  try {
    vault.token = token;
    const what = 'look up the token of the transit seal';
    const { data } = await vault.expect({ method: 'GET', path: 'auth/token/lookup-self' }, what, deadline);
    const time = isObject(data) ? Date.parse(String(data.expire_time)) : Number.NaN;
    return Number.isNaN(time) ? undefined : Math.floor(time / 1000);
  } finally {
    vault.close();
  }
}
