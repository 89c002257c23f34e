import type { KubernetesClient } from '../clients/kubernetes-client.ts';
import { kubernetesServiceAddress } from '../namespace/enter-namespace.ts';
import { downwardField } from './downward-field.ts';
import { NotYet } from './not-yet.ts';
import type { Container, EnvironmentSource, Pod } from './pod.ts';
import type { LocalImage } from './substitutions.ts';

/** What a container starts with. */
export interface ContainerStart {
  readonly environment: Readonly<Record<string, string>>;
  readonly command: readonly string[];
}

/**
 * Works out environment and command line of a container as a kubelet does, references `$(NAME)` included.
 * @throws NotYet where a ConfigMap or Secret that it needs is not there
 */
export async function containerStart(
  client: KubernetesClient,
  pod: Pod,
  container: Container<LocalImage>,
): Promise<ContainerStart> {
  const { image } = container;
  const service = {
    KUBERNETES_SERVICE_HOST: kubernetesServiceAddress,
    KUBERNETES_SERVICE_PORT: '443',
    KUBERNETES_SERVICE_PORT_HTTPS: '443',
    KUBERNETES_PORT: `tcp://${kubernetesServiceAddress}:443`,
    KUBERNETES_PORT_443_TCP: `tcp://${kubernetesServiceAddress}:443`,
    KUBERNETES_PORT_443_TCP_PROTO: 'tcp',
    KUBERNETES_PORT_443_TCP_PORT: '443',
    KUBERNETES_PORT_443_TCP_ADDR: kubernetesServiceAddress,
  };
  const declared: Record<string, string> = {};
  for (const { prefix = '', configMapRef, secretRef } of container.envFrom ?? []) {
    const reference = configMapRef ?? secretRef;
    if (!reference) continue;
    const data = await dataOf(client, pod, configMapRef ? 'ConfigMap' : 'Secret', reference.name, reference.optional);
    for (const [key, value] of Object.entries(data)) declared[`${prefix}${key}`] = value.toString();
  }
  for (const { name, value, valueFrom } of container.env ?? []) {
    const given = valueFrom
      ? await variableOf(client, pod, valueFrom)
      : expand(value ?? '', { ...service, ...declared });
    if (given !== undefined) declared[name] = given;
  }
  const known = { ...service, ...declared };
  const expanded = (words: readonly string[]): string[] => words.map((word) => expand(word, known));
  const command = container.command ? expanded(container.command) : image.entrypoint;
  // An image's CMD goes with its own ENTRYPOINT only.
  const args = container.args ? expanded(container.args) : container.command ? [] : image.command;
  return {
    environment: { HOSTNAME: pod.metadata.name, HOME: '/root', ...image.environment, ...known },
    command: [...command, ...args],
  };
}

/** Replaces `$(NAME)` where NAME is known, and `$$` by `$`; an unknown reference stays as it is. */
export function expand(text: string, known: Readonly<Record<string, string>>): string {
  return text.replace(/\$(?:\$|\(([^)]*)\))/g, (reference, name: string | undefined) =>
    name === undefined ? '$' : Object.hasOwn(known, name) ? (known[name] ?? '') : reference,
  );
}

async function variableOf(client: KubernetesClient, pod: Pod, source: EnvironmentSource): Promise<string | undefined> {
  const { configMapKeyRef, secretKeyRef, fieldRef } = source;
  if (fieldRef) return downwardField(pod, fieldRef.fieldPath);
  const reference = configMapKeyRef ?? secretKeyRef;
  if (!reference) throw new NotYet('CreateContainerConfigError', 'the bench does not know this source of a variable');
  const kind = configMapKeyRef ? 'ConfigMap' : 'Secret';
  const value = (await dataOf(client, pod, kind, reference.name, reference.optional))[reference.key];
  if (value === undefined && !reference.optional)
    throw new NotYet('CreateContainerConfigError', `${kind} ${reference.name} has no key ${reference.key}`);
  return value?.toString();
}

/**
 * Reads the data of a ConfigMap or Secret of the Pod's namespace.
 * @throws NotYet where it does not exist and is not optional
 */
export async function dataOf(
  client: KubernetesClient,
  pod: Pod,
  kind: 'ConfigMap' | 'Secret',
  name: string,
  optional = false,
): Promise<Readonly<Record<string, Buffer>>> {
  const found = await client.find({ apiVersion: 'v1', kind }, name, pod.metadata.namespace);
  if (!found) {
    if (optional) return {};
    throw new NotYet('CreateContainerConfigError', `${kind} ${name} does not exist`);
  }
  const decode = (data: Readonly<Record<string, string>> = {}, encoding: BufferEncoding): [string, Buffer][] =>
    Object.entries(data).map(([key, text]) => [key, Buffer.from(text, encoding)]);
  return Object.fromEntries([
    ...decode(found.data, kind === 'Secret' ? 'base64' : 'utf8'),
    ...decode(found.binaryData, 'base64'),
  ]);
}
