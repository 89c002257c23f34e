import type { Bench } from '../bench.ts';
import type { KubernetesObject } from '../clients/kubernetes-client.ts';

const secretKind = { apiVersion: 'v1', kind: 'Secret' };

/**
 * Makes what the rendered objects expect of others: namespaces, Secrets into which the operator merges,
 * Secrets that it copies.
 */
export async function simulateSurroundings(bench: Bench, rendered: readonly KubernetesObject[]): Promise<void> {
  const { cluster } = bench;
  const namespaces = new Set(rendered.flatMap(({ metadata }) => metadata.namespace ?? []));
  for (const name of namespaces) await cluster.apply({ apiVersion: 'v1', kind: 'Namespace', metadata: { name } });
  for (const { kind, metadata, spec } of rendered) {
    const { namespace = '' } = metadata;
    const secret = (name: string, keys: readonly string[]): KubernetesObject => ({
      ...secretKind,
      metadata: { name, namespace },
      stringData: Object.fromEntries(keys.map((key) => [key, `example of ${name} ${key}`])),
    });
    if (kind === 'ExternalSecret' && spec.target.creationPolicy === 'Merge')
      await cluster.apply(secret(spec.target.name, []), 'its-owner');
    if (kind === 'PushSecret') {
      const keys = spec.data.map(({ match }: { match: { secretKey: string } }) => match.secretKey);
      await cluster.apply(secret(spec.selector.secret.name, keys), 'its-owner');
    }
    if (kind === 'ClusterExternalSecret') {
      const [selector] = spec.namespaceSelectors;
      // A workspace, as it is created while the platform runs.
      const name = 'ameide-ws-example';
      await cluster.apply({ apiVersion: 'v1', kind: 'Namespace', metadata: { name, labels: selector.matchLabels } });
    }
  }
}

/** Returns the data keys that the Secret of a rendered ExternalSecret must have, and no others. */
export function keysOfTarget({ spec }: KubernetesObject): string[] {
  const fetched: string[] = spec.data.map(({ secretKey }: { secretKey: string }) => secretKey);
  const { data = {}, mergePolicy } = spec.target.template ?? {};
  const templated = Object.keys(data);
  return [...new Set(mergePolicy === 'Replace' ? templated : [...fetched, ...templated])].sort();
}
