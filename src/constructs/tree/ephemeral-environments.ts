import type { Component } from '../component.ts';

/** Returns the names of the environments that may be thrown away and in which a component is. */
export const ephemeralEnvironments = ({ app, environments }: Component): string[] =>
  [...app.platform.environments.values()]
    .filter(({ name, lifecycle }) => lifecycle === 'ephemeral' && (environments ?? [name]).includes(name))
    .map(({ name }) => name);
