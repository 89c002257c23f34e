import { suppressionAnnotation } from '../adoption/suppression-annotation.ts';
import type { CredentialPlace } from '../credential/credential-place.ts';
import { heldUnder } from '../credential/key-name.ts';
import type { GuardrailConfiguration } from '../engine/configuration.ts';
import type { KnownKinds } from '../knowledge/known-kinds.ts';
import type { FieldPath, JsonObject, JsonValue, Manifest } from '../manifest/manifest.ts';
import { fieldOf, isList, isObject, normalise, textAt } from '../manifest/normalise.ts';
import { isClusterScoped } from './cluster-scoped.ts';
import { CredentialCollector } from './credential-collector.ts';
import type { IndexedObject } from './indexed-object.ts';
import { type JsonPatchOperation, jsonPatchOperation } from './json-patch.ts';
import { isPasswordOf, pairNameOf, passwordList, presetNameOf } from './naming-fields.ts';
import { ReferenceCollector } from './reference-collector.ts';
import {
  contextBelow,
  contextOfObject,
  mayRefer,
  placeOf,
  releaseNamespace,
  type WalkContext,
} from './walk-context.ts';
import { isWatched, WatchedFields } from './watched-fields.ts';

/**
 * Visits every field of every manifest once; objects, references and credentials come out of the same pass.
 */
export class ManifestWalk {
  readonly objects: IndexedObject[] = [];
  /** Objects as they are before kustomizations build them. */
  readonly inputs: IndexedObject[] = [];
  readonly credentials = new CredentialCollector();
  readonly references: ReferenceCollector;
  readonly watched = new WatchedFields();
  readonly #configuration: GuardrailConfiguration;
  readonly #carried = new Map<Manifest, Map<string, CredentialPlace | undefined>>();
  readonly #roots = new Map<Manifest, IndexedObject>();

  constructor(manifests: readonly Manifest[], configuration: GuardrailConfiguration, kinds: KnownKinds) {
    this.#configuration = configuration;
    this.references = new ReferenceCollector(kinds);
    for (const { carrier } of manifests) {
      if (carrier === undefined) continue;
      const paths = this.#carried.get(carrier.manifest) ?? new Map<string, undefined>();
      this.#carried.set(carrier.manifest, paths.set(carrier.path.join('\0'), undefined));
    }
    for (const manifest of manifests) if (!manifest.isReplaced) this.#document(manifest);
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

  /**
   * Recognises a field that was read as a document of its own, and remembers in what part of the manifest it
   * stands.
   */
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
    } else if (context.place === 'generator' && key === 'literals' && typeof value === 'string')
      this.#judge(context).literal(context, value, path);
    else if (!context.isNaming && !this.references.isNamed(context.manifest, path))
      this.#judge(context).leaf(context, key, value, path);
  }

  #map(map: JsonObject, key: string, path: (string | number)[], outer: WalkContext): void {
    const object = this.#object(map, path, outer);
    const context = object === undefined ? outer : contextOfObject(object, outer);
    const patch = typeof map.op === 'string' ? jsonPatchOperation(map, context.manifest) : undefined;
    if (patch !== undefined) {
      this.#patch(patch, [...path, 'value'], context);
      return;
    }
    if (object !== undefined && mayRefer(context)) this.references.object(context, object);
    const pairName = pairNameOf(map);
    const holdsPasswords = passwordList.test(key) && typeof path.at(-1) !== 'number';
    const isRenderedAgain = !isJudged(context.manifest);
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
        if (isRenderedAgain && typeof value !== 'object') {
          path.pop();
          continue;
        }
        if (pairName !== undefined && field === 'value')
          this.#pair(context, isEnv || /env/i.test(key), pairName, value, path);
        else if (object?.kindKey === 'secret' && /^(?:(?:string|binary)?data)$/.test(name))
          this.#judge(context).secretData(
            {
              ...context,
              place: 'secret-data',
              mayBeName: false,
              isCarried: (at) => this.#isCarried(at, { ...context, place: 'secret-data' }),
            },
            value,
            path,
            name !== 'stringdata',
          );
        else if ((name === 'args' || name === 'command') && isList(value))
          this.#judge(context).words({ ...context, place: 'argument', mayBeName: false }, value, path);
        else {
          if (holdsPasswords && isPasswordOf(field, value)) {
            this.#judge(context).leaf(context, 'password', value, path);
            path.pop();
            continue;
          }
          const below = contextBelow(context, object !== undefined, map, name, field, value);
          const held = field === 'default' ? (presetNameOf(map, key) ?? field) : heldUnder(key, field);
          this.#visit(value, held, path, isSwitchedOff && !below.isSwitchedOff ? { ...below, isSwitchedOff } : below);
        }
      }
      path.pop();
    }
  }

  /** A JSON patch is judged as the field that it makes. */
  #patch({ key, value, place, isEncoded }: JsonPatchOperation, path: (string | number)[], outer: WalkContext): void {
    const isText = place === 'secret-data' || place === 'configmap' || place === 'argument';
    const context = { ...outer, place, mayBeName: !isText && place !== 'env', isValues: place === 'values' };
    if (place === 'secret-data') this.#judge(context).secretData(context, value, path, isEncoded, key);
    else if (place === 'argument' && !isObject(value)) this.#judge(context).words(context, value, path);
    else this.#visit(value, key, path, context);
  }

  #judge({ manifest }: WalkContext): LiteralJudge {
    return isJudged(manifest) ? this.credentials : noJudge;
  }

  #watch(context: WalkContext, map: JsonObject, name: string, value: JsonValue, path: FieldPath): void {
    const { manifest, object, namespace, scope } = context;
    if (manifest.isInput) return;
    const site = { manifest, path: [...path], ...(object && { object }) };
    this.watched.add({ name, value, map, site, scope, ...(namespace !== undefined && { namespace }) });
  }

  /** `{ name: PASSWORD, value: x }`, in `env` or among the parameters of an Application. */
  #pair(context: WalkContext, isEnv: boolean, name: string, value: JsonValue, path: FieldPath): void {
    const place = isEnv && context.place === 'field' ? 'env' : context.place;
    this.#judge(context).leaf({ ...context, place, mayBeName: context.mayBeName && !isEnv }, name, value, path);
  }

  #object(map: JsonObject, path: FieldPath, context: WalkContext): IndexedObject | undefined {
    const isKustomization = path.length === 0 && context.manifest.role === 'kustomization';
    const kind = textAt(map, 'kind') ?? context.itemKind ?? (isKustomization ? 'Kustomization' : undefined);
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
    const namespace =
      kindKey === 'clusterissuer' ? undefined : isPlaced ? ofKustomization : (own ?? context.namespace ?? given);
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
    if (!context.manifest.isAlternative) (context.manifest.isInput ? this.inputs : this.objects).push(object);
    return object;
  }
}

/** Literals of a rendering are judged where they are written, unless it stands for that. */
const isJudged = ({ rendering, isOnlyRendering }: Manifest): boolean =>
  rendering === undefined || isOnlyRendering === true;

type LiteralJudge = Pick<CredentialCollector, 'leaf' | 'literal' | 'secretData' | 'words'>;

const nothing = (): void => {};
const noJudge: LiteralJudge = { leaf: nothing, literal: nothing, secretData: nothing, words: nothing };
