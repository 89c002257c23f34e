import type { Construct } from 'constructs';
import { problemAt } from '../checks/problem-at.ts';
import type { Component } from '../component.ts';
import type { EnvironmentApp } from '../environment-app.ts';

/**
 * Returns `metadata.name` of a store, or `undefined` where the platform has no such store, which is reported
 * (VW1022).
 */
export function storeName(
  app: EnvironmentApp,
  store: string | undefined,
  { declaredAt }: Component,
  construct: Construct,
): string | undefined {
  const { platform } = app;
  if (store === undefined) return platform.settings.store;
  if (platform.storeDefinitions.has(store)) return platform.nameOfStore(store);
  const place = { constructPath: construct.node.path, declaredAt };
  app.problems.push(problemAt(app, 'VW1022', `"${store}" is not a store of the platform`, place));
  return undefined;
}
