import type { Audience, VaultSecret } from '../../model/declarations/secret-contract.ts';
import {
  devOnlyAnnotation,
  environmentsAnnotation,
  limitedKeysAnnotation,
  ownerAnnotation,
} from '../../model/documents/annotations.ts';
import type { Component } from '../component.ts';

/**
 * Returns the annotations by which guardrails know, from the rendered bytes alone, how an object may differ
 * between environments.
 */
export function secretMetadata(
  contract: VaultSecret<string, Audience>,
  component: Component,
  { namespace, enabledIn }: { namespace?: string; enabledIn?: readonly string[] | undefined } = {},
) {
  const limits = [
    contract.environments,
    component.environments,
    component.enabledIn,
    enabledIn,
    sharedLimit(component, namespace),
  ].filter((limit) => limit !== undefined);
  const environments = component.app.platform.environmentNames.filter((name) =>
    limits.every((limit) => limit.includes(name)),
  );
  const { limitedKeys } = contract;
  return {
    annotations: {
      [ownerAnnotation]: component.owner,
      ...(contract.audience === 'tests' && { [devOnlyAnnotation]: testsReason }),
      ...(limits.length > 0 && { [environmentsAnnotation]: environments.join(',') }),
      ...(Object.keys(limitedKeys).length > 0 && {
        [limitedKeysAnnotation]: JSON.stringify(byEnvironment(limitedKeys)),
      }),
    },
  };
}

const testsReason = 'It holds what tests log in with, which no environment with customers may have.';

/** The limited data keys of each environment that has any, both sorted. */
function byEnvironment(limitedKeys: Readonly<Record<string, readonly string[]>>): Record<string, string[]> {
  const environments = [...new Set(Object.values(limitedKeys).flat())].sort();
  const keysOf = (environment: string): string[] =>
    Object.keys(limitedKeys)
      .filter((key) => limitedKeys[key]?.includes(environment))
      .sort();
  return Object.fromEntries(environments.map((environment) => [environment, keysOf(environment)]));
}

/** The environments that render a shared namespace: one for each cluster that has it. */
function sharedLimit({ app }: Component, namespace: string | undefined): readonly string[] | undefined {
  const { environment } = app;
  if (namespace === undefined || namespace === environment.namespace) return undefined;
  if (environment.namespaces?.includes(namespace)) return undefined;
  return [...app.platform.clusters.values()].flatMap(({ sharedNamespaces }) => sharedNamespaces[namespace] ?? []);
}
