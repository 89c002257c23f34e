import type { VaultSecret } from '../../model/declarations/secret-contract.ts';

/** Refresh intervals in the form in which the operator writes them back. */
const refreshIntervals = { serviceGenerated: '1m0s', other: '1h0m0s' } as const;

/**
 * Returns how often the operator reads a Secret again: more often where a running service makes its value.
 */
export function refreshIntervalOf(contract: VaultSecret<string>, environment: object): string {
  if (contract.refreshInterval !== undefined) return contract.refreshInterval;
  const isServiceGenerated = contract
    .vaultKeysIn(environment as never)
    .some((key) => key.origin === 'service-generated');
  return isServiceGenerated ? refreshIntervals.serviceGenerated : refreshIntervals.other;
}
