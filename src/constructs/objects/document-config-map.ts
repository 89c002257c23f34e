import { ApiObject, Lazy } from 'cdk8s';
import type { Construct } from 'constructs';
import { ownerAnnotation } from '../../model/documents/annotations.ts';
import { documentLabel } from '../../model/documents/fixture-map.ts';
import type { Component } from '../component.ts';

/** Name of the ConfigMap that carries a kind of document, or one part of it; parts are counted from 1. */
export const documentName = (kind: string, part = 1): string =>
  part === 1 ? `vault-${kind}` : `vault-${kind}-${part}`;

/** Name of the file in which a program finds a document, or one part of it. */
export const documentFile = (kind: string, part = 1): string => (part === 1 ? `${kind}.json` : `${kind}-${part}.json`);

/**
 * Renders a document for other programs as a ConfigMap: one JSON file, produced from the finished tree, known
 * by a label.
 * @param kind value of the label, and the name of the file without `.json`
 * @param annotations further annotations
 */
export function documentConfigMap(
  scope: Construct,
  component: Component,
  kind: string,
  produce: () => unknown,
  annotations: Readonly<Record<string, string>> = {},
): ApiObject {
  return partConfigMap(scope, component, kind, 1, produce, annotations);
}

/**
 * Renders a document that may be too large for one ConfigMap: one for each of its parts.
 * @param produce returns the parts, at least one
 */
export function splitConfigMaps<Part>(
  scope: Construct,
  component: Component,
  kind: string,
  produce: () => readonly Part[],
): void {
  let settled: readonly Part[] | undefined;
  partConfigMap(scope, component, kind, 1, () => (settled ?? produce())[0], {});
  component.app.whenSettled(() => {
    settled = produce();
    for (let part = 2; part <= settled.length; part++)
      partConfigMap(scope, component, kind, part, () => settled?.[part - 1], {});
  });
  component.app.registerParts(kind, () => settled?.length ?? 1);
}

function partConfigMap(
  scope: Construct,
  component: Component,
  kind: string,
  part: number,
  produce: () => unknown,
  annotations: Readonly<Record<string, string>>,
): ApiObject {
  return new ApiObject(scope, part === 1 ? kind : `${kind}-${part}`, {
    apiVersion: 'v1',
    kind: 'ConfigMap',
    metadata: {
      name: documentName(kind, part),
      labels: { [documentLabel]: kind },
      annotations: { [ownerAnnotation]: component.owner, ...annotations },
    },
    data: { [`${kind}.json`]: Lazy.any({ produce: () => `${JSON.stringify(produce(), undefined, 2)}\n` }) },
  });
}
