import type { GuardrailConfiguration } from '../engine/configuration.ts';
import { creationPolicies } from '../knowledge/external-secrets.ts';
import type { KnownKinds } from '../knowledge/known-kinds.ts';
import { servingCertificate } from '../knowledge/writers-of-certificates.ts';
import type { JsonValue, Manifest } from '../manifest/manifest.ts';
import { listAt, normalise, objectAt, textAt } from '../manifest/normalise.ts';
import { type ExternalSecret, externalSecretOf } from './external-secret.ts';
import { generatedByPolicy } from './generating-policies.ts';
import type { Generators } from './generators.ts';
import type { IndexedObject } from './indexed-object.ts';
import { inEncryptedFiles, namedByValues } from './named-by-values.ts';
import { producerFrom } from './producer-from.ts';
import { madeByScripts } from './script-producers.ts';
import type { SecretProducer } from './secret-producer.ts';
import { writtenByValues } from './values-producers.ts';
import type { VaultDocuments } from './vault-documents.ts';
import type { WatchedFields } from './watched-fields.ts';
import { writtenSecrets } from './written-secrets.ts';

/** Where producers are found. */
interface Sources {
  readonly manifests: readonly Manifest[];
  readonly objects: readonly IndexedObject[];
  readonly externalSecrets: readonly ExternalSecret[];
  readonly documents: VaultDocuments;
  readonly watched: WatchedFields;
  readonly kinds: KnownKinds;
}

/** Lists what templates of charts write, under whatever name their release gives it. */
export const writtenByTemplates = (
  objects: readonly IndexedObject[],
  { generators, kinds }: { readonly generators: Generators; readonly kinds: KnownKinds },
): SecretProducer[] => [
  ...objects.flatMap((object) => externalSecretOf(object, generators) ?? []).flatMap(fromExternalSecret),
  ...objects.flatMap(fromObject),
  ...objects.flatMap((object) => writtenSecrets(object, kinds.writers)),
];

/** Lists everything that makes a Secret exist. */
export function producersOf(
  { manifests, objects, externalSecrets, documents, watched, kinds }: Sources,
  configuration: GuardrailConfiguration,
): SecretProducer[] {
  const found: SecretProducer[] = [
    ...externalSecrets.flatMap(fromExternalSecret),
    ...objects.flatMap(fromObject),
    ...objects.flatMap((object) => writtenSecrets(object, kinds.writers)),
    ...objects.flatMap(generatedByPolicy),
    ...madeByScripts(objects),
    ...servingCertificates(watched),
    ...manifests.flatMap((manifest) => writtenByValues(manifest, configuration.environments)),
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
    ...inEncryptedFiles(manifests),
  ];
  return [...found, ...namedByValues(found, manifests)];
}

function fromExternalSecret({
  object,
  spec,
  target,
  creationPolicy,
  writesSecret,
  keys,
  namespaces,
}: ExternalSecret): SecretProducer[] {
  // A policy that no version knows is refused by the schema; until then it is read as the default.
  const policy = creationPolicies[creationPolicy] ?? creationPolicies.owner;
  if (policy?.ownership === undefined || !writesSecret) return [];
  // What is fetched once, where the Secret is missing, is a restore: it never overwrites another owner.
  const isRestore = textAt(spec, 'refreshPolicy') === 'CreatedOnce';
  const ownership = isRestore && policy.ownership === 'owns' ? 'shares' : policy.ownership;
  const [first, ...others] = namespaces ?? [];
  // Labels of namespaces that the tree does not show decide; where the object itself is placed says nothing.
  const isAnywhere = object.kindKey === 'clusterexternalsecret' && first === undefined;
  return [first, ...others].flatMap((namespace) =>
    producerFrom(object, { name: target, keys, ownership, namespace, isAnywhere }).map((producer) => ({
      ...producer,
      ...(policy.isController && !isRestore && { isController: true as const }),
    })),
  );
}

const tokenKeys = ['token', 'ca.crt', 'namespace', 'service-ca.crt'];

function fromObject(object: IndexedObject): SecretProducer[] {
  const { value, kindKey } = object;
  if (kindKey === 'kustomization' || kindKey === 'component')
    return listAt(value, 'secretGenerator').flatMap((generator) => fromGenerator(object, generator));
  if (
    kindKey !== 'secret' ||
    (object.apiVersion !== '' && normalise(object.apiVersion) !== 'v1' && !object.apiVersion.includes('{{'))
  )
    return [];
  const isToken = textAt(value, 'type') === 'kubernetes.io/service-account-token';
  const keys = [...Object.keys(objectAt(value, 'data')), ...Object.keys(objectAt(value, 'stringData'))];
  return producerFrom(object, {
    name: object.name,
    // An empty Secret is one that someone fills by hand.
    keys:
      keys.length === 0 || object.manifest.hasUnknownKeys
        ? isToken
          ? tokenKeys
          : undefined
        : [...(isToken ? tokenKeys : []), ...keys].map((key) => key.trim()),
    ownership: isSeed(object) ? 'shares' : 'owns',
  });
}

/**
 * Recognises a Secret that is applied only where it is missing, or never again.
 * @see
 * https://fluxcd.io/flux/components/kustomize/kustomizations/#controlling-the-apply-behavior-of-resources
 */
const isSeed = ({ annotations }: IndexedObject): boolean =>
  ['ssa', 'reconcile'].some((setting) =>
    /^(?:ifnotpresent|ignore|disabled)$/i.test(textAt(annotations, `kustomize.toolkit.fluxcd.io/${setting}`) ?? ''),
  );

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
    ownership: textAt(generator, 'behavior') === 'merge' ? 'shares' : 'owns',
  });
}

/** Services, values and custom resources ask for serving certificates by the same annotation. */
function servingCertificates(watched: WatchedFields): SecretProducer[] {
  return watched.named(...servingCertificate.annotations).flatMap(({ value, site, scope, namespace }) =>
    typeof value !== 'string' || value.trim() === ''
      ? []
      : [
          {
            name: value.trim(),
            keys: new Set(servingCertificate.keys),
            // On anything but a Service the annotation is a wish that another object carries out.
            ownership: site.object?.kindKey === 'service' ? ('owns' as const) : ('shares' as const),
            together: 'serving certificate',
            by: 'Service',
            site,
            scope,
            ...(namespace !== undefined && { namespace }),
          },
        ],
  );
}
