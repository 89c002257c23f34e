import type { AccessMapDocument } from '../../model/documents/access-map.ts';
import type { Configurator } from '../../model/documents/configurator.ts';
import { type AuditDevice, configuratorRules } from '../../model/documents/configurator-policy.ts';
import type { FixtureMap } from '../../model/documents/fixture-map.ts';
import { serverOf } from '../../model/platform/server/server.ts';
import type { AnyEnvironment } from '../environment-app.ts';
import type { DeclaredConfigurator } from '../tree/contribution.ts';
import { auditDevicesBy, auditDevicesOf } from './audit-devices.ts';

/** Seconds that a token lives beyond the deadline of its run, for the last steps. */
const slack = 60;

/**
 * Returns the audit devices that a configurator makes: those of the server’s interface, which no Vault
 * namespace has.
 */
export function configuredAudit({ vault, lifecycle }: AnyEnvironment): AuditDevice[] {
  if (vault.managed || vault.namespace !== undefined) return [];
  const server = serverOf(vault.server, lifecycle);
  if (auditDevicesBy(server) !== 'api') return [];
  return auditDevicesOf(server).map(({ path, type, options }) => ({ path, type, options: { ...options } }));
}

/** Returns the identity of a configurator, with the policy that follows from what it manages. */
export const configuratorOf = (
  { component, name, namespace, deadlineSeconds }: DeclaredConfigurator,
  accessMap: AccessMapDocument,
  entries: FixtureMap['entries'],
  environment: AnyEnvironment,
): Configurator => ({
  component: component.name,
  name,
  namespace,
  serviceAccount: name,
  role: { name, tokenSeconds: deadlineSeconds + slack },
  policy: { name, rules: configuratorRules({ accessMap, entries, audit: configuredAudit(environment) }) },
});
