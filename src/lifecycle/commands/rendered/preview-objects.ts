import type { AccessMapDocument } from '../../../model/documents/access-map.ts';
import { ownerAnnotation } from '../../../model/documents/annotations.ts';
import { bindsName } from '../../../model/documents/bound-name.ts';
import type { VaultRole } from '../../../model/documents/vault-role.ts';
import { isObject } from '../../../model/json-record.ts';
import { isDnsLabel } from '../../../model/kubernetes-names.ts';
import type { KubernetesObject } from '../../clients/kubernetes/kubernetes-client.ts';
import { type CommandCode, commandErrorOf, commandProblem } from '../../problems/command-problem.ts';
import type { RenderedEnvironment } from './rendered-environment.ts';

type Fields = Readonly<Record<string, unknown>>;
type Previews = NonNullable<AccessMapDocument['previews']>;

/** What the namespaces of previews get, as it is rendered for the namespace of their environment. */
interface Originals {
  readonly role: VaultRole;
  readonly externalSecrets: readonly KubernetesObject[];
  /** By name. */
  readonly stores: ReadonlyMap<string, KubernetesObject>;
}

/**
 * Makes what a namespace of previews gets out of what is rendered for its environment: the token with which
 * the store logs in, the store under the role of previews, and the ExternalSecrets of the components that
 * previews name, each in that namespace.
 *
 * @param namespace name of one namespace
 * @throws VW5140 where the environment has no previews, VW5141 where the namespace is none of them, VW5142
 * with everything that is not rendered
 */
export function previewObjects(rendered: RenderedEnvironment, namespace: string): readonly KubernetesObject[] {
  const { role, externalSecrets, stores } = originalsOf(rendered, namespace);
  const [account = 'default'] = role.serviceAccounts;
  const token = `${account}-external-secrets-token`;
  return [
    ...[...stores.values()]
      .filter((store) => loginOf(store, 'kubernetes'))
      .slice(0, 1)
      .map((store) => tokenBeside(store, namespace, account, token)),
    ...byName([...stores.values()].map((store) => previewStore(store, namespace, { role, account, token }))),
    ...byName(externalSecrets.map((original) => previewExternalSecret(original, namespace))),
  ];
}

function originalsOf({ name, accessMap, objects }: RenderedEnvironment, namespace: string): Originals {
  const { previews } = accessMap;
  const found = (code: CommandCode, what: string) => commandProblem(code, what, { environment: name });
  if (!previews) throw commandErrorOf([found('VW5140', `The environment "${name}" has no previews`)]);
  const role = accessMap.roles.find((candidate) => candidate.name === previews.role);
  if (!role) throw commandErrorOf([found('VW5142', `The access map has no role "${previews.role}"`)]);
  if (!isDnsLabel(namespace) || !role.namespaces.some((bound) => bindsName(bound, namespace))) {
    const names = role.namespaces.join(' or ');
    throw commandErrorOf([found('VW5141', `Namespaces of previews are named ${names}, and not "${namespace}"`)]);
  }
  const byComponent = previews.components.map(
    (component) => [component, objects.filter((object) => isOf(object, component, previews))] as const,
  );
  const missing = byComponent
    .filter(([, those]) => those.length === 0)
    .map(([component]) => `Component "${component}" has no ExternalSecret in namespace "${previews.namespace}"`);
  const externalSecrets = byComponent.flatMap(([, those]) => those);
  const stores = new Map<string, KubernetesObject>();
  for (const externalSecret of externalSecrets) {
    const { kind = 'SecretStore', name: storeName } = reference(externalSecret);
    const store = objects.find((object) => isStore(object, kind, storeName, previews));
    if (store && (loginOf(store, 'kubernetes') ?? loginOf(store, 'jwt'))) stores.set(store.metadata.name, store);
    else
      missing.push(
        `ExternalSecret "${externalSecret.metadata.name}" has no ${kind} "${storeName}" that logs in to Vault as a ServiceAccount`,
      );
  }
  if (missing.length > 0) throw commandErrorOf(missing.map((what) => found('VW5142', what)));
  return { role, externalSecrets, stores };
}

const isOfOperator = ({ apiVersion }: KubernetesObject): boolean => apiVersion.startsWith('external-secrets.io/');

