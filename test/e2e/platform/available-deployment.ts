import type { Bench } from '../bench.ts';
import { until } from './until.ts';

const podKind = { apiVersion: 'v1', kind: 'Pod' };

/** Makes a Deployment that is available: there is no kubelet that would run what never ends. */
export async function availableDeployment({ cluster }: Bench, name: string, of: string): Promise<void> {
  const labels = { app: name };
  const image = `docker.io/library/node:24@sha256:${'0'.repeat(64)}`;
  await cluster.apply({
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: { name, namespace: of },
    spec: {
      replicas: 1,
      selector: { matchLabels: labels },
      template: { metadata: { labels }, spec: { containers: [{ name: 'main', image }] } },
    },
  });
  await until(30_000, async () => {
    const pods = await cluster.list(podKind, of, `?labelSelector=app%3D${name}`);
    const status = { phase: 'Running', conditions: [{ type: 'Ready', status: 'True' }] };
    for (const { metadata } of pods) await cluster.patch(podKind, metadata.name, of, { status }, '/status');
    return pods.length > 0 ? undefined : `Deployment ${name} has no Pod`;
  });
}
