import type { CredentialPlace } from '../credential/credential-place.ts';
import { denotationOf } from '../credential/key-name.ts';
import { isMapOfKeyNames, surroundingsOf } from '../credential/surroundings.ts';
import { isDescription } from '../manifest/description.ts';
import type { JsonObject, JsonValue, Manifest } from '../manifest/manifest.ts';
import { isList, isObject, textAt } from '../manifest/normalise.ts';
import { isRenderedTemplate } from './chart-references.ts';
import type { LeafContext } from './credential-collector.ts';
import type { IndexedObject } from './indexed-object.ts';
import { isNamingField } from './naming-fields.ts';

/** What a walk knows about the place at which it is. */
export interface WalkContext extends LeafContext {
  readonly namespace: string | undefined;
  readonly scope: string;
  readonly isValues: boolean;
  /** True below a field whose leaves name keys: `secretKeys`, `keyMapping`, `remoteRef`. */
  readonly isNaming: boolean;
  /** Below `enabled: false` of Helm values, where no Secret is read. */
  readonly isSwitchedOff: boolean;
  /** Inside a `SecretList` and the like: the kind that its items have where they name none. */
  readonly itemKind?: string;
}

/**
 * What holds below an object: its own namespace, and the part of a manifest that its kind makes of its
 * fields.
 */
export function contextOfObject(object: IndexedObject, outer: WalkContext): WalkContext {
  const isGenerator = outer.manifest.role === 'kustomization' && object.path.length === 0;
  const place: CredentialPlace = isGenerator
    ? 'generator'
    : object.kindKey === 'secret'
      ? 'secret-data'
      : object.kindKey === 'configmap'
        ? 'configmap'
        : 'field';
  const { itemKind: _, ...rest } = outer;
  return { ...rest, object, place, namespace: object.namespace, isValues: false, isNaming: false, mayBeName: true };
}

/** What holds below one field of a map, beside what held in the map. */
export function contextBelow(
  outer: WalkContext,
  isRoot: boolean,
  map: JsonObject,
  name: string,
  field: string,
  value: JsonValue,
): WalkContext {
  const says = denotationOf(field) === undefined ? undefined : surroundingsOf(map, field, value);
  const context = says === outer.says ? outer : { ...outer, says };
  const kind = context.object?.kindKey;
  if (name === 'items' && isList(value)) {
    const listKind = textAt(map, 'kind');
    if (listKind !== undefined && /.list$/i.test(listKind)) return { ...context, itemKind: listKind.slice(0, -4) };
  }
  if (sampleFields.has(name) && isDescription(context.manifest.value)) return { ...context, isSample: true };
  if (name === 'annotations') return { ...context, place: 'annotation', mayBeName: true };
  if (isRoot && name === 'metadata') return { ...context, place: 'field' };
  if (kind === 'configmap' && isRoot) return { ...context, mayBeName: false };
  if (kind === 'customresourcedefinition' && name === 'versions') return { ...context, isNaming: true };
  if (name === 'template' && (kind === 'externalsecret' || kind === 'clusterexternalsecret'))
    return { ...context, place: 'template', mayBeName: false };
  if (
    (name === 'values' && kind === 'helmrelease') ||
    ((name === 'helm' || name === 'parameters') && (kind === 'application' || kind === 'applicationset'))
  )
    return {
      ...context,
      namespace: releaseNamespace(context.object),
      place: 'values',
      isValues: true,
      mayBeName: true,
    };
  if (name === 'env' && isObject(value))
    return { ...context, place: context.place === 'field' ? 'env' : context.place, mayBeName: false };
  const isOfPerson = context.manifest.constructPath === undefined;
  // What stands under a local tag, `!Find {…}`, says what is looked up.
  const namesAll = (): boolean => (field.startsWith('!') && isObject(value)) || isMapOfKeyNames(field, value);
  if (isNamingField(map, name, field) || isSaidByTask(field, value) || (isOfPerson && namesAll()))
    return { ...context, isNaming: true };
  return context;
}

/**
 * Recognises what a task of Ansible says to whoever runs it: commands in it are for people to type.
 * @see https://docs.ansible.com/ansible/latest/collections/ansible/builtin/assert_module.html
 */
const isSaidByTask = (field: string, value: JsonValue): boolean =>
  /^(?:ansible\.builtin\.)?(?:debug|fail|assert|pause)$/.test(field) &&
  isObject(value) &&
  Object.keys(value).every((option) => taskOptions.test(option));

const taskOptions = /^(?:msg|fail_msg|success_msg|that|quiet|var|verbosity|prompt|echo|seconds|minutes)$/;

/** Fields of a schema that show what a value looks like. */
const sampleFields = new Set('example examples xexample xexamples default enum const'.split(' '));

/** The namespace into which a chart is installed: not that of the Application, which is Argo CD's own. */
export function releaseNamespace(object: IndexedObject | undefined): string | undefined {
  if (object?.kindKey === 'application') return textAt(object.value, 'spec', 'destination', 'namespace');
  if (object?.kindKey === 'helmrelease') return textAt(object.value, 'spec', 'targetNamespace') ?? object.namespace;
  return undefined;
}

/** The part of a manifest in which a document stands as a whole. */
export function placeOf(
  manifest: Manifest,
  carrier: IndexedObject | undefined,
  placeInCarrier: CredentialPlace | undefined,
): CredentialPlace {
  if (placeInCarrier === 'secret-data') return 'secret-data';
  if (manifest.role === 'values') return 'values';
  if (manifest.role === 'kustomization') return 'generator';
  if (manifest.carrier === undefined || manifest.role !== 'data') return 'field';
  // A patch is for another object than the one that carries it.
  if (manifest.isPatch && manifest.carrier.manifest.isPatch !== true) return 'field';
  if (placeInCarrier !== undefined) return placeInCarrier;
  if (manifest.carrier.path.includes('annotations')) return 'annotation';
  if (manifest.carrier.manifest.role === 'values') return 'values';
  if (carrier === undefined) return 'field';
  const places: Readonly<Record<string, CredentialPlace>> = {
    secret: 'secret-data',
    configmap: 'configmap',
    kustomization: 'generator',
    application: 'values',
    helmrelease: 'values',
    externalsecret: 'template',
  };
  return (Object.hasOwn(places, carrier.kindKey) && places[carrier.kindKey]) || 'field';
}

/**
 * Settings of any other shape, degraded readings and second readings of a template name nothing that can be
 * looked up.
 */
export const mayRefer = ({ manifest, object, isValues }: WalkContext): boolean =>
  (isValues || (object !== undefined && manifest.role !== 'data')) &&
  manifest.isDegraded !== true &&
  manifest.isInput !== true &&
  !isRenderedTemplate(manifest) &&
  !isComposition(manifest) &&
  manifest.isAlternative !== true;

/** Crossplane patches what a Composition holds. */
const isComposition = ({ value, carrier }: Manifest): boolean =>
  value.kind === 'Composition' || carrier?.manifest.value.kind === 'Composition';
