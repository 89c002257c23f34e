import { isObject } from '../../model/json-record.ts';
import { mergeValues } from '../argo-cd/value-layers.ts';
import type { RenderedObject } from './rendered-object.ts';

/** What an environment, or what is shared, has below its folder `argo-cd`. */
export interface ArgoCdPart {
  /** Values of its own, by name of the Application. */
  readonly values: Map<string, unknown>;
  /** The files from which Applications are generated, by name of the Application. */
  readonly components: Map<string, unknown>;
}

export const emptyPart = (): ArgoCdPart => ({ values: new Map(), components: new Map() });

/** Takes a file below `argo-cd`, and says whether it is one of those. */
export function take(part: ArgoCdPart, steps: readonly string[], content: unknown): boolean {
  const [first, kind, name = '', file] = steps;
  if (first !== 'argo-cd') return false;
  if (kind === 'values' && steps.length === 3) part.values.set(name.replace(/\.yaml$/, ''), content);
  else if (kind === 'components' && file === 'component.yaml') part.components.set(name, content);
  else return false;
  return true;
}

/**
 * Returns the values of each Application as Helm merges their layers; `undefined` where there are no layers.
 */
export function mergedValues(own: ArgoCdPart, shared: ArgoCdPart): Map<string, unknown> | undefined {
  if (own.components.size === 0) return undefined;
  const names = new Set([...own.values.keys(), ...own.components.keys()]);
  const merged = new Map<string, unknown>();
  for (const name of [...names].sort()) {
    const over = own.values.get(name);
    const layers = layerCount(own.components.get(name));
    const base = layers > (over === undefined ? 0 : 1) ? shared.values.get(name) : undefined;
    if (isObject(base) && isObject(over)) merged.set(name, mergeValues(base, over));
    else if (base !== undefined || over !== undefined) merged.set(name, over ?? base);
  }
  return merged;
}

const layerCount = (component: unknown): number => {
  const chart = isObject(component) && isObject(component.chart) ? component.chart : {};
  return Array.isArray(chart.valueFiles) ? chart.valueFiles.length : 0;
};

/** Fields of a component file that the environment document holds too. */
const told = new Set(['owner', 'dependencyPhase', 'rolloutPhase', 'namespace', 'manifests']);

/** Returns Applications as objects, so that they are compared like any other. */
export const applicationsOf = ({ components }: ArgoCdPart): RenderedObject[] =>
  [...components].map(([name, content]) => ({
    apiVersion: 'argoproj.io/v1alpha1',
    kind: 'Application',
    metadata: { name },
    spec: Object.fromEntries(Object.entries(isObject(content) ? content : {}).filter(([field]) => !told.has(field))),
  }));
