import { join } from 'node:path';

/** How the version of a binary is seen. */
export type VersionProof =
  /** Output of the program. */
  | { readonly arguments: readonly string[]; readonly shows: RegExp }
  /** The build information that Go leaves in the binary, for programs that print no version. */
  | { readonly buildInformation: string };

/** A server or client of the bench. */
export interface Program {
  readonly name: string;
  readonly version: string;
  /** Environment variable that may hold the path of a ready binary. */
  readonly variable: string;
  /** Name under which it is looked up in PATH. */
  readonly command: string;
  readonly proof: VersionProof;
  /** How it is built; absent where only a given binary is used. */
  readonly source?: {
    /** Folder of the wrapper module. */
    readonly module: string;
    readonly package: string;
    /** Flags of the linker besides `-s -w`. */
    readonly linkerFlags?: string;
    /** Minutes that a build from nothing takes on two cores. */
    readonly minutes: number;
  };
}

const module = (name: string): string => join(import.meta.dirname, name);
const kubernetesVersion = 'v1.37.2';
const kubernetes = (name: string, args: readonly string[], minutes: number): Program => ({
  name,
  version: kubernetesVersion,
  variable: `VAULTWRIGHT_E2E_${name.toUpperCase().replaceAll('-', '_')}`,
  command: name,
  proof: { arguments: args, shows: /\bv1\.37\.2\b/ },
  source: {
    module: module('kubernetes'),
    package: `k8s.io/kubernetes/cmd/${name}`,
    linkerFlags: `-X k8s.io/component-base/version.gitVersion=${kubernetesVersion}`,
    minutes,
  },
});

/** The programs of the bench, each at the version that the platform runs or that its modules allow. */
export const programs = {
  vault: {
    name: 'vault',
    version: 'v1.21.1',
    variable: 'VAULTWRIGHT_E2E_VAULT',
    command: 'vault',
    proof: { arguments: ['version'], shows: /^Vault v1\.21\.1\b/ },
    source: { module: module('vault'), package: 'github.com/hashicorp/vault', minutes: 12 },
  },
  etcd: {
    name: 'etcd',
    version: 'v3.7.3',
    variable: 'VAULTWRIGHT_E2E_ETCD',
    command: 'etcd',
    proof: { arguments: ['--version'], shows: /^etcd Version: 3\.7\.3$/m },
    source: { module: module('etcd'), package: 'go.etcd.io/etcd/server/v3', minutes: 1 },
  },
  'kube-apiserver': kubernetes('kube-apiserver', ['--version'], 7),
  'kube-controller-manager': kubernetes('kube-controller-manager', ['--version'], 3),
  kubectl: kubernetes('kubectl', ['version', '--client'], 1),
  'external-secrets': {
    name: 'external-secrets',
    version: 'v0.20.4',
    variable: 'VAULTWRIGHT_E2E_EXTERNAL_SECRETS',
    command: 'external-secrets',
    proof: { buildInformation: 'github.com/external-secrets/external-secrets\tv0.20.4' },
    source: {
      module: module('external-secrets'),
      package: 'github.com/external-secrets/external-secrets',
      minutes: 12,
    },
  },
  actionlint: {
    name: 'actionlint',
    version: 'v1.7.12',
    variable: 'VAULTWRIGHT_E2E_ACTIONLINT',
    command: 'actionlint',
    proof: { buildInformation: 'github.com/rhysd/actionlint\tv1.7.12' },
    source: { module: module('actionlint'), package: 'github.com/rhysd/actionlint/cmd/actionlint', minutes: 1 },
  },
  /** The language of a Tiltfile. */
  starlark: {
    name: 'starlark',
    version: 'v0.0.0-20260908191801-89a6a09411d5',
    variable: 'VAULTWRIGHT_E2E_STARLARK',
    command: 'starlark',
    proof: { buildInformation: 'go.starlark.net\tv0.0.0-20260908191801-89a6a09411d5' },
    source: { module: module('starlark'), package: 'go.starlark.net/cmd/starlark', minutes: 1 },
  },
  /** Argo CD: one program that is each of its controllers, by the name in `ARGOCD_BINARY_NAME`. */
  argocd: {
    name: 'argocd',
    version: 'v3.2.0',
    variable: 'VAULTWRIGHT_E2E_ARGOCD',
    command: 'argocd',
    proof: { arguments: ['version', '--client', '--short'], shows: /^argocd: v3\.2\.0\b/m },
    source: {
      module: module('argo-cd'),
      package: 'github.com/argoproj/argo-cd/v3/cmd',
      linkerFlags: '-X github.com/argoproj/argo-cd/v3/common.version=3.2.0',
      minutes: 6,
    },
  },
  helm: {
    name: 'helm',
    version: 'v3.22.0',
    variable: 'VAULTWRIGHT_E2E_HELM',
    command: 'helm',
    proof: { arguments: ['version', '--short'], shows: /^v3\.22\.0\b/ },
    source: {
      module: module('helm'),
      package: 'helm.sh/helm/v3/cmd/helm',
      linkerFlags: '-X helm.sh/helm/v3/internal/version.version=v3.22.0',
      minutes: 2,
    },
  },
  /** OpenBao, where a binary is given: its main module cannot be built as a dependency. */
  bao: {
    name: 'bao',
    version: 'v2',
    variable: 'VAULTWRIGHT_E2E_BAO',
    command: 'bao',
    proof: { arguments: ['version'], shows: /^OpenBao v2\./ },
  },
} as const satisfies Record<string, Program>;
export type ProgramName = keyof typeof programs;

/** The programs that every end-to-end file may use without a word. */
export const basePrograms = ['vault', 'etcd', 'kube-apiserver', 'kube-controller-manager', 'kubectl'] as const;

/**
 * The programs without which the bench is not complete: what every file may use, then what some files need.
 */
export const requiredPrograms = [
  ...basePrograms,
  'external-secrets',
  'actionlint',
  'starlark',
  'helm',
  'argocd',
] as const satisfies readonly ProgramName[];
