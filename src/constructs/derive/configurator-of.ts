import type { AccessMap } from '../../model/documents/access-map.ts';
import type { Configurator } from '../../model/documents/configurator.ts';
import { configuratorRules } from '../../model/documents/configurator-policy.ts';
import type { FixtureMap } from '../../model/documents/fixture-map.ts';
import type { ConfiguratorFound } from '../tree/contribution.ts';

/** Seconds that a token lives beyond the deadline of its run, for the last steps. */
const slack = 60;

/** Returns the identity of a configurator, with the policy that follows from what it manages. */
export const configuratorOf = (
  { component, name, namespace, deadlineSeconds }: ConfiguratorFound,
  accessMap: AccessMap,
  entries: FixtureMap['entries'],
): Configurator => ({
  component: component.name,
  name,
  namespace,
  serviceAccount: name,
  role: { name, tokenSeconds: deadlineSeconds + slack },
  policy: { name, rules: configuratorRules({ accessMap, entries }) },
});
