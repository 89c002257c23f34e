import { ApiObject, Lazy } from 'cdk8s';
import type { Construct } from 'constructs';
import { ownerAnnotation } from '../../model/documents/annotations.ts';
import { documentLabel } from '../../model/documents/fixture-map.ts';
import type { Component } from '../component.ts';

/** Name of the ConfigMap that carries a kind of document. */
export const documentName = (kind: string): string => `vault-${kind}`;

/**
 * Renders a document for other programs as a ConfigMap: one JSON file, produced from the finished tree, known by a label.
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
  return new ApiObject(scope, kind, {
    apiVersion: 'v1',
    kind: 'ConfigMap',
    metadata: {
      name: documentName(kind),
      labels: { [documentLabel]: kind },
      annotations: { [ownerAnnotation]: component.owner, ...annotations },
    },
    data: { [`${kind}.json`]: Lazy.any({ produce: () => `${JSON.stringify(produce(), undefined, 2)}\n` }) },
  });
}
