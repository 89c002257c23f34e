import { suppressionAnnotation } from '../adoption/suppression-annotation.ts';
import type { GuardrailConfiguration } from '../configuration.ts';
import { denotationOf, wordsOf } from '../credential/key-name.ts';
import type { FieldPath, JsonObject, JsonValue, Manifest } from '../manifest.ts';
import { fieldOf, isList, isObject, normalise, textAt } from '../normalise.ts';
import { isClusterScoped } from './cluster-scoped.ts';
import { CredentialCollector, type CredentialPlace, type LeafContext } from './credential-collector.ts';
import type { IndexedObject } from './indexed-object.ts';
import { type JsonPatchOperation, jsonPatchOperation } from './json-patch.ts';
import { ReferenceCollector } from './secret-reference.ts';
import { isWatched, WatchedFields } from './watched-fields.ts';

interface WalkContext extends LeafContext {
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

/** Visits every field of every manifest once; objects, references and credentials come out of the same pass. */
export class ManifestWalk {
  readonly objects: IndexedObject[] = [];
  readonly credentials = new CredentialCollector();
  readonly references = new ReferenceCollector();
  readonly watched = new WatchedFields();
  readonly #configuration: GuardrailConfiguration;
  readonly #carried = new Map<Manifest, Map<string, CredentialPlace | undefined>>();
  readonly #roots = new Map<Manifest, IndexedObject>();

  constructor(manifests: readonly Manifest[], configuration: GuardrailConfiguration) {
    this.#configuration = configuration;
    for (const { carrier } of manifests) {
      if (carrier === undefined) continue;
      const paths = this.#carried.get(carrier.manifest) ?? new Map<string, undefined>();
      this.#carried.set(carrier.manifest, paths.set(carrier.path.join('\0'), undefined));
    }
    for (const manifest of manifests) this.#document(manifest);
  }

