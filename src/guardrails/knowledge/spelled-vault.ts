import type { JsonValue } from '../manifest/manifest.ts';
import { isObject, listAt, objectAt, textAt } from '../manifest/normalise.ts';
import { capabilitiesIn, type PolicyPath, plainTexts, policyRules, texts, wordsIn } from './policy-rules.ts';

/** A policy of Vault as a tree spells it. */
export interface SpelledPolicy {
  readonly name: string;
  /** Absent where variables or other files decide. */
  readonly rules?: readonly PolicyPath[];
  /** Name of the file that holds it. */
  readonly file?: string;
}

/** A role of the Kubernetes login as a tree spells it; a list is absent where variables decide. */
export interface SpelledRole {
  readonly name: string;
  readonly serviceAccounts?: readonly string[];
  readonly namespaces?: readonly string[];
  readonly policies?: readonly string[];
}

/** What a tree says about a Vault in the languages of other tools. */
export interface SpelledVault {
  readonly policies: readonly SpelledPolicy[];
  readonly roles: readonly SpelledRole[];
}

export const nothingSpelled: SpelledVault = { policies: [], roles: [] };

/** Cheap test for a text that may spell any of it. */
export const maySpellVault = (text: string): boolean =>
  /vault_policy|_auth_backend_role|policy write|\/role\/|capabilities|sys\/polic/.test(text);

/**
 * Reads what a script writes: `vault policy write` with a heredoc, roles of the Kubernetes login, and
 * requests to `sys/policies`.
 * @see https://developer.hashicorp.com/vault/api-docs/auth/kubernetes#create-update-role
 */
