import type { DeliveredSecrets } from '../../model/documents/delivered-secrets.ts';
import type { EnvironmentApp } from '../environment-app.ts';

/**
 * Returns the Secrets of an environment that something other than Vault writes, as its tree stands now,
 * sorted.
 */
export function deliveredSecretsOf(app: EnvironmentApp): DeliveredSecrets['secrets'] {
  const secrets = app.collect().deliveries.map(({ contract, namespace }) => ({
    namespace,
    name: contract.nameIn(app.environment),
    keys: [...contract.keysIn()],
    by: contract.by,
  }));
  return secrets.sort((a, b) => (`${a.namespace}/${a.name}` < `${b.namespace}/${b.name}` ? -1 : 1));
}