  #document(manifest: Manifest): void {
    const environment = this.#configuration.environments.find(({ name }) => name === manifest.environment);
    const isValues = manifest.role === 'values';
    const object = this.#carrierObject(manifest);
    const place = placeOf(manifest, object, this.#placeInCarrier(manifest));
    this.#visit(manifest.value, '', [], {
      manifest,
      object: manifest.role === 'data' ? object : undefined,
      place,
      mayBeName: place !== 'secret-data' && place !== 'configmap',
      namespace: manifest.namespace ?? (isValues ? (releaseNamespace(object) ?? environment?.namespace) : undefined),
      scope: environment?.cluster ?? manifest.environment ?? '',
      isValues,
      isNaming: false,
      isSwitchedOff: false,
    });
  }

  /** A carried file belongs to the ConfigMap or Secret that carries it. */
  #carrierObject({ carrier }: Manifest): IndexedObject | undefined {
    return carrier && (this.#roots.get(carrier.manifest) ?? this.#carrierObject(carrier.manifest));
  }

  /** The part of its carrier in which a carried document stands; a carrier comes before what it carries. */
  #placeInCarrier({ carrier }: Manifest): CredentialPlace | undefined {
    return carrier && this.#carried.get(carrier.manifest)?.get(carrier.path.join('\0'));
  }

  /** Tells a field that was read as a document of its own, and remembers in what part of the manifest it stands. */
  #isCarried(path: FieldPath, { manifest, place }: WalkContext): boolean {
    const carried = this.#carried.get(manifest);
    if (carried === undefined) return false;
    const key = path.join('\0');
    if (!carried.has(key)) return false;
    carried.set(key, place);
    return true;
  }

  #visit(value: JsonValue, key: string, path: (string | number)[], context: WalkContext): void {
    if (path.length > 200) return;
    if (typeof path.at(-1) === 'number' && this.#isCarried(path, context)) return;
    if (isList(value)) {
      value.forEach((item, index) => {
        path.push(index);
        this.#visit(item, key, path, context);
        path.pop();
      });
    } else if (isObject(value)) {
      this.#map(value, key, path, context);
    } else if (!context.isNaming) this.credentials.leaf(context, key, value, path);
  }

  #map(map: JsonObject, key: string, path: (string | number)[], outer: WalkContext): void {
    const object = this.#object(map, path, outer);
    const context = object === undefined ? outer : this.#objectContext(object, outer);
    const patch = typeof map.op === 'string' ? jsonPatchOperation(map, context.manifest) : undefined;
    if (patch !== undefined) {
      this.#patch(patch, [...path, 'value'], context);
      return;
    }
    const pairName = pairNameOf(map);
    const holdsPasswords = passwordList.test(key);
    const isSwitchedOff = context.isSwitchedOff || (context.isValues && map.enabled === false);
    for (const field in map) {
      const value = map[field];
      if (value === undefined || value === null || field === suppressionAnnotation) continue;
      const name = normalise(field);
      path.push(field);
      if (isWatched(name)) this.#watch(context, map, name, value, path);
      const isEnv = pairName !== undefined && field === 'value' && context.place === 'field' && /env/i.test(key);
      if (!this.#isCarried(path, isEnv ? { ...context, place: 'env' } : context)) {
        if (!isSwitchedOff && mayRefer(context)) this.references.field(context, map, field, name, value, path);
        if (pairName === 'VAULT_ADDR' && field === 'value') this.#watch(context, map, 'env:vault_addr', value, path);
        if (pairName !== undefined && field === 'value')
          this.#pair(context, isEnv || /env/i.test(key), pairName, value, path);
        else if (object?.kindKey === 'secret' && (name === 'data' || name === 'stringdata'))
          this.credentials.secretData(
            {
              ...context,
              place: 'secret-data',
              mayBeName: false,
              isCarried: (at) => this.#isCarried(at, { ...context, place: 'secret-data' }),
            },
            value,
            path,
            name === 'data',
          );
        else if ((name === 'args' || name === 'command') && isList(value))
          this.credentials.words({ ...context, place: 'argument', mayBeName: false }, value, path);
        else {
          if (holdsPasswords && isPasswordOf(field, value)) {
            this.credentials.leaf(context, 'password', value, path);
            path.pop();
            continue;
          }
          const below = this.#below(context, object !== undefined, map, name, field, value);
          this.#visit(value, field, path, isSwitchedOff && !below.isSwitchedOff ? { ...below, isSwitchedOff } : below);
        }
      }
      path.pop();
    }
  }

  /** A JSON patch is judged as the field that it makes. */
  #patch({ key, value, place, isEncoded }: JsonPatchOperation, path: (string | number)[], outer: WalkContext): void {
    const isText = place === 'secret-data' || place === 'configmap' || place === 'argument';
    const context = { ...outer, place, mayBeName: !isText && place !== 'env', isValues: place === 'values' };
    if (place === 'secret-data') this.credentials.secretData(context, value, path, isEncoded, key);
    else if (place === 'argument' && !isObject(value)) this.credentials.words(context, value, path);
    else this.#visit(value, key, path, context);
  }

  #watch(context: WalkContext, map: JsonObject, name: string, value: JsonValue, path: FieldPath): void {
    const { manifest, object, namespace, scope } = context;
    const site = { manifest, path: [...path], ...(object && { object }) };
    this.watched.add({ name, value, map, site, scope, ...(namespace !== undefined && { namespace }) });
  }

  /** `{ name: PASSWORD, value: x }`, in `env` or among the parameters of an Application. */
  #pair(context: WalkContext, isEnv: boolean, name: string, value: JsonValue, path: FieldPath): void {
    const place = isEnv && context.place === 'field' ? 'env' : context.place;
    this.credentials.leaf({ ...context, place, mayBeName: context.mayBeName && !isEnv }, name, value, path);
  }

  #object(map: JsonObject, path: FieldPath, context: WalkContext): IndexedObject | undefined {
    const kind = textAt(map, 'kind') ?? context.itemKind;
    const apiVersion = textAt(map, 'apiVersion');
    if (kind === undefined) return undefined;
    if (apiVersion === undefined && path.length > 0 && context.itemKind === undefined) return undefined;
    const metadata = fieldOf(map, 'metadata');
    const kindKey = normalise(kind);
    const holdsData = kindKey === 'secret' && (fieldOf(map, 'data') ?? fieldOf(map, 'stringData')) !== undefined;
    if (!isObject(metadata) && !holdsData && (path.length > 0 || kindKey.endsWith('list'))) return undefined;
    if (kindKey.endsWith('list') && isList(fieldOf(map, 'items'))) return undefined;
    const annotations = fieldOf(metadata, 'annotations');
    const labels = fieldOf(metadata, 'labels');
    const own = textAt(metadata, 'namespace');
    const { isPlaced, namespace: given } = context.manifest;
    const ofKustomization = isClusterScoped({ kindKey, namespace: own }) ? own : given;
    const namespace = isPlaced ? ofKustomization : (own ?? context.namespace ?? given);
    const object: IndexedObject = {
      manifest: context.manifest,
      path: [...path],
      value: map,
      apiVersion: apiVersion ?? '',
      kind,
      kindKey,
      name: textAt(metadata, 'name') ?? textAt(metadata, 'generateName') ?? '',
      annotations: isObject(annotations) ? annotations : {},
      labels: isObject(labels) ? labels : {},
      scope: context.scope,
      ...(namespace !== undefined && { namespace }),
      ...(context.manifest.environment !== undefined && { environment: context.manifest.environment }),
    };
    if (path.length === 0) this.#roots.set(context.manifest, object);
    if (context.manifest.isAlternative !== true) this.objects.push(object);
    return object;
  }

  #objectContext(object: IndexedObject, outer: WalkContext): WalkContext {
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

  #below(
    context: WalkContext,
    isRoot: boolean,
    map: JsonObject,
    name: string,
    field: string,
    value: JsonValue,
  ): WalkContext {
    const kind = context.object?.kindKey;
    if (name === 'items' && isList(value)) {
      const listKind = textAt(map, 'kind');
      if (listKind !== undefined && /.list$/i.test(listKind)) return { ...context, itemKind: listKind.slice(0, -4) };
    }
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
    if (isNamingField(map, name, field)) return { ...context, isNaming: true };
    return context;
  }
}

