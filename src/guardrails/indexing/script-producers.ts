import { secretsOfScript } from '../knowledge/secrets-of-script.ts';
import type { JsonValue } from '../manifest/manifest.ts';
import { isList, isObject } from '../manifest/normalise.ts';
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
    runners.has(object.kindKey) ? textsIn(object.value).flatMap((text) => fromScript(object, text)) : [],
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
