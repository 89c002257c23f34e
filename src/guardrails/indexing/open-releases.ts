import { listAt, objectAt, textAt } from '../manifest/normalise.ts';
import type { IndexedObject } from './indexed-object.ts';
import { releaseNamespace } from './walk-context.ts';

/**
 * Namespaces into which charts and remote sources go whose objects no checked manifest shows; they may create
 * any Secret there.
 */
export class OpenReleases {
  readonly #namespaces = new Set<string>();

  constructor(objects: readonly IndexedObject[]) {
    for (const object of objects)
      for (const namespace of namespacesOf(object)) this.#namespaces.add(`${object.scope}\0${namespace}`);
  }

  /** Returns whether something that is not shown may create a Secret there. */
  mayCreateIn(scope: string, namespace: string | undefined): boolean {
    return this.#namespaces.has(`${scope}\0`) || this.#namespaces.has(`${scope}\0${namespace ?? ''}`);
  }

  /** Returns whether something that is not shown is known to go there. */
  goInto(scope: string, namespace: string | undefined): boolean {
    return namespace !== undefined && this.#namespaces.has(`${scope}\0${namespace}`);
  }
}

/** The empty text stands for every namespace. */
function namespacesOf(object: IndexedObject): string[] {
  const { kindKey, value, manifest, namespace } = object;
  if (manifest.rendering?.isOpen === true) return [namespace ?? ''];
  if (kindKey === 'helmrelease' || kindKey === 'application') return [releaseNamespace(object) ?? ''];
  if (kindKey === 'applicationset')
    return [textAt(value, 'spec', 'template', 'spec', 'destination', 'namespace') ?? ''];
  if (kindKey === 'helmchart') return [textAt(value, 'spec', 'targetNamespace') ?? namespace ?? ''];
  if (kindKey !== 'kustomization') return [];
  const charts = listAt(value, 'helmCharts').map((chart) => textAt(chart, 'namespace') ?? namespace ?? '');
  const isRemote = listAt(value, 'resources').some((each) => /^(?:https?:|git@|ssh:|github\.com)/.test(String(each)));
  return [
    ...charts,
    ...(isRemote || Object.keys(objectAt(value, 'helmChartInflationGenerator')).length > 0 ? [namespace ?? ''] : []),
  ];
}