/** The namespace into which a chart is installed: not that of the Application, which is Argo CD's own. */
function releaseNamespace(object: IndexedObject | undefined): string | undefined {
  if (object?.kindKey === 'application') return textAt(object.value, 'spec', 'destination', 'namespace');
  if (object?.kindKey === 'helmrelease') return textAt(object.value, 'spec', 'targetNamespace') ?? object.namespace;
  return undefined;
}

function placeOf(
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

/** Settings of any other shape, degraded readings and second readings of a template name nothing that can be looked up. */
const mayRefer = ({ manifest, object, isValues }: WalkContext): boolean =>
  (isValues || (object !== undefined && manifest.role !== 'data')) &&
  manifest.isDegraded !== true &&
  !isComposition(manifest) &&
  manifest.isAlternative !== true;

/** Crossplane patches what a Composition holds. */
const isComposition = ({ value, carrier }: Manifest): boolean =>
  value.kind === 'Composition' || carrier?.manifest.value.kind === 'Composition';

/** The name of a `{ name, value }` pair; some spell it `key`, and Keycloak's credentials `{ type: password, value }`. */
function pairNameOf({ name, key, type, value }: JsonObject): string | undefined {
  if (typeof value !== 'string' && typeof value !== 'number') return undefined;
  if (typeof name === 'string') return name;
  return [key, type].find((text): text is string => typeof text === 'string' && denotationOf(text) !== undefined);
}

/** `passwords: { admin: x }`: a password under the name of who has it, not a setting about passwords. */
const passwordList = /(?:^|[a-z_-])passwords$/i;
const isPasswordOf = (field: string, value: JsonValue): boolean =>
  typeof value === 'string' &&
  denotationOf(field) === undefined &&
  !/policy|type|length|algorithm|hash|secret|ref|name|key|file|path|mode|kind|source|create|enable/i.test(field);

const naming = new Set(
  'remoteref secretkeys existingsecretkeys secretkeymapping keymapping secretkeyref encrypteddata certificaterefs ownerreferences managedfields encrypted'.split(
    ' ',
  ),
);

/** Tells a field whose text names a Secret or a key of one: by its own name, or because it stands beside the Secret's name. */
function isNamingField(map: JsonObject, name: string, field: string): boolean {
  if (naming.has(name) || name.endsWith('secretref') || name.endsWith('secretkeyref')) return true;
  if (name.startsWith('existingsecret') || name === 'secretname') return true;
  const isKeyMap = name === 'keys' && isObject(map[field]);
  if (!isKeyMap && (!name.endsWith('key') || wordsOf(field).length < 2)) return false;
  return Object.keys(map).some((sibling) => /existingsecret|^secretname$|^secretref$|^remoteref$/i.test(sibling));
}
