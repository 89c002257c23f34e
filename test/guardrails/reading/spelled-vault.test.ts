// biome-ignore-all lint/suspicious/noTemplateCurlyInString: the cases hold variables of other languages
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, describe, expect, test } from 'vitest';
import { policyRules } from '../../../src/guardrails/knowledge/policy-rules.ts';
import { runCli } from '../../cli/run-cli.ts';

let folder = '';
afterEach(() => rmSync(folder, { recursive: true, force: true }));

async function findings(files: Readonly<Record<string, string>>): Promise<string[]> {
  folder = mkdtempSync(join(tmpdir(), 'spelled-'));
  for (const [file, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, file)), { recursive: true });
    writeFileSync(join(folder, file), text);
  }
  const { out } = await runCli(['check', '--format', 'json', '--no-helm'], folder);
  const report = JSON.parse(out) as {
    findings: { rule: string; severity: string; place: { position: { file: string } } }[];
  };
  return report.findings
    .filter(({ rule, severity }) => severity === 'error' && /^(?:policy-covers-reads|store-role-bound)$/.test(rule))
    .map(({ rule, place }) => `${rule} ${place.position.file}`);
}

/** A store that logs in as `reader` with role `eso`, and what is read through it in namespace `shop`. */
const reads = (
  key: string,
): string => `{apiVersion: external-secrets.io/v1, kind: SecretStore, metadata: {name: vault, namespace: shop}, spec: {provider: {vault: {server: "https://vault:8200", path: kv, auth: {kubernetes: {role: eso, mountPath: kubernetes, serviceAccountRef: {name: reader}}}}}}}
---
{apiVersion: external-secrets.io/v1, kind: ExternalSecret, metadata: {name: db, namespace: shop}, spec: {secretStoreRef: {kind: SecretStore, name: vault}, data: [{secretKey: a, remoteRef: {key: ${key}}}]}}
`;
const hcl = 'path "kv/data/shop/*" {\n  capabilities = ["read"]\n}';
const policyOf = (rules: string): string =>
  `resource "vault_policy" "eso" {\n  name   = "eso-read"\n  policy = ${rules}\n}\n`;
const roleOf = (namespaces: string, policies = '["default", vault_policy.eso.name]', accounts = '["reader"]'): string =>
  `resource "vault_kubernetes_auth_backend_role" "eso" {\n  backend                          = "kubernetes"\n  role_name                        = "eso"\n  bound_service_account_names      = ${accounts}\n  bound_service_account_namespaces = ${namespaces}\n  token_policies                   = ${policies}\n}\n`;
const heredoc = policyOf(`<<EOT\n${hcl}\nEOT`);
const script = (role: string, policy = `vault policy write eso-read - <<EOF\n${hcl}\nEOF`): string =>
  `#!/bin/sh\n${policy}\nvault write auth/kubernetes/role/eso \\\n  ${role}\n`;
const bound =
  'bound_service_account_names=reader \\\n  bound_service_account_namespaces=shop,other \\\n  policies=eso-read ttl=1h';
const map = (text: string): string =>
  JSON.stringify({ apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'setup' }, data: { 'setup.sh': text } });
const denied = ['policy-covers-reads app.yaml'];
const unbound = ['store-role-bound app.yaml'];

