import type { EnvironmentDocument } from '../../model/documents/environment-document.ts';
import type { EnvironmentApp } from '../environment-app.ts';

/**
 * Returns the Secrets of an environment that something other than Vault writes, as its tree stands now,
 * sorted.
 */
export function deliveredSecretsOf(app: EnvironmentApp): EnvironmentDocument['delivered'] {
  const secrets = app.collect().deliveries.map(({ contract, namespace, component }) => ({
    namespace,
    name: contract.nameIn(app.environment),
    keys: [...contract.keysIn()],
    by: contract.by,
    component: component.name,
  }));
  return secrets.sort((a, b) => (`${a.namespace}/${a.name}` < `${b.namespace}/${b.name}` ? -1 : 1));
}
