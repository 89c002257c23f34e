import type { VaultSecret } from '../model/secret-contract.ts';
import type { Component } from './component.ts';

/** Annotation on objects that are limited to some environments: their names, sorted. */
export const environmentsAnnotation = 'vaultwright.io/environments';
/** Annotation on ExternalSecrets some of whose data keys are limited: a JSON object from data key to environments. */
export const limitedKeysAnnotation = 'vaultwright.io/limited-keys';
/** Annotation with the team that answers for the object. */
export const ownerAnnotation = 'vaultwright.io/owner';

/** Gives the annotations by which guardrails know, from the rendered bytes alone, how an object may differ between environments. */
export function secretMetadata(contract: VaultSecret<string>, component: Component) {
  const limits = [contract.environments, component.environments].filter((limit) => limit !== undefined);
  const environments = component.app.platform.environmentNames.filter((name) =>
    limits.every((limit) => limit.includes(name)),
  );
  const { limitedKeys } = contract;
  return {
    annotations: {
      [ownerAnnotation]: component.owner,
      ...(limits.length > 0 && { [environmentsAnnotation]: environments.join(',') }),
      ...(Object.keys(limitedKeys).length > 0 && {
        [limitedKeysAnnotation]: JSON.stringify(
          Object.fromEntries(Object.entries(limitedKeys).map(([key, names]) => [key, [...names].sort()])),
        ),
      }),
    },
  };
}
