import type { GuardrailConfiguration } from '../engine/configuration.ts';
import type { JsonValue } from '../manifest/manifest.ts';
import { fieldOf, isList, listAt, normalise, objectAt, textAt } from '../manifest/normalise.ts';
import type { ExternalSecret } from './external-secret.ts';
import type { IndexedObject } from './indexed-object.ts';
import { operatorProducers } from './operator-producers.ts';
import { producerFrom } from './producer-from.ts';
import type { SecretProducer } from './secret-producer.ts';
import type { VaultDocuments } from './vault-documents.ts';

/** Lists everything that makes a Secret exist. */
export function producersOf(
  objects: readonly IndexedObject[],
  externalSecrets: readonly ExternalSecret[],
  documents: VaultDocuments,
  configuration: GuardrailConfiguration,
): SecretProducer[] {
  return [
    ...externalSecrets.flatMap(fromExternalSecret),
    ...objects.flatMap(fromObject),
    ...objects.flatMap(operatorProducers),
    ...objects.flatMap((object) => fromConfiguredKind(object, configuration)),
    ...documents.delivered.flatMap(({ site, scope, environment, document }) =>
      document.secrets.map(({ namespace, name, keys, by }) => ({
        namespace,
        name,
        keys: new Set(keys),
        ownership: 'declares' as const,
        by,
        site,
        scope,
        ...(environment !== undefined && { environment }),
      })),
    ),
    ...configuration.declaredSecrets.map(({ namespace, name, keys }) => ({
      name,
      ownership: 'declares' as const,
      by: 'configuration',
      scope: '*',
      ...(namespace !== undefined && { namespace }),
      ...(keys && { keys: new Set(keys) }),
    })),
  ];
}

function fromExternalSecret({
  object,
  spec,
  target,
  creationPolicy,
  keys,
  namespaces,
}: ExternalSecret): SecretProducer[] {
  if (creationPolicy === 'none') return [];
  // What is fetched once, where the Secret is missing, is a restore: it never overwrites another owner.
  const isRestore = textAt(spec, 'refreshPolicy') === 'CreatedOnce';
  const ownership = creationPolicy === 'merge' || isRestore ? 'merges' : 'owns';
  const [first, ...others] = namespaces ?? [];
  return [first, ...others].flatMap((namespace) => producerFrom(object, { name: target, keys, ownership, namespace }));
}

const tokenKeys = ['token', 'ca.crt', 'namespace', 'service-ca.crt'];
const tlsKeys = ['tls.crt', 'tls.key', 'ca.crt'];

function fromObject(object: IndexedObject): SecretProducer[] {
  const { value, kindKey } = object;
  const spec = objectAt(value, 'spec');
  switch (kindKey) {
    case 'secret': {
      if (object.apiVersion !== '' && normalise(object.apiVersion) !== 'v1') return [];
      const isToken = textAt(value, 'type') === 'kubernetes.io/service-account-token';
      const keys = [...Object.keys(objectAt(value, 'data')), ...Object.keys(objectAt(value, 'stringData'))];
      return producerFrom(object, {
        name: object.name,
        // An empty Secret is one that someone fills by hand.
        keys: isToken ? [...tokenKeys, ...keys] : keys.length > 0 ? keys.map((key) => key.trim()) : undefined,
      });
    }
    case 'sealedsecret': {
      const template = objectAt(spec, 'template');
      const keys = [...Object.keys(objectAt(spec, 'encryptedData')), ...Object.keys(objectAt(template, 'data'))];
      return producerFrom(object, { name: textAt(template, 'metadata', 'name') ?? object.name, keys });
    }
    case 'certificate':
      return producerFrom(object, {
        name: textAt(spec, 'secretName'),
        keys: [...tlsKeys, ...certificateExtras(object)],
      });
    case 'issuer':
    case 'clusterissuer':
      return producerFrom(object, { name: textAt(spec, 'acme', 'privateKeySecretRef', 'name'), keys: ['tls.key'] });
    case 'serviceaccount':
      return object.apiVersion.startsWith('talos.dev/') ? producerFrom(object, { name: object.name }) : [];
    case 'service':
      return ['beta', 'alpha'].flatMap((stage) =>
        producerFrom(object, {
          name: textAt(object.annotations, `service.${stage}.openshift.io/serving-cert-secret-name`),
          keys: ['tls.crt', 'tls.key'],
        }),
      );
    case 'kustomization':
    case 'component':
      return listAt(value, 'secretGenerator').flatMap((generator) => fromGenerator(object, generator));
    case 'ingress':
      return hasIssuer(object)
        ? listAt(spec, 'tls').flatMap((tls) => producerFrom(object, { name: textAt(tls, 'secretName'), keys: tlsKeys }))
        : [];
    case 'gateway':
      return hasIssuer(object)
        ? listAt(spec, 'listeners').flatMap((listener) =>
            listAt(listener, 'tls', 'certificateRefs').flatMap((ref) =>
              producerFrom(object, { name: textAt(ref, 'name'), namespace: textAt(ref, 'namespace'), keys: tlsKeys }),
            ),
          )
        : [];
    default:
      return fromReferenceFields(object);
  }
}

