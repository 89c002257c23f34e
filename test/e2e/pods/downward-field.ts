import { NotYet } from './not-yet.ts';
import type { Pod } from './pod.ts';

/**
 * Returns the text of a field of the Pod itself, as the downward API does.
 * @see https://kubernetes.io/docs/concepts/workloads/pods/downward-api/
 */
export function downwardField({ metadata, spec }: Pod, path: string): string {
  const plain: Readonly<Record<string, string | undefined>> = {
    'metadata.name': metadata.name,
    'metadata.namespace': metadata.namespace,
    'metadata.uid': metadata.uid,
    'spec.serviceAccountName': spec.serviceAccountName,
    'spec.nodeName': '',
    'status.podIP': '127.0.0.1',
    'status.hostIP': '127.0.0.1',
  };
  const known = plain[path];
  if (known !== undefined) return known;
  const [, kind, key] = /^metadata\.(labels|annotations)\['(.+)'\]$/.exec(path) ?? [];
  if (kind === 'labels' || kind === 'annotations') return metadata[kind]?.[key ?? ''] ?? '';
  if (path === 'metadata.labels' || path === 'metadata.annotations') {
    const entries = Object.entries(metadata[path === 'metadata.labels' ? 'labels' : 'annotations'] ?? {}).sort();
    return entries.map(([name, value]) => `${name}=${JSON.stringify(value)}`).join('\n');
  }
  throw new NotYet('CreateContainerConfigError', `the bench does not know the field ${path}`);
}
