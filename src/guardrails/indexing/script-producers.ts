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

const command =
  /\b(?:kubectl|oc|k)\b[^\n;|&]{0,500}?\bcreate\s{1,20}secret\s{1,20}(generic|tls|docker-registry)\b([^\n;|&]*)/g;
const manifest = /\bkind["']?\s*:\s*["']?Secret\b["']?([\s\S]{0,400}?)\bname["']?\s*:\s*["']?([^\s"',}]+)/g;

function fromScript(object: IndexedObject, script: string): SecretProducer[] {
  const text = script.replace(/\\\r?\n/g, ' ');
  const variables = new Map(
    [
      ...text.matchAll(
        /^[ \t]*(?:export[ \t]+|local[ \t]+|readonly[ \t]+)?(\w+)=["']?([\w.-]+)["']?[ \t\r]*(?:$|[;#])/gm,
      ),
    ].map(([, name = '', value = '']) => [name, value]),
  );
  const resolved = (word: string): string =>
    word.replace(
      /\$\{?(\w+)(?::?-([\w.-]+))?\}?/g,
      (whole, name, fallback) => variables.get(name) ?? fallback ?? whole,
    );
  const made = (name: string, namespace: string | undefined, keys: readonly string[] | undefined): SecretProducer[] => {
    const where = namespace === undefined ? undefined : resolved(namespace);
    const isAnywhere = where !== undefined && isOpenName(where);
    // A script usually looks first whether the Secret is there.
    return producerFrom(object, { name: resolved(name), keys, ownership: 'shares', isAnywhere, namespace: where });
  };
  const created = [...text.matchAll(command)].flatMap(([, type = '', rest = '']) => {
    const { name, namespace, keys } = argumentsOf(type, rest);
    return name === undefined ? [] : made(name, namespace, keys);
  });
  const applied = [...text.matchAll(manifest)].flatMap(([, between = '', name = '']) => {
    const namespace = /\bnamespace["']?\s*:\s*["']?([^\s"',}]+)/.exec(between)?.[1];
    return /^[ \t]*kind[ \t]*:/m.test(between) || (object.kindKey === 'configmap' && !/kubectl|\boc\b|curl/.test(text))
      ? []
      : made(name, namespace, undefined);
  });
  return [...created, ...applied];
}

interface Arguments {
  readonly name?: string;
  readonly namespace?: string;
  /** Absent where a file of variables or a variable decides. */
  readonly keys?: readonly string[];
}

function argumentsOf(type: string, rest: string): Arguments {
  const words = [...rest.matchAll(/(?:[^\s"']+|"[^"]*"|'[^']*')+/g)].map(([word]) => word.replace(/["']/g, ''));
  let name: string | undefined;
  let namespace: string | undefined;
  const keys: string[] = [];
  let isOpen = false;
  for (let index = 0; index < words.length; index += 1) {
    const [option = '', attached] = split(words[index] ?? '');
    if (!option.startsWith('-')) {
      name ??= words[index];
      continue;
    }
    const takesNext =
      attached === undefined && /^(?:-n|-o|-f|--(?!dry-run|save-config|append-hash|validate))/.test(option);
    const value = takesNext ? words[++index] : attached;
    if (option === '-n' || option === '--namespace') namespace = value;
    else if (option === '--from-env-file') isOpen = true;
    else if (option === '--from-literal' || option === '--from-file') {
      const key = keyOf(value ?? '');
      if (key === undefined) isOpen = true;
      else keys.push(key);
    }
  }
  const implied = { tls: ['tls.crt', 'tls.key'], 'docker-registry': ['.dockerconfigjson'] }[type];
  const known = implied ?? (isOpen || keys.length === 0 ? undefined : keys);
  return {
    ...(name !== undefined && { name }),
    ...(namespace !== undefined && { namespace }),
    ...(known && { keys: known }),
  };
}

function split(word: string): [string, string | undefined] {
  const at = word.startsWith('--') ? word.indexOf('=') : -1;
  return at < 0 ? [word, undefined] : [word.slice(0, at), word.slice(at + 1)];
}

/** `key=value`, `key=path` or a path whose last part is the key. */
function keyOf(value: string): string | undefined {
  const [key = ''] = value.includes('=') ? value.split('=') : [value.split('/').at(-1)];
  return key === '' || /[$`]/.test(key) ? undefined : key;
}