export function vaultOfScript(script: string): SpelledVault {
  const policies = [
    ...script.matchAll(
      /\bpolicy\s{1,20}write\s{1,20}(?:-[\w=.-]{1,100}\s{1,20}){0,5}["']?([\w./-]{1,253})["']?\s{1,20}([^\n]{0,300})\n/g,
    ),
  ].flatMap((found): SpelledPolicy[] => {
    const [, name = '', rest = ''] = found;
    const word = /<<-?\s{0,5}\\?["']?(\w{1,50})/.exec(rest)?.[1];
    if (word === undefined) return [{ name, ...fileIn(rest) }];
    const after = script.slice(found.index + found[0].length);
    const end = new RegExp(`^[ \\t]{0,100}${word}\\s{0,20}$`, 'm').exec(after)?.index;
    const rules = end === undefined ? undefined : policyRules(after.slice(0, end));
    return [{ name, ...(rules && { rules }) }];
  });
  policies.push(...requestsIn(script));
  const joined = script.replace(/\\\r?\n/g, ' ');
  const roles = [
    ...joined.matchAll(
      /\bwrite\s{1,20}(?:-[\w=.-]{1,100}\s{1,20}){0,5}["']?auth\/[\w./-]{1,100}\/role\/([\w.-]{1,253})["']?([^\n]{0,3000})/g,
    ),
  ].flatMap(([, name = '', rest = '']): SpelledRole[] => {
    // Who logs in by another method has no namespace.
    if (!/bound_service_account_names/.test(rest)) return [];
    return [roleOf(name, (field) => commaList(rest, field))];
  });
  return { policies, roles };
}

/** Requests that write a policy as a text of JSON. */
const requestsIn = (script: string): SpelledPolicy[] =>
  [...script.matchAll(/\bsys\/polic(?:y|ies\/acl)\/([\w.-]{1,253})/g)].map((found) => {
    const after = script.slice(found.index, found.index + 4000);
    const text = /\\?"policy\\?"\s{0,20}:\s{0,20}("(?:[^"\\]|\\.){1,3500}")/.exec(after)?.[1];
    let rules: readonly PolicyPath[] | undefined;
    try {
      rules = text === undefined ? undefined : policyRules(String(JSON.parse(text)));
    } catch {
      rules = undefined;
    }
    return { name: found[1] ?? '', ...(rules && { rules }) };
  });

/** The file that a command or an expression names. */
function fileIn(text: string): { readonly file?: string } {
  const file = /([\w.-]{1,200}\.hcl)\b/.exec(text)?.[1];
  return file === undefined ? {} : { file };
}

function commaList(words: string, field: string): string[] | undefined {
  const [, quoted, bare] = new RegExp(`\\b${field}=(?:["']([^"']*)["']|([^\\s"';|&]+))`).exec(words) ?? [];
  const text = quoted ?? bare;
  return text === undefined || text.includes('$') ? undefined : text.split(',').map((word) => word.trim());
}

function roleOf(name: string, list: (field: string) => readonly string[] | undefined): SpelledRole {
  const serviceAccounts = list('bound_service_account_names');
  const namespaces = list('bound_service_account_namespaces');
  const policies = list('token_policies') ?? list('policies');
  return {
    name,
    ...(serviceAccounts && { serviceAccounts }),
    ...(namespaces && { namespaces }),
    ...(policies && { policies }),
  };
}

/**
 * Reads Terraform: `vault_policy` with a heredoc or a document, and roles of the Kubernetes login.
 * @see
 * https://registry.terraform.io/providers/hashicorp/vault/latest/docs/resources/kubernetes_auth_backend_role
 */
export function vaultOfTerraform(text: string): SpelledVault {
  const documents = new Map(
    blocks(text, 'data', 'vault_policy_document').map(({ label, body }) => [label, documentRules(body)]),
  );
  const labels = new Map<string, string>();
  const policies = blocks(text, 'resource', 'vault_policy').flatMap(({ label, body }): SpelledPolicy[] => {
    const name = /^\s{0,40}name\s{0,40}=\s{0,40}"([^"$]{1,253})"/m.exec(body)?.[1];
    if (name === undefined) return [];
    labels.set(label, name);
    const document = /^\s{0,40}policy\s{0,40}=\s{0,40}data\.vault_policy_document\.(\w+)\.hcl/m.exec(body)?.[1];
    const inline = /^\s{0,40}policy\s{0,40}=\s{0,40}<<-?(\w{1,50})\n([\s\S]{0,50000}?)\n[ \t]{0,100}\1/m.exec(
      body,
    )?.[2];
    const rules =
      document !== undefined ? documents.get(document) : inline === undefined ? undefined : policyRules(inline);
    const given = /^\s{0,40}policy\s{0,40}=([^\n]{0,500})/m.exec(body)?.[1] ?? '';
    return [{ name, ...(rules ? { rules } : fileIn(given)) }];
  });
  const roles = blocks(text, 'resource', 'vault_kubernetes_auth_backend_role').flatMap(({ body }): SpelledRole[] => {
    const name = /^\s{0,40}role_name\s{0,40}=\s{0,40}"([^"$]{1,253})"/m.exec(body)?.[1];
    if (name === undefined) return [];
    const list = (field: string): string[] | undefined => {
      const [, items] = new RegExp(`^\\s{0,40}${field}\\s{0,40}=\\s{0,40}\\[([^\\]]{0,5000})\\]`, 'm').exec(body) ?? [];
      return items === undefined
        ? undefined
        : wordsIn(
            items.replace(/\bvault_policy\.(\w{1,200})\.name\b/g, (whole, label) =>
              labels.has(label) ? `"${labels.get(label)}"` : whole,
            ),
          );
    };
    return [roleOf(name, list)];
  });
  return { policies, roles };
}

function documentRules(body: string): readonly PolicyPath[] | undefined {
  const rules = [...body.matchAll(/\brule\s{0,20}\{([^{}]{0,5000})\}/g)].map(([, rule = '']) => ({
    path: /\bpath\s{0,20}=\s{0,20}"([^"$]{1,500})"/.exec(rule)?.[1],
    capabilities: capabilitiesIn(rule),
  }));
  return rules.length > 0 && rules.every(({ path, capabilities }) => path !== undefined && capabilities !== undefined)
    ? rules.map(({ path = '', capabilities = [] }) => ({ path, capabilities }))
    : undefined;
}

