import type { CredentialPlace } from '../credential/credential-place.ts';
import { valueAt } from '../manifest/field-path.ts';
import type { JsonObject, JsonValue, Manifest } from '../manifest/manifest.ts';
import { normalise, textAt } from '../manifest/normalise.ts';

/** An operation of a JSON patch, as the field that it makes. */
export interface JsonPatchOperation {
  /** Name of the field; for an item of a list that of the list. */
  readonly key: string;
  readonly value: JsonValue;
  readonly place: CredentialPlace;
  /** True where the field is, or is in, the base64 data of a Secret. */
  readonly isEncoded: boolean;
}

/**
 * Reads one operation of a JSON patch; `undefined` for any other map.
 * @see https://datatracker.ietf.org/doc/html/rfc6902
 */
export function jsonPatchOperation(map: JsonObject, manifest: Manifest): JsonPatchOperation | undefined {
  const { op, path, value } = map;
  if (
    typeof op !== 'string' ||
    !/^(?:add|replace|test)$/.test(op) ||
    typeof path !== 'string' ||
    !path.startsWith('/') ||
    value === undefined
  )
    return undefined;
  const steps = path
    .slice(1)
    .split('/')
    .map((step) => step.replaceAll('~1', '/').replaceAll('~0', '~'));
  const fields = steps.filter((step) => !/^(?:\d+|-)$/.test(step));
  const kind = targetKind(manifest);
  return { key: fields.at(-1) ?? '', value, place: placeOf(fields, kind), isEncoded: fields[0] === 'data' };
}

/** The kind of object that the patch is for, where the kustomization says so beside it. */
function targetKind({ carrier }: Manifest): string {
  if (carrier === undefined) return '';
  return normalise(textAt(valueAt(carrier.manifest.value, carrier.path.slice(0, -1)), 'target', 'kind') ?? '');
}

function placeOf(fields: readonly string[], kind: string): CredentialPlace {
  const [first] = fields;
  if (fields.includes('annotations')) return 'annotation';
  if (first === 'stringData' || (first === 'data' && kind === 'secret')) return 'secret-data';
  if (kind === 'configmap') return 'configmap';
  if (fields.includes('args') || fields.includes('command')) return 'argument';
  if (fields.includes('env')) return 'env';
  return fields.includes('values') || fields.includes('valuesObject') || fields.includes('helm') ? 'values' : 'field';
}
