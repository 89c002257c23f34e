import { ApiObject, Lazy } from 'cdk8s';
import type { Construct } from 'constructs';
import { ownerAnnotation } from '../../model/documents/annotations.ts';
import { documentLabel } from '../../model/documents/fixture-map.ts';
import type { ComponentScope } from '../tree/component-scope.ts';

/** Name of the first ConfigMap that carries a kind of document, where an environment has one of the kind. */
export const documentName = (kind: string): string => `vault-${kind}`;

/** Name of the ConfigMap that carries one part of a document; parts are counted from 1. */
export const partName = (base: string, part: number): string => (part === 1 ? base : `${base}-${part}`);

/** Name of the file in which a program finds a document, or one part of it. */
export const documentFile = (kind: string, part = 1): string => (part === 1 ? `${kind}.json` : `${kind}-${part}.json`);

/** How the ConfigMaps of a document differ from others of their kind. */
export interface DocumentOptions {
  /** Further annotations. @default none */
  readonly annotations?: Readonly<Record<string, string>>;
  /** Name of the first ConfigMap; those of further parts end in their number. @default 'vault-<kind>' */
  readonly base?: string | undefined;
}

/**
 * Renders a document for other programs as a ConfigMap: one JSON file, produced from the finished tree, known
 * by a label.
 * @param kind value of the label, and the name of the file without `.json`
 */
export function documentConfigMap(
  scope: Construct,
  component: ComponentScope,
  kind: string,
  produce: () => unknown,
  options: DocumentOptions = {},
): ApiObject {
  return partConfigMap(scope, component, kind, 1, produce, options);
}

/**
 * Renders a document that may be too large for one ConfigMap: one for each of its parts.
 * @param produce returns the parts, at least one
 */
export function splitConfigMaps<Part>(
  scope: Construct,
  component: ComponentScope,
  kind: string,
  produce: () => readonly Part[],
  options: DocumentOptions = {},
): void {
  let settled: readonly Part[] | undefined;
  partConfigMap(scope, component, kind, 1, () => (settled ?? produce())[0], options);
  component.app.whenSettled(() => {
    settled = produce();
    for (let part = 2; part <= settled.length; part++)
      partConfigMap(scope, component, kind, part, () => settled?.[part - 1], options);
  });
  component.app.registerParts(options.base ?? documentName(kind), () => settled?.length ?? 1);
}

function partConfigMap(
  scope: Construct,
  component: ComponentScope,
  kind: string,
  part: number,
  produce: () => unknown,
  { annotations = {}, base = documentName(kind) }: DocumentOptions,
): ApiObject {
  return new ApiObject(scope, part === 1 ? kind : `${kind}-${part}`, {
    apiVersion: 'v1',
    kind: 'ConfigMap',
    metadata: {
      name: partName(base, part),
      labels: { [documentLabel]: kind },
      annotations: { [ownerAnnotation]: component.owner, ...annotations },
    },
    data: { [`${kind}.json`]: Lazy.any({ produce: () => `${JSON.stringify(produce(), undefined, 2)}\n` }) },
  });
}