const isOf = (object: KubernetesObject, component: string, { namespace }: Previews): boolean =>
  isOfOperator(object) &&
  object.kind === 'ExternalSecret' &&
  object.metadata.namespace === namespace &&
  object.metadata.labels?.['app.kubernetes.io/part-of'] === component;

const isStore = (object: KubernetesObject, kind: unknown, name: unknown, { namespace }: Previews): boolean =>
  isOfOperator(object) &&
  object.kind === kind &&
  object.metadata.name === name &&
  (kind === 'ClusterSecretStore' || object.metadata.namespace === namespace);

const at = (value: unknown, ...path: readonly string[]): Fields | undefined =>
  path.reduce((inner: unknown, field) => (isObject(inner) ? inner[field] : undefined), value) as Fields | undefined;

const reference = ({ spec }: KubernetesObject): Fields => at(spec, 'secretStoreRef') ?? {};
const loginOf = ({ spec }: KubernetesObject, method: 'kubernetes' | 'jwt'): Fields | undefined =>
  at(spec, 'provider', 'vault', 'auth', method);

/**
 * Since Kubernetes 1.24 a ServiceAccount has no token in a Secret by itself; a controller fills this one in.
 * @see https://kubernetes.io/docs/concepts/configuration/secret/#serviceaccount-token-secrets
 */
function tokenBeside(store: KubernetesObject, namespace: string, account: string, name: string): KubernetesObject {
  const { annotations, ...metadata } = metadataIn(namespace, store);
  return {
    apiVersion: 'v1',
    kind: 'Secret',
    metadata: { annotations: { 'kubernetes.io/service-account.name': account, ...annotations }, ...metadata, name },
    type: 'kubernetes.io/service-account-token',
  };
}

/**
 * The same Vault at the same mounts, under the role of previews; without conditions, since it serves its own
 * namespace only.
 */
function previewStore(store: KubernetesObject, namespace: string, preview: PreviewLogin): KubernetesObject {
  const jwt = loginOf(store, 'jwt');
  const auth = jwt ? { jwt: jwtLogin(jwt, preview) } : { kubernetes: kubernetesLogin(store, preview) };
  return {
    apiVersion: store.apiVersion,
    kind: 'SecretStore',
    metadata: metadataIn(namespace, store),
    spec: { provider: { vault: { ...at(store.spec, 'provider', 'vault'), auth } } },
  };
}

/** How a preview logs in. */
interface PreviewLogin {
  readonly role: VaultRole;
  /** Name of the ServiceAccount. */
  readonly account: string;
  /** Name of the Secret with its token. */
  readonly token: string;
}

function kubernetesLogin(store: KubernetesObject, { role, token }: PreviewLogin): Fields {
  const { serviceAccountRef: _, ...login } = loginOf(store, 'kubernetes') ?? {};
  return { ...login, role: role.name, secretRef: { key: 'token', name: token } };
}

/** A token that a controller fills in has no audience of choice, so the operator asks for one. */
function jwtLogin(login: Fields, { role, account: name }: PreviewLogin): Fields {
  const asked = at(login, 'kubernetesServiceAccountToken');
  const serviceAccountRef = { ...at(asked, 'serviceAccountRef'), name };
  return { ...login, role: role.name, kubernetesServiceAccountToken: { ...asked, serviceAccountRef } };
}

function previewExternalSecret(original: KubernetesObject, namespace: string): KubernetesObject {
  const { apiVersion, kind, spec } = original;
  const secretStoreRef = { ...reference(original), kind: 'SecretStore' };
  return { apiVersion, kind, metadata: metadataIn(namespace, original), spec: { ...at(spec), secretStoreRef } };
}

/** What distinguishes environments means nothing in a preview, so of the annotations only the owner stays. */
function metadataIn(namespace: string, { metadata: { name, labels, annotations } }: KubernetesObject) {
  const owner = annotations?.[ownerAnnotation];
  return {
    ...(owner !== undefined && { annotations: { [ownerAnnotation]: owner } }),
    ...(labels && { labels }),
    name,
    namespace,
  };
}

const byName = (objects: readonly KubernetesObject[]): readonly KubernetesObject[] =>
  [...objects].sort((a, b) => (a.metadata.name < b.metadata.name ? -1 : 1));