/** @see https://kubectl.docs.kubernetes.io/references/kustomize/kustomization/secretgenerator/ */
function fromGenerator(object: IndexedObject, generator: JsonValue): SecretProducer[] {
  const named = [...listAt(generator, 'literals'), ...listAt(generator, 'files')].filter(
    (entry) => typeof entry === 'string',
  );
  const isOpen = listAt(generator, 'envs').length > 0 || textAt(generator, 'env') !== undefined;
  return producerFrom(object, {
    name: textAt(generator, 'name'),
    // The namespace of an outer kustomization wins over any inside.
    namespace: object.manifest.isPlaced
      ? object.namespace
      : (textAt(generator, 'namespace') ?? textAt(object.value, 'namespace')),
    keys: isOpen
      ? undefined
      : named.map((entry) =>
          entry.includes('=') ? entry.slice(0, entry.indexOf('=')) : entry.slice(entry.lastIndexOf('/') + 1),
        ),
    ownership: textAt(generator, 'behavior') === 'merge' ? 'merges' : 'owns',
  });
}

const hasIssuer = ({ annotations }: IndexedObject): boolean =>
  Object.keys(annotations).some((key) =>
    /^(?:cert-manager\.io\/(?:cluster-)?issuer|kubernetes\.io\/tls-acme)$/.test(key),
  );

/** @see https://cert-manager.io/docs/reference/api-docs/#cert-manager.io/v1.CertificateSpec */
function certificateExtras({ value }: IndexedObject): string[] {
  const spec = objectAt(value, 'spec');
  const stores = objectAt(spec, 'keystores');
  return [
    ...(fieldOf(stores, 'jks') === undefined ? [] : ['keystore.jks', 'truststore.jks']),
    ...(fieldOf(stores, 'pkcs12') === undefined ? [] : ['keystore.p12', 'truststore.p12']),
    ...listAt(spec, 'additionalOutputFormats').map((format) =>
      textAt(format, 'type') === 'DER' ? 'key.der' : 'tls-combined.pem',
    ),
  ];
}

/** Crossplane's connection Secrets and the CSI driver's synchronised ones. */
function fromReferenceFields(object: IndexedObject): SecretProducer[] {
  const spec = objectAt(object.value, 'spec');
  const synced = fieldOf(spec, 'secretObjects');
  return [
    ...['writeConnectionSecretToRef', 'connectionSecret'].flatMap((field) =>
      producerFrom(object, { name: textAt(spec, field, 'name'), namespace: textAt(spec, field, 'namespace') }),
    ),
    ...(isList(synced) ? synced : []).flatMap((entry) =>
      producerFrom(object, {
        name: textAt(entry, 'secretName'),
        keys: listAt(entry, 'data').flatMap((item) => textAt(item, 'key') ?? []),
      }),
    ),
  ];
}

function fromConfiguredKind(object: IndexedObject, { producerKinds }: GuardrailConfiguration): SecretProducer[] {
  return producerKinds
    .filter(({ kind }) => normalise(kind) === object.kindKey)
    .flatMap(({ name, namespace, keys }) =>
      producerFrom(object, {
        name: name === undefined ? object.name : textAt(object.value, ...name.split('.')),
        namespace: namespace === undefined ? undefined : textAt(object.value, ...namespace.split('.')),
        keys,
      }),
    );
}