type Case = readonly [title: string, files: Readonly<Record<string, string>>, key: string, findings: readonly string[]];
const cases: readonly Case[] = [
  ['Terraform: a path that the policy allows', { 'v.tf': heredoc + roleOf('["shop"]') }, 'shop/db', []],
  ['Terraform: a path that it does not', { 'v.tf': heredoc + roleOf('["shop"]') }, 'other/db', denied],
  ['Terraform: a path with its mount before it', { 'v.tf': heredoc + roleOf('["shop"]') }, 'kv/shop/db', []],
  ['Terraform: a namespace that the role does not bind', { 'v.tf': heredoc + roleOf('["other"]') }, 'shop/db', unbound],
  [
    'Terraform: another ServiceAccount',
    { 'v.tf': heredoc + roleOf('["shop"]', '["x"]', '["writer"]') },
    'shop/db',
    unbound,
  ],
  ['Terraform: every namespace', { 'v.tf': heredoc + roleOf('["*"]') }, 'shop/db', []],
  ['Terraform: namespaces that a variable holds', { 'v.tf': heredoc + roleOf('var.namespaces') }, 'shop/db', []],
  ['Terraform: namespaces of which a variable holds one', { 'v.tf': heredoc + roleOf('["a", var.b]') }, 'shop/db', []],
  [
    'Terraform: a policy of elsewhere beside it',
    { 'v.tf': heredoc + roleOf('["shop"]', '["eso-read", "more"]') },
    'other/db',
    [],
  ],
  [
    'Terraform: policies that a variable holds',
    { 'v.tf': heredoc + roleOf('["shop"]', 'var.policies') },
    'other/db',
    [],
  ],
  [
    'Terraform: a policy with a variable in a path',
    { 'v.tf': policyOf('<<EOT\npath "${var.mount}/data/*" {\n  capabilities = ["read"]\n}\nEOT') + roleOf('["shop"]') },
    'other/db',
    [],
  ],
  [
    'Terraform: a document',
    {
      'v.tf': `data "vault_policy_document" "p" {\n  rule {\n    path         = "kv/data/shop/*"\n    capabilities = ["read"]\n  }\n}\n${policyOf('data.vault_policy_document.p.hcl')}${roleOf('["shop"]')}`,
    },
    'other/db',
    denied,
  ],
  [
    'Terraform: a file',
    { 'v.tf': policyOf('file("${path.module}/policies/eso.hcl")') + roleOf('["shop"]'), 'policies/eso.hcl': hcl },
    'other/db',
    denied,
  ],
  ['Terraform: a file that is not there', { 'v.tf': policyOf('file("eso.hcl")') + roleOf('["shop"]') }, 'other/db', []],
  [
    'Terraform: only lists',
    { 'v.tf': policyOf('<<EOT\npath "kv/data/shop/*" { capabilities = ["list"] }\nEOT') + roleOf('["shop"]') },
    'shop/db',
    denied,
  ],
  ['a script: bound and allowed', { 'setup.sh': script(bound) }, 'shop/db', []],
  ['a script: not allowed', { 'setup.sh': script(bound) }, 'other/db', denied],
  ['a script: not bound', { 'setup.sh': script(bound.replace('shop,other', 'other')) }, 'shop/db', unbound],
  ['a script: a variable', { 'setup.sh': script(bound.replace('shop,other', '$NS')) }, 'shop/db', []],
  ['a script: quoted', { 'setup.sh': script(bound.replace('=shop,other', '="other, more"')) }, 'shop/db', unbound],
  [
    'a script: a policy of a file',
    { 'setup.sh': script(bound, 'vault policy write eso-read policies/p.hcl'), 'policies/p.hcl': hcl },
    'other/db',
    denied,
  ],
  [
    'a script: another method of login',
    { 'setup.sh': 'vault write auth/approle/role/eso token_policies=none\n' },
    'other/db',
    [],
  ],
  [
    'a request to sys/policies',
    {
      'setup.sh': script(
        bound,
        `curl -X PUT "$VAULT_ADDR/v1/sys/policies/acl/eso-read" -d '${JSON.stringify({ policy: hcl })}'`,
      ),
    },
    'other/db',
    denied,
  ],
  [
    'a request whose policy is in a file',
    { 'setup.sh': script(bound, 'curl -X PUT $A/v1/sys/policies/acl/eso-read -d @p.json') },
    'other/db',
    [],
  ],
  ['OpenBao', { 'setup.sh': script(bound).replaceAll('vault ', 'bao ') }, 'other/db', denied],
  ['a script in a ConfigMap', { 'setup.yaml': map(script(bound)) }, 'other/db', denied],
  [
    'a file of the name of the policy',
    { 'setup.sh': script(bound, ''), 'policies/eso-read.hcl': hcl },
    'other/db',
    denied,
  ],
  [
    'Bank-Vaults',
    {
      'vault.yaml': JSON.stringify({
        apiVersion: 'vault.banzaicloud.com/v1alpha1',
        kind: 'Vault',
        metadata: { name: 'vault' },
        spec: {
          externalConfig: {
            policies: [{ name: 'eso-read', rules: hcl }],
            auth: [
              {
                type: 'kubernetes',
                roles: [
                  {
                    name: 'eso',
                    bound_service_account_names: ['reader'],
                    bound_service_account_namespaces: ['shop'],
                    policies: ['eso-read'],
                  },
                ],
              },
            ],
          },
        },
      }),
    },
    'other/db',
    denied,
  ],
  [
    'the Vault config operator',
    {
      'v.yaml': `{apiVersion: redhatcop.redhat.io/v1alpha1, kind: Policy, metadata: {name: eso-read}, spec: {policy: ${JSON.stringify(hcl)}}}\n---\n{apiVersion: redhatcop.redhat.io/v1alpha1, kind: KubernetesAuthEngineRole, metadata: {name: eso}, spec: {policies: [eso-read], targetServiceAccounts: [reader], targetNamespaces: {targetNamespaces: [other]}}}`,
    },
    'shop/db',
    unbound,
  ],
  [
    'the Vault config operator: a selector of namespaces',
    {
      'v.yaml':
        '{apiVersion: redhatcop.redhat.io/v1alpha1, kind: KubernetesAuthEngineRole, metadata: {name: eso}, spec: {policies: [x], targetServiceAccounts: [reader], targetNamespaces: {targetNamespaceSelector: {matchLabels: {a: b}}}}}',
    },
    'shop/db',
    [],
  ],
  [
    'Crossplane',
    {
      'v.yaml':
        '{apiVersion: kubernetes.vault.upbound.io/v1alpha1, kind: AuthBackendRole, metadata: {name: r}, spec: {forProvider: {roleName: eso, boundServiceAccountNames: [reader], boundServiceAccountNamespaces: [other], tokenPolicies: [x]}}}',
    },
    'shop/db',
    unbound,
  ],
  ['a role that nothing spells', { 'v.tf': heredoc }, 'other/db', []],
  [
    'two Vaults with a role of that name',
    { 'a.tf': heredoc + roleOf('["shop"]'), 'b.tf': roleOf('["other"]') },
    'shop/db',
    [],
  ],
];