/** The blocks of a type, up to the line that ends them. */
function blocks(text: string, keyword: string, type: string): { label: string; body: string }[] {
  const heads = [
    ...text.matchAll(new RegExp(`^${keyword}\\s{1,20}"${type}"\\s{1,20}"([\\w-]{1,200})"\\s{0,20}\\{`, 'gm')),
  ];
  return heads.map((head) => {
    const body = text.slice(head.index + head[0].length);
    return { label: head[1] ?? '', body: body.slice(0, blockEnd(body)) };
  });
}

/** The end of a block: the first brace that begins a line outside of a heredoc. */
function blockEnd(body: string): number {
  let heredoc: string | undefined;
  let offset = 0;
  for (const line of body.split('\n')) {
    if (heredoc !== undefined) heredoc = line.trim() === heredoc ? undefined : heredoc;
    else if (line.startsWith('}')) return offset;
    else heredoc = /<<-?(\w{1,50})\s{0,20}$/.exec(line)?.[1];
    offset += line.length + 1;
  }
  return body.length;
}

/**
 * Reads what resources of operators say: Bank-Vaults' `externalConfig`, the Vault config operator,
 * Crossplane.
 * @see https://bank-vaults.dev/docs/external-configuration/
 * @see https://github.com/redhat-cop/vault-config-operator
 * @see https://marketplace.upbound.io/providers/upbound/provider-vault
 */
export function vaultOfObject(value: JsonValue): SpelledVault {
  const version = textAt(value, 'apiVersion') ?? '';
  const kind = textAt(value, 'kind');
  const named = textAt(value, 'spec', 'name') ?? textAt(value, 'metadata', 'name') ?? '';
  if (version.startsWith('vault.banzaicloud.com/') && kind === 'Vault') {
    const config = objectAt(value, 'spec', 'externalConfig');
    return {
      policies: listAt(config, 'policies').flatMap((policy) =>
        spelled(textAt(policy, 'name'), textAt(policy, 'rules')),
      ),
      roles: listAt(config, 'auth').flatMap((method) =>
        textAt(method, 'type') === 'kubernetes'
          ? listAt(method, 'roles').flatMap((role) => roleOfMap(textAt(role, 'name'), role))
          : [],
      ),
    };
  }
  if (version.startsWith('redhatcop.redhat.io/')) {
    if (kind === 'Policy') return { policies: spelled(named, textAt(value, 'spec', 'policy')), roles: [] };
    if (kind !== 'KubernetesAuthEngineRole') return nothingSpelled;
    const namespaces = texts(listAt(value, 'spec', 'targetNamespaces', 'targetNamespaces'));
    const role = {
      name: named,
      serviceAccounts: texts(listAt(value, 'spec', 'targetServiceAccounts')) ?? ['default'],
      policies: texts(listAt(value, 'spec', 'policies')) ?? [],
    };
    return { policies: [], roles: [{ ...role, ...(namespaces && namespaces.length > 0 && { namespaces }) }] };
  }
  if (!/(?:^|\.)vault\.(?:m\.)?upbound\.io\//.test(version)) return nothingSpelled;
  const given = objectAt(value, 'spec', 'forProvider');
  if (kind === 'Policy') return { policies: spelled(textAt(given, 'name'), textAt(given, 'policy')), roles: [] };
  const isRole = kind === 'AuthBackendRole' && version.startsWith('kubernetes.');
  return { policies: [], roles: isRole ? roleOfMap(textAt(given, 'roleName'), given) : [] };
}

const spelled = (name: string | undefined, text: string | undefined): SpelledPolicy[] => {
  if (name === undefined) return [];
  const rules = text === undefined ? undefined : policyRules(text);
  return [{ name, ...(rules && { rules }) }];
};

function roleOfMap(name: string | undefined, map: JsonValue): SpelledRole[] {
  if (name === undefined || !isObject(map)) return [];
  const camel = (field: string): string => field.replace(/_(\w)/g, (_, letter: string) => letter.toUpperCase());
  return [
    roleOf(name, (field) => {
      const value = map[field] ?? map[camel(field)];
      return typeof value === 'string'
        ? plainTexts(value.split(',').map((one) => one.trim()))
        : texts(listAt(map, field).length > 0 ? listAt(map, field) : listAt(map, camel(field)));
    }),
  ];
}
