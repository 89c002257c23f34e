import type { CommandEntry } from './command-entry.ts';

/** Every command, in the order of the help. */
export const commands: readonly CommandEntry[] = [
  {
    name: 'check',
    summary: 'find what is wrong with the secrets of a tree of manifests, without a cluster',
    load: () => import('./check.ts'),
  },
  { name: 'explain', summary: 'explain a rule: what it wants, why, and examples', load: () => import('./explain.ts') },
  {
    name: 'policy',
    summary: 'print the rules that an API server can enforce, as ValidatingAdmissionPolicies',
    load: () => import('./policy.ts'),
  },
  {
    name: 'schema',
    summary: 'print the JSON schema of the configuration, for editors',
    load: () => import('./schema.ts'),
  },
  {
    name: 'bootstrap',
    summary: 'initialise, unseal, configure and seed the Vault of an ephemeral environment',
    load: () => import('./bootstrap.ts'),
  },
  {
    name: 'order',
    summary: 'print who must be rolled out before whom, and why: text, JSON, Mermaid or SVG',
    load: () => import('./order.ts'),
  },
  {
    name: 'ceremony',
    summary: 'initialise the Vault of a regulated environment with its custodians, hand it over, and attest it',
    load: () => import('./ceremony.ts'),
  },
  {
    name: 'fixtures',
    summary: 'list the Vault keys of an environment, compare them with Vault, or print one value',
    load: () => import('./fixtures.ts'),
  },
  {
    name: 'drift',
    summary: 'find where Vault and the cluster are not as the environment is rendered; reads only',
    load: () => import('./drift.ts'),
  },
  {
    name: 'doctor',
    summary: 'run the checks of the smokes from here: Secrets, keys, values, stores, Deployments; reads only',
    load: () => import('./doctor.ts'),
  },
  {
    name: 'evidence',
    summary: 'show who can read each Vault key, how old it is, and who approved: JSON or Markdown; reads only',
    load: () => import('./evidence.ts'),
  },
  {
    name: 'rotate',
    summary: 'give a credential a new value, and follow it into the Secrets and workloads that use it',
    load: () => import('./rotate.ts'),
  },
  {
    name: 'preview',
    summary: 'print the store and the ExternalSecrets of a namespace of previews',
    load: () => import('./preview.ts'),
  },
  {
    name: 'health',
    summary: 'print the health checks that Argo CD needs beside its own',
    load: () => import('./health.ts'),
  },
  {
    name: 'publish',
    summary: 'copy the rendered output into a checkout of the GitOps repository, and remove what is rendered no more',
    load: () => import('./publish.ts'),
  },
  {
    name: 'diff',
    summary: 'compare two rendered trees: what changes, who must act, what follows; offline',
    load: () => import('./diff.ts'),
  },
  {
    name: 'export',
    summary: 'print what an environment wants of Vault: as Terraform configuration, or the policy of its configurator',
    load: () => import('./export.ts'),
  },
  {
    name: 'drill',
    summary: 'restore a snapshot into a server of its own, open it, and compare what is in it',
    load: () => import('./drill.ts'),
  },
  { name: 'completion', summary: 'print the completion script of a shell', load: () => import('./completion.ts') },
];
