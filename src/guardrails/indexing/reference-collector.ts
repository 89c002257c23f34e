import { wordsOf } from '../credential/key-name.ts';
import type { KnownKinds } from '../knowledge/known-kinds.ts';
import type { FieldPath, JsonObject, JsonValue, Manifest } from '../manifest/manifest.ts';
import { fieldOf, isList, isObject, isTrue, listAt, normalise, textAt } from '../manifest/normalise.ts';
import { FoundReferences, type MapContext } from './found-references.ts';
import type { IndexedObject } from './indexed-object.ts';
import { type PushSecret, pushSecretOf, templatedKeys } from './push-secret.ts';
import { namedSecrets } from './read-secrets.ts';
import {
  ingressSecret,
  isBareSelector,
  isExisting,
  isInstalled,
  isKeyField,
  isSurelyRead,
  keyMaps,
  mayAskForCertificate,
  mayName,
  namesElsewhere,
  namesOneSecret,
  namesSecret,
  pullKeys,
} from './reference-conventions.ts';
import type { SecretReference } from './secret-reference.ts';

/** Collects the references to Secrets of a walk over all manifests. */
export class ReferenceCollector {
  readonly #kinds: KnownKinds;
  readonly #found = new FoundReferences();

  constructor(kinds: KnownKinds) {
    this.#kinds = kinds;
  }

  get references(): readonly SecretReference[] {
    return this.#found.references;
  }

  /** Recognises a field that names a Secret by the table of kinds: its text is no value. */
  isNamed(manifest: Manifest, path: FieldPath): boolean {
    return this.#found.isNamed(manifest, path);
  }

  /** Adds what an object names in the fields that the table of kinds lists. */
  object(context: MapContext, object: IndexedObject): void {
    for (const { name, namespace, path, key, keys, oneOf, isSure } of namedSecrets(object, this.#kinds.readers)) {
      const at = [...object.path, ...path];
      const via = String(path.at(-1));
      this.#found.markNamed(context.manifest, at);
      if (key !== undefined) this.#found.markNamed(context.manifest, [...object.path, ...key.path]);
      this.#found.add(context, at, via, name, { namespace, isSure, isRow: true });
      const parts = [...keys.map((text) => ({ oneOf: [text] })), ...(oneOf ? [{ oneOf }] : [])];
      for (const part of parts)
        this.#found.add(context, at, via, name, { namespace, isPart: true, isRow: true, ...part });
      const rest = { namespace, isPart: true, isRow: true };
      if (key !== undefined)
        this.#found.add(context, [...object.path, ...key.path], via, name, { ...rest, key: key.text });
    }
  }

  /** Looks at one field of a map; `key` is its name in lower case, `path` its own. */
  field(context: MapContext, map: JsonObject, field: string, key: string, value: JsonValue, path: FieldPath): void {
    const isBare = isObject(value) && typeof value.key === 'string' && isBareSelector(field, value, context.object);
    if (!isBare && !mayName.test(key)) return;
    if (this.isNamed(context.manifest, path)) return;
    if (context.object && (this.#kinds.isOutput(context.object, key) || isInstalled(context.object))) return;
    if (isBare || key === 'caprovider') this.bare(context, value, path, field);
    else if (key === 'secrettargetref') this.list(context, value, path, field);
    else if (key.endsWith('secretkeyref') || key.endsWith('secretkeyselector'))
      this.selector(context, value, path, field);
    else if (key.endsWith('secretref')) this.selector(context, value, path, field);
    else if (key === 'secretname') {
      // What stands in a `secretRef` is found with it.
      if (!/secretref$/i.test(String(path.at(-2)))) this.volume(context, map, value, path, field);
    } else if (key === 'imagepullsecrets' || key === 'extrasecretrefs' || key === 'pullsecrets')
      this.list(context, value, path, field);
    else if (isObject(value) && namesOneSecret(key, value, context.isValues))
      this.projected(context, value, path, field);
    else if (context.isValues && namesSecret.test(field) && !namesElsewhere.test(field))
      this.#found.add(context, path, field, value);
    else if (key.endsWith('-secret')) this.annotation(context, value, path, field);
    else if (key === 'secret' && context.object?.kindKey === 'middleware') this.#found.add(context, path, field, value);
    else if (key === 'filedata') this.passwordFile(context, value, path, field);
    else if (key === 'credentialname') this.gatewayCredential(context, value, path, field);
    else if (key === 'certificaterefs') this.certificates(context, value, path, field);
    else if (key === 'valuesfrom' || key === 'substitutefrom') this.kinded(context, value, path, field);
    else if (isExisting(key)) this.existing(context, map, field, value, path);
  }

  /** `{ name, key, optional, namespace }`, or in values just the name. */
  private selector(context: MapContext, value: JsonValue, path: FieldPath, via: string): void {
    if (typeof value === 'string') {
      if (context.isValues) this.#found.add(context, path, via, value);
      return;
    }
    if (!isObject(value)) return;
    const name = fieldOf(value, 'name') ?? fieldOf(value, 'secretName');
    const keyField = ['key', 'secretKey', 'keyName'].find((field) => fieldOf(value, field) !== undefined);
    this.#found.add(context, [...path, fieldOf(value, 'name') === undefined ? 'secretName' : 'name'], via, name, {
      key: keyField === undefined ? undefined : fieldOf(value, keyField),
      keyField,
      namespace: fieldOf(value, 'namespace'),
      isOptional: isTrue(fieldOf(value, 'optional')),
    });
  }

