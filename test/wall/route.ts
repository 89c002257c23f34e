import { ApiObject, type JsonPatch } from 'cdk8s';
import type { SmallPlatform, SmallService } from '../constructs/small-platform.ts';

/** One way to bring something into the output that must not be there. */
export interface Route {
  readonly title: string;
  /** Code of a finding that the run must end with. @default any error at the place of the route */
  readonly code?: string;
  /** Adds it to a component of a sound platform; it is called for every environment. */
  add?(component: SmallService, platform: SmallPlatform): void;
  /** Vault key that the finding names, where the object that collects recipes is the one which is refused. */
  readonly vaultKey?: string;
  /** Recipe that replaces the sound one of a user name in one environment. */
  readonly override?: { readonly type: 'literal'; readonly value: string };
}

export const metadata = { name: 'leak' };

/** Adds an object that no type has looked at. */
export const object = (component: SmallService, manifest: object, id = 'object'): ApiObject =>
  new ApiObject(component, id, manifest as ConstructorParameters<typeof ApiObject>[2]);

export const raw = (title: string, manifest: object, code?: string): Route => ({
  title,
  ...(code !== undefined && { code }),
  add: (component) => {
    object(component, manifest);
  },
});

export const values = (title: string, tree: Parameters<SmallService['values']>[0], code?: string): Route => ({
  title,
  ...(code !== undefined && { code }),
  add: (component) => component.values(tree),
});

export const patched = (title: string, manifest: object, patch: JsonPatch): Route => ({
  title,
  add: (component) => {
    object(component, manifest).addJsonPatch(patch);
  },
});

export const workload = (kind: string, pod: object): object => {
  const template = { spec: { containers: [{ name: 'app', image: 'app', ...pod }] } };
  const batch = kind === 'CronJob' ? { jobTemplate: { spec: { template } } } : { template };
  return { apiVersion: kind === 'CronJob' ? 'batch/v1' : 'apps/v1', kind, metadata, spec: batch };
};
