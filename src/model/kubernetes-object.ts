import { isObject } from './json-record.ts';

interface NamedObject {
  readonly apiVersion: string;
  readonly kind: string;
  readonly metadata: { readonly name: string };
}

/** Recognises a Kubernetes object by what each has; what else stands in it is not looked at. */
export const isKubernetesObject = <T extends NamedObject>(value: unknown): value is T =>
  isObject(value) &&
  typeof value.kind === 'string' &&
  typeof value.apiVersion === 'string' &&
  isObject(value.metadata) &&
  typeof value.metadata.name === 'string';