describe('roles and policies that other tools set', () => {
  test.each(cases)('%s', async (_, files, key, wanted) => {
    expect(await findings({ ...files, 'app.yaml': reads(key) })).toEqual(wanted);
  });

  test('a store without a ServiceAccount logs in as the operator, wherever that runs', async () => {
    const store = reads('shop/db').replace(', serviceAccountRef: {name: reader}', '');
    expect(await findings({ 'v.tf': heredoc + roleOf('["external-secrets"]'), 'app.yaml': store })).toEqual([]);
  });
});

test.each([
  [hcl, [{ path: 'kv/data/shop/*', capabilities: ['read'] }]],
  [
    'path "a" { policy = "write" } # old',
    [{ path: 'a', capabilities: ['create', 'read', 'update', 'delete', 'list'] }],
  ],
  ['{"path": {"a/+/b": {"capabilities": ["read", "list"]}}}', [{ path: 'a/+/b', capabilities: ['read', 'list'] }]],
  ['# path "a" { capabilities = ["read"] }', undefined],
  ['path "{{identity.entity.name}}/*" { capabilities = ["read"] }', undefined],
  ['path "a" { capabilities = [var.x] }', undefined],
  [
    'path "/a" {\n  // all\n  capabilities = ["sudo"]\n}\npath "b" { capabilities = ["deny"] }',
    [
      { path: 'a', capabilities: ['sudo'] },
      { path: 'b', capabilities: ['deny'] },
    ],
  ],
  ['nothing', undefined],
])('a policy %s', (text, rules) => {
  expect(policyRules(text)).toEqual(rules);
});
