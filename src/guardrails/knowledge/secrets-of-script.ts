const command =
  /\b(?:kubectl|oc|k)\b[^\n;|&]{0,500}?\bcreate\s{1,20}secret\s{1,20}(generic|tls|docker-registry)\b([^\n;|&]*)/g;
const manifest = /\bkind["']?\s*:\s*["']?Secret\b["']?([\s\S]{0,400}?)\bname["']?\s*:\s*["']?([^\s"',}]+)/g;

/** A Secret that a script makes, as far as its text shows. */
export interface ScriptedSecret {
  readonly name: string;
  /** Absent where the script leaves it to its caller; open where a variable decides. */
  readonly namespace?: string;
  /** Absent where a file of variables or a variable decides. */
  readonly keys?: readonly string[];
}

/**
 * Lists the Secrets that a script makes: by a command, or by a manifest inside it that it applies.
 * @see https://kubernetes.io/docs/reference/kubectl/generated/kubectl_create/kubectl_create_secret/
 */
export function secretsOfScript(script: string, isSettings = false): ScriptedSecret[] {
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
  const made = (name: string, namespace: string | undefined, keys: readonly string[] | undefined): ScriptedSecret[] => [
    {
      name: resolved(name),
      ...(namespace !== undefined && { namespace: resolved(namespace) }),
      ...(keys && { keys }),
    },
  ];
  const created = [...text.matchAll(command)].flatMap(([, type = '', rest = '']) => {
    const { name, namespace, keys } = argumentsOf(type, rest);
    return name === undefined ? [] : made(name, namespace, keys);
  });
  const applied = [...text.matchAll(manifest)].flatMap(([, between = '', name = '']) => {
    const namespace = /\bnamespace["']?\s*:\s*["']?([^\s"',}]+)/.exec(between)?.[1];
    return /^[ \t]*kind[ \t]*:/m.test(between) || (isSettings && !/kubectl|\boc\b|curl/.test(text))
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
