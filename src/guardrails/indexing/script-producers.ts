import { secretsOfScript } from '../knowledge/secrets-of-script.ts';
import type { JsonValue } from '../manifest/manifest.ts';
import { isList, isObject, listAt, objectAt } from '../manifest/normalise.ts';
import type { IndexedObject } from './indexed-object.ts';
import { isOpenName } from './open-name.ts';
import { producerFrom } from './producer-from.ts';
import type { SecretProducer } from './secret-producer.ts';

const runners = new Set(
  (
    'job cronjob pod deployment statefulset daemonset configmap task clustertask taskrun pipeline pipelinerun workflow ' +
    'workflowtemplate clusterworkflowtemplate cronworkflow'
  ).split(' '),
);

/**
 * Lists the Secrets that scripts create, in the command of a container or in a ConfigMap that one mounts.
 * @see https://kubernetes.io/docs/reference/kubectl/generated/kubectl_create/kubectl_create_secret/
 */
export const madeByScripts = (objects: readonly IndexedObject[]): SecretProducer[] =>
  objects.flatMap((object) =>
    runners.has(object.kindKey)
      ? [...fromProgram(object), ...textsIn(object.value).flatMap((text) => fromScript(object, text))]
      : [],
  );

/** The texts of a tree that speak of Secrets; the words of a command are one text. */
function textsIn(value: JsonValue): string[] {
  if (typeof value === 'string') return /\bsecret\b/i.test(value) ? [value] : [];
  if (isList(value))
    return value.length > 2 && value.every((word) => typeof word === 'string')
      ? textsIn(value.map((word) => (/\s/.test(word) ? `\n${word}\n` : word)).join(' '))
      : value.flatMap(textsIn);
  return isObject(value) ? Object.values(value).flatMap(textsIn) : [];
}

function fromScript(object: IndexedObject, script: string): SecretProducer[] {
  return secretsOfScript(script, object.kindKey === 'configmap').flatMap(({ name, namespace, keys }) => {
    const isAnywhere = namespace !== undefined && isOpenName(namespace);
    // A script usually looks first whether the Secret is there.
    return producerFrom(object, { name, keys, ownership: 'shares', isAnywhere, namespace });
  });
}

/**
 * Programs that charts run to make a Secret: the names are in their arguments, or in a setting of the
 * program.
 * @see https://github.com/kubernetes/ingress-nginx/tree/main/images/kube-webhook-certgen
 * @see https://github.com/cilium/certgen
 * @see https://argo-cd.readthedocs.io/en/stable/operator-manual/upgrading/2.10-2.11/
 */
function fromProgram(object: IndexedObject): SecretProducer[] {
  if (!/^(?:job|cronjob|pod|deployment|statefulset)$/.test(object.kindKey)) return [];
  const texts = containersOf(object.value).flatMap(allTexts);
  const isCertgen = texts.some((text) => /certgen/i.test(text));
  const names = texts.flatMap((text) => {
    if (isCertgen && text.includes('\n'))
      return [...text.matchAll(/^[ \t]{0,40}(?:- )?name: {0,5}([a-z0-9][a-z0-9.-]{0,252})$/gm)].map(
        ([, name = '']) => name,
      );
    const [, name] = /^--(?:[a-z-]+-)?secret-name=([a-z0-9][a-z0-9.-]*)$/.exec(text) ?? [];
    return name !== undefined && (isCertgen || texts.includes('create')) ? [name] : [];
  });
  const isInitial = texts.includes('redis-initial-password');
  return [...names, ...(isInitial ? ['argocd-redis'] : [])].flatMap((name) =>
    producerFrom(object, { name, ownership: 'shares' }),
  );
}

/** The containers of a workload, those that run first among them. */
const containersOf = (value: JsonValue): JsonValue[] =>
  [['spec'], ['spec', 'template', 'spec'], ['spec', 'jobTemplate', 'spec', 'template', 'spec']].flatMap((path) => {
    const pod = objectAt(value, ...path);
    return [...listAt(pod, 'initContainers'), ...listAt(pod, 'containers')];
  });

const allTexts = (value: JsonValue): string[] => {
  if (typeof value === 'string') return [value];
  if (isList(value)) return value.flatMap(allTexts);
  return isObject(value) ? Object.values(value).flatMap(allTexts) : [];
};
