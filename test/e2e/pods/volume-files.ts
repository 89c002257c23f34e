import { chmodSync, mkdirSync, renameSync, symlinkSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { KubernetesClient } from '../clients/kubernetes-client.ts';
import { dataOf } from './container-environment.ts';
import { downwardField } from './downward-field.ts';
import { NotYet } from './not-yet.ts';
import type { Item, Pod, Projection, Volume } from './pod.ts';

interface VolumeFile {
  readonly path: string;
  readonly content: Buffer;
  readonly mode: number;
}

const defaultFileMode = 0o644;

/**
 * Fills the folder of a volume as a kubelet does.
 * @throws NotYet where something that it projects is not there
 */
export async function fillVolume(client: KubernetesClient, pod: Pod, volume: Volume, folder: string): Promise<void> {
  if (volume.persistentVolumeClaim) await expectClaim(client, pod, volume.persistentVolumeClaim.claimName);
  mkdirSync(folder, { recursive: true });
  if (volume.emptyDir || volume.persistentVolumeClaim) {
    chmodSync(folder, 0o777);
    return;
  }
  const files = await volumeFiles(client, pod, volume);
  // Programs see links: name → ..data/name → the files of one moment, so that all change at once.
  const moment = '..2026_01_01_00_00_00.000000001';
  for (const { path: name, content, mode } of files) {
    const file = path.join(folder, moment, name);
    mkdirSync(path.dirname(file), { recursive: true });
    writeFileSync(file, content);
    chmodSync(file, mode);
  }
  mkdirSync(path.join(folder, moment), { recursive: true });
  symlinkSync(moment, path.join(folder, '..data_tmp'));
  renameSync(path.join(folder, '..data_tmp'), path.join(folder, '..data'));
  for (const name of new Set(files.map((file) => file.path.split('/')[0] ?? '')))
    symlinkSync(`..data/${name}`, path.join(folder, name));
}

/** Nothing provisions volumes here: that the claim exists is all that a Pod waits for. */
async function expectClaim(client: KubernetesClient, { metadata }: Pod, name: string): Promise<void> {
  const kind = { apiVersion: 'v1', kind: 'PersistentVolumeClaim' };
  if (await client.find(kind, name, metadata.namespace)) return;
  throw new NotYet('ContainerCreating', `persistentvolumeclaim "${name}" not found`);
}

async function volumeFiles(client: KubernetesClient, pod: Pod, volume: Volume): Promise<VolumeFile[]> {
  const { configMap, secret, downwardAPI, projected } = volume;
  if (configMap) return project(client, pod, { configMap }, configMap.defaultMode);
  if (secret) return project(client, pod, { secret: { ...secret, name: secret.secretName } }, secret.defaultMode);
  if (downwardAPI) return project(client, pod, { downwardAPI }, downwardAPI.defaultMode);
  const all = (projected?.sources ?? []).map((source) => project(client, pod, source, projected?.defaultMode));
  return (await Promise.all(all)).flat();
}

async function project(
  client: KubernetesClient,
  pod: Pod,
  { configMap, secret, downwardAPI, serviceAccountToken }: Projection,
  mode = defaultFileMode,
): Promise<VolumeFile[]> {
  if (serviceAccountToken) {
    const { audience, expirationSeconds, path: name } = serviceAccountToken;
    return [{ path: name, content: Buffer.from(await token(client, pod, audience, expirationSeconds)), mode: 0o600 }];
  }
  if (downwardAPI)
    return (downwardAPI.items ?? []).map((item) => ({
      path: item.path,
      content: Buffer.from(downwardField(pod, item.fieldRef?.fieldPath ?? '')),
      mode: item.mode ?? mode,
    }));
  const source = configMap ?? secret;
  if (!source) throw new NotYet('ContainerCreating', 'the bench does not know this source of a volume');
  const data = await dataOf(client, pod, configMap ? 'ConfigMap' : 'Secret', source.name, source.optional);
  const items: readonly Item[] = source.items ?? Object.keys(data).map((key) => ({ key, path: key }));
  return items.flatMap((item) => {
    const content = data[item.key];
    if (content) return [{ path: item.path, content, mode: item.mode ?? mode }];
    if (source.optional) return [];
    throw new NotYet('ContainerCreating', `${source.name} has no key ${item.key}`);
  });
}

/** A token that is void as soon as the Pod is gone. */
function token(client: KubernetesClient, pod: Pod, audience?: string, expirationSeconds?: number): Promise<string> {
  const { name, namespace, uid } = pod.metadata;
  return client.serviceAccountToken(namespace, pod.spec.serviceAccountName ?? 'default', {
    ...(audience !== undefined && { audiences: [audience] }),
    ...(expirationSeconds !== undefined && { expirationSeconds }),
    boundObjectRef: { apiVersion: 'v1', kind: 'Pod', name, uid },
  });
}
