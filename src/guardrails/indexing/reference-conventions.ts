import { denotationOf, wordsOf } from '../credential/key-name.ts';
import type { FieldPath, JsonObject } from '../manifest/manifest.ts';
import { fieldOf, isObject, objectAt } from '../manifest/normalise.ts';
import type { IndexedObject } from './indexed-object.ts';
import { isOpenName } from './open-name.ts';

/** Every field that names a Secret has one of these in its own name; the rest is passed over at once. */
export const mayName = /secret|certificaterefs|valuesfrom|substitutefrom|credentialname|filedata|caprovider/;

/** Machines of OpenShift refer to Secrets that the installer wrote. */
export const isInstalled = ({ apiVersion }: IndexedObject): boolean =>
  /^machine\.openshift\.io|providerconfig\.openshift\.io/.test(apiVersion);

/** Values that are the name of a Secret by convention, beside `existingSecret`. */
export const namesSecret = /^(?:passwordSecret|githubConfigSecret|\w+SecretName)$/;

/**
 * `vaultSecretName`: what another store calls it; `privateKeySecretName`: where an issuer keeps the key of
 * its account.
 */
export const namesElsewhere =
  /vault|remote|aws|gcp|google|azure|provider|doppler|bitwarden|onepassword|^(?:acme|issuer|account)?privateKeySecret/i;

/** `existingSecret`, `existingAuthSecret`, `authExistingSecretName`, given in lower case. */
export const isExisting = (field: string): boolean =>
  field.startsWith('existingsecret') || /existing\w*secrets?(?:name|ref)?$/.test(field);

/**
 * The keys in which a registry's login may be.
 * @see https://kubernetes.io/docs/concepts/configuration/secret/#docker-config-secrets
 */
export const pullKeys = ['.dockerconfigjson', '.dockercfg'];

/** API groups in which `{ name, key }` selects a key of a Secret, in any field. */
const selecting = /^(?:monitoring\.coreos\.com|postgresql\.cnpg\.io|barmancloud\.cnpg\.io)\//;

/** Recognises `password: { name, key }`, which is a selector without saying so. */
export function isBareSelector(field: string, value: JsonObject, object: IndexedObject | undefined): boolean {
  const isShaped =
    typeof value.name === 'string' && Object.keys(value).every((key) => /^(?:name|key|optional|namespace)$/.test(key));
  if (!isShaped || /configmap|fieldref/i.test(field)) return false;
  return denotationOf(field) !== undefined || selecting.test(object?.apiVersion ?? '');
}

/** Annotations of Ingress controllers that name a Secret. */
export const ingressSecret =
  /^(?:nginx\.ingress\.kubernetes\.io\/(?:auth|auth-tls|proxy-ssl)-secret|(?:haproxy\.org|haproxy-ingress\.github\.io)\/(?:auth|auth-tls|client-crt|secure-crt|secure-verify-ca)-secret|(?:traefik\.)?ingress\.kubernetes\.io\/auth-secret)$/;

/** Fields whose texts are names of keys, beside the Secret's name. */
export const keyMaps = new Set(['keys', 'secretkeys', 'existingsecretkeys', 'secretkeymapping', 'keymapping']);

/**
 * `secret: { name, key }`, `passwordSecret: { name }`: nothing but a reference, and no Secret that a chart is
 * to create.
 */
export function namesOneSecret(key: string, value: JsonObject, isValues: boolean): boolean {
  // Crossplane's claims name there what they write.
  if (!key.endsWith('secret') || key === 'connectionsecret') return false;
  if (!isValues) return true;
  return (
    fieldOf(value, 'create') === false ||
    fieldOf(value, 'createSecret') === false ||
    Object.keys(value).every((field) => /^(?:name|key|optional|namespace|items)$/.test(field))
  );
}

/** `passwordKey`, `existingSecretPasswordKey`: names of keys, beside an `existingSecret`. */
export const isKeyField = (field: string): boolean => {
  const words = wordsOf(field);
  if (words.length < 2 || words.at(-1) !== 'key') return false;
  const before = words.at(-2) ?? '';
  return (
    field.startsWith('existingSecret') ||
    ![
      'api',
      'access',
      'private',
      'public',
      'license',
      'encryption',
      'signing',
      'ssh',
      'primary',
      'master',
      'partition',
      'routing',
    ].includes(before)
  );
};

const readers =
  /^(?:issuer|clusterissuer|pod|deployment|deploymentconfig|statefulset|daemonset|replicaset|replicationcontroller|job|cronjob|ingress|ingressroute|ingressroutetcp|httpproxy|gateway|cluster|middleware|tlsstore|route)$/;

/**
 * Returns whether a `secretName` surely names what is read: custom resources of unknown kinds often name what
 * they write, and a chart's TLS Secret often comes from a certificate that the chart itself asks for.
 */
export function isSurelyRead(object: IndexedObject | undefined, map: JsonObject, path: FieldPath): boolean {
  // The source of a volume has this shape wherever a resource takes one, as Tekton's workspaces do.
  if (path.includes('volumes') || path.at(-2) === 'secret') return true;
  if (object !== undefined) return readers.test(object.kindKey);
  const isCertificate = path.some((step) => /tls|cert|ingress/i.test(String(step)));
  return (
    !isCertificate &&
    !Object.keys(map).some((field) => /issuer|dnsNames/i.test(field)) &&
    fieldOf(map, 'create') !== true
  );
}

/**
 * Recognises an Ingress whose annotations come from values: one of them may ask for the certificate.
 * @see https://cert-manager.io/docs/usage/ingress/
 */
export function mayAskForCertificate(object: IndexedObject | undefined): boolean {
  if (object?.kindKey !== 'ingress') return false;
  const { isTemplate, template, rendering } = object.manifest;
  const written = isTemplate ? object.value : rendering?.chart?.isInstalled === false ? template?.value : undefined;
  if (written === undefined) return false;
  const annotations = objectAt(written, 'metadata').annotations;
  if (annotations === undefined) return false;
  return !isObject(annotations) || Object.keys(annotations).some(isOpenName);
}

/** `default-dockercfg-x7k2p`: a Secret that OpenShift or the token controller named. */
export const isControllerNamed = (name: string): boolean => /-(?:dockercfg|token)-[a-z0-9]{5}$/.test(name);
