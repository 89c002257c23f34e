import { type ComponentSource, componentsIn } from '../index.ts';

const folder = (name: string): URL => new URL(`../${name}/`, import.meta.url);

/** Every component of the platform: each file of these folders is one. */
export const components: readonly ComponentSource[] = ['foundation', 'services'].flatMap((name) =>
  componentsIn(folder(name)),
);
