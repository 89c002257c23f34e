import { isSubdomain } from '../kubernetes-names.ts';

const name = /^[A-Za-z0-9](?:[-A-Za-z0-9_.]{0,61}[A-Za-z0-9])?$/;

/** Labels by which programs know their own objects, and what each would do to a Secret of the operator. */
const reserved: Readonly<Record<string, string>> = {
  'argocd.argoproj.io/instance': 'makes Argo CD take the Secret for a part of an Application, and prune it',
  'app.kubernetes.io/instance': 'makes Argo CD, where it tracks by label, take the Secret for a part of an Application',
  'reconcile.external-secrets.io/created-by': 'is that by which the operator knows its Secrets',
  'reconcile.external-secrets.io/managed': 'is that by which the operator knows its Secrets',
};

/**
 * Returns what is wrong with a label of a Secret, as the end of a sentence that begins with its name.
 * @see https://kubernetes.io/docs/concepts/overview/working-with-objects/labels/#syntax-and-character-set
 * @see https://argo-cd.readthedocs.io/en/stable/user-guide/resource_tracking/
 */
export function labelDefect(label: string, value: unknown): string | undefined {
  const steps = label.split('/');
  const isKnownForm = steps.length === 1 || (steps.length === 2 && isSubdomain(steps[0] ?? ''));
  if (!isKnownForm || !name.test(steps.at(-1) ?? '')) return 'has a name that Kubernetes refuses';
  if (typeof value !== 'string' || (value !== '' && !name.test(value))) return 'has a value that Kubernetes refuses';
  return reserved[label];
}
