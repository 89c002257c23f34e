import type { SmallPlatform, SmallService } from '../../constructs/small-platform.ts';
import { configMap } from '../inline-secret.ts';
import { object, workload } from '../route.ts';

/** One object, tree of values or declaration, which a service of its own brings into the platform. */
export interface Case {
  readonly title: string;
  /** Vault key that the finding names, where the object that collects recipes is the one which is refused. */
  readonly vaultKey?: string;
  add(component: SmallService, platform: SmallPlatform): void;
}

/** Cases of one kind, which one mechanism refuses. */
export interface Kind {
  readonly kind: string;
  readonly cases: readonly Case[];
}

/** What people choose themselves: a word with a digit, letters alone, and what a generator makes. */
export const weak = 'hunter2';
export const word = 'trombone';
export const cased = 'Zx9LmTq2';

export const of = (title: string, manifest: object, ...others: readonly object[]): Case => ({
  title,
  add: (component) => {
    object(component, manifest);
    others.forEach((other, index) => {
      object(component, other, `object-${index}`);
    });
  },
});

export const valuesOf = (title: string, tree: Parameters<SmallService['values']>[0]): Case => ({
  title,
  add: (component) => component.values(tree),
});

/** A ConfigMap with one key. */
export const map = (title: string, text: string, key = 'settings'): Case =>
  of(title, { ...configMap, data: { [key]: text } });

/** A Deployment whose container has these variables, and whatever else is given. */
export const container = (title: string, env: readonly object[], pod: object = {}): Case =>
  of(title, workload('Deployment', { env, ...pod }));

export const variable = (name: string, value: string): object => ({ name, value });

/** A custom resource, whose fields no schema knows. */
export const resource = (title: string, spec: object): Case =>
  of(title, { apiVersion: 'example.com/v1', kind: 'Thing', metadata: { name: 'leak' }, spec });

export const each = <T>(list: readonly T[], make: (item: T) => Case): Case[] => list.map(make);