  /** `password: { name, key }`, and the CA of a store where it is `{ type: Secret, name, key }`. */
  private bare(context: MapContext, value: JsonValue, path: FieldPath, via: string): void {
    if (normalise(textAt(value, 'type') ?? 'Secret') === 'secret') this.selector(context, value, path, via);
  }

  /** `secretName` of a volume, with the keys it selects, of an Ingress, and of custom resources. */
  private volume(context: MapContext, map: JsonObject, value: JsonValue, path: FieldPath, via: string): void {
    const isOptional = isTrue(map.optional);
    if (context.object?.kindKey === 'ingress')
      for (const key of ['tls.crt', 'tls.key']) this.#found.add(context, path, via, value, { key, isPart: true });
    this.#found.add(context, path, via, value, {
      isOptional,
      isSure: isSurelyRead(context.object, map, path) && !mayAskForCertificate(context.object),
      key: context.isValues ? undefined : textAt(map, 'secretKey'),
    });
    if (context.isValues && typeof value === 'string') this.siblingKeys(context, map, value, path);
    this.items(context, map, value, path.slice(0, -1), via, isOptional);
  }

  private projected(context: MapContext, value: JsonObject, path: FieldPath, via: string): void {
    const name = fieldOf(value, 'name');
    if (typeof name !== 'string' || fieldOf(value, 'secretName') !== undefined) return;
    const isOptional = isTrue(fieldOf(value, 'optional'));
    this.#found.add(context, [...path, 'name'], via, name, { key: fieldOf(value, 'key'), keyField: 'key', isOptional });
    this.items(context, value, name, path, via, isOptional);
    const push = context.object === undefined ? undefined : pushSecretOf(context.object);
    if (push !== undefined) this.pushedKeys(context, push, name, via);
  }

  /** A PushSecret names the keys apart from the Secret that has them; its template may add others. */
  private pushedKeys(context: MapContext, { object, spec, specPath }: PushSecret, name: string, via: string): void {
    const templated = templatedKeys(spec);
    if (templated === undefined) return;
    listAt(spec, 'data').forEach((entry, index) => {
      const key = textAt(entry, 'match', 'secretKey');
      if (key === undefined || templated.includes(key)) return;
      const path = [...object.path, ...specPath, 'data', index, 'match', 'secretKey'];
      this.#found.add(context, path, via, name, { key, isPart: true });
    });
  }

  private items(
    context: MapContext,
    map: JsonObject,
    name: JsonValue,
    path: FieldPath,
    via: string,
    isOptional: boolean,
  ): void {
    const items = fieldOf(map, 'items');
    if (!isList(items)) return;
    items.forEach((item, index) => {
      const key = fieldOf(item, 'key');
      if (key !== undefined)
        this.#found.add(context, [...path, 'items', index, 'key'], via, name, { key, isOptional, isPart: true });
    });
  }

  private list(context: MapContext, value: JsonValue, path: FieldPath, via: string): void {
    if (!isList(value)) return;
    const isPull = /pullsecrets$/i.test(via);
    value.forEach((item, index) => {
      const isOptional = isTrue(fieldOf(item, 'optional'));
      const at = typeof item === 'string' ? [...path, index] : [...path, index, 'name'];
      const name = typeof item === 'string' ? item : (fieldOf(item, 'name') ?? fieldOf(item, 'secretName'));
      this.#found.add(context, at, via, name, { key: fieldOf(item, 'key'), keyField: 'key', isOptional });
      if (isPull) this.#found.add(context, at, via, name, { oneOf: pullKeys, isPart: true });
    });
  }

  /** Annotations of the Ingress controller: `shop/basic-auth`, or a name in the namespace of the Ingress. */
  private annotation(context: MapContext, value: JsonValue, path: FieldPath, via: string): void {
    if (context.object?.kindKey !== 'ingress' || typeof value !== 'string' || !ingressSecret.test(via)) return;
    const [name, namespace] = value.split('/').reverse();
    this.#found.add(context, path, via, name, { namespace });
  }

  /**
   * @see
   * https://docs.redhat.com/en/documentation/openshift_container_platform/latest/html/authentication_and_authorization
   */
  private passwordFile(context: MapContext, value: JsonValue, path: FieldPath, via: string): void {
    if (context.object?.kindKey === 'oauth') this.selector(context, value, path, via);
  }

  /** Istio reads the Secret in the namespace of its gateway pods, which the Gateway does not name. */
  private gatewayCredential(
    { namespace: _, ...context }: MapContext,
    value: JsonValue,
    path: FieldPath,
    via: string,
  ): void {
    if (/^networking\.istio\.io\//.test(context.object?.apiVersion ?? ''))
      this.#found.add({ ...context, namespace: undefined }, path, via, value);
  }

  /** @see https://gateway-api.sigs.k8s.io/reference/spec/#secretobjectreference */
  private certificates(context: MapContext, value: JsonValue, path: FieldPath, via: string): void {
    if (!isList(value)) return;
    value.forEach((item, index) => {
      if (normalise(textAt(item, 'kind') ?? 'Secret') !== 'secret') return;
      const [name, namespace] = [fieldOf(item, 'name'), fieldOf(item, 'namespace')];
      this.#found.add(context, [...path, index, 'name'], via, name, { namespace });
      for (const key of ['tls.crt', 'tls.key'])
        this.#found.add(context, [...path, index, 'name'], via, name, { namespace, oneOf: [key], isPart: true });
    });
  }

  /**
   * Values that Flux takes from a Secret: `optional` excuses a Secret that is not there, not a key that it
   * lacks.
   * @see https://fluxcd.io/flux/components/helm/helmreleases/#values-references
   */
  private kinded(context: MapContext, value: JsonValue, path: FieldPath, via: string): void {
    if (!isList(value)) return;
    value.forEach((item, index) => {
      if (normalise(textAt(item, 'kind') ?? '') !== 'secret') return;
      const name = fieldOf(item, 'name');
      const isRelease = context.object?.kindKey === 'helmrelease' && normalise(via) === 'valuesfrom';
      const named = fieldOf(item, 'valuesKey');
      this.#found.add(context, [...path, index, 'name'], via, name, { isOptional: isTrue(fieldOf(item, 'optional')) });
      const at = [...path, index, named === undefined ? 'name' : 'valuesKey'];
      const part = named === undefined && isRelease ? { oneOf: ['values.yaml'] } : { key: named };
      this.#found.add(context, at, via, name, { ...part, isPart: true });
    });
  }

  /**
   * The Helm conventions `existingSecret`, `existingSecretName`, `existingSecrets`, with the keys named
   * beside them.
   */
  private existing(context: MapContext, map: JsonObject, field: string, value: JsonValue, path: FieldPath): void {
    const ending = wordsOf(field).at(-1) ?? '';
    if (isList(value)) {
      this.list(context, value, path, field);
      return;
    }
    if (isObject(value)) {
      this.selector(context, value, path, field);
      return;
    }
    if (typeof value !== 'string' || !['secret', 'secrets', 'name', 'ref'].includes(ending)) return;
    this.#found.add(context, path, field, value);
    this.siblingKeys(context, map, value, path);
  }

  /**
   * The keys that values name beside the Secret: `passwordKey: x`, `secretKeys: { passwordKey: x }`,
   * `keys: { PASSWORD: x }`.
   */
  private siblingKeys(context: MapContext, map: JsonObject, secret: string, path: FieldPath): void {
    const parent = path.slice(0, -1);
    for (const [sibling, key] of Object.entries(map)) {
      if (isKeyField(sibling) && typeof key === 'string')
        this.#found.add(context, [...parent, sibling], sibling, secret, { key, isPart: true });
      if (isObject(key) && keyMaps.has(normalise(sibling)))
        for (const [inner, name] of Object.entries(key))
          this.#found.add(context, [...parent, sibling, inner], sibling, secret, { key: name, isPart: true });
    }
  }
}
