import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { parseAllDocuments } from 'yaml';
import { benchProblem } from '../bench-problem.ts';
import type { KubernetesClient, KubernetesObject } from '../clients/kubernetes-client.ts';

const crdKind = { apiVersion: 'apiextensions.k8s.io/v1', kind: 'CustomResourceDefinition' };

/**
 * Applies the definitions of a folder and waits until the API server serves them.
 * @throws VW9005 where it does not in time
 */
export async function applyCrds(
  client: KubernetesClient,
  folder: string,
  isCrd: (file: string) => boolean,
): Promise<void> {
  const objects = readdirSync(folder)
    .filter(isCrd)
    .flatMap((file) =>
      parseAllDocuments(readFileSync(join(folder, file), 'utf8')).map(
        (document) => document.toJS() as KubernetesObject,
      ),
    );
  await Promise.all(objects.map((object) => client.apply(object)));
  const deadline = Date.now() + 30_000;
  const isEstablished = (crd: KubernetesObject): boolean =>
    crd.status?.conditions?.some(
      ({ type, status }: Record<string, string>) => type === 'Established' && status === 'True',
    );
  while (!(await client.list(crdKind)).every(isEstablished)) {
    if (Date.now() > deadline)
      throw benchProblem('VW9005', `The definitions of ${folder} were not established in time`);
    await sleep(50);
  }
}
