import { onTestFinished, type TestContext } from 'vitest';
import { KubernetesClient, secretPath } from '../../src/lifecycle/clients/kubernetes/kubernetes-client.ts';
import type { Upstream } from '../../src/lifecycle/clients/upstream/upstream.ts';
import { VaultClient } from '../../src/lifecycle/clients/vault/vault-client.ts';
import { type BootstrapOptions, runBootstrap } from '../../src/lifecycle/programs/bootstrap/run-bootstrap.ts';
import type { Step } from '../../src/lifecycle/run/journal.ts';
import type { AccessMapDocument } from '../../src/model/documents/access-map.ts';
import type { BootstrapSettings } from '../../src/model/documents/bootstrap-settings.ts';
import type { FixtureEntry, FixtureMap, FixtureRecipe } from '../../src/model/documents/fixture-map.ts';
import { KubernetesStandIn } from './kubernetes-stand-in.ts';
import { VaultStandIn } from './vault-stand-in.ts';

export const credentialsPath = secretPath('ledger', 'vault-auto-credentials');
export const seedPath = secretPath('ledger', 'seed');

const accessMap: AccessMapDocument = {
  kind: 'AccessMap',
  version: 1,
  environment: 'local',
  mount: 'secret',
  authMount: 'kubernetes',
  roles: [{ name: 'eso', serviceAccounts: ['b', 'a'], namespaces: ['ledger'], policies: ['eso'] }],
  policies: [{ name: 'eso', rules: [{ path: 'secret/data/ledger', capabilities: ['read'] }] }],
};

const settingsOf = (address: string): BootstrapSettings => ({
  kind: 'BootstrapSettings',
  version: 1,
  environment: 'local',
  name: 'bootstrap',
  namespace: 'ledger',
  vault: { address, initialize: true, unseal: true, credentialsSecret: 'vault-auto-credentials' },
  kubernetesHost: 'https://kubernetes.default.svc',
  seedSecret: 'seed',
  upstream: { type: 'local', secret: 'upstream', key: 'env-secrets.json' },
  placeholder: 'placeholder-until-produced',
  knownPlaceholders: { exact: ['changeme'], prefixes: ['dev-'] },
  backfill: [],
  deadlineSeconds: 60,
});

/** An entry that bootstrap writes. */
export const entry = (recipe: FixtureRecipe, more: Partial<FixtureEntry> = {}): FixtureEntry => ({
  origin: 'generated',
  writer: 'bootstrap',
  recipe,
  ...more,
});
export const literal = (value: string): FixtureEntry => entry({ type: 'literal', value });
export const generated = (length = 32): FixtureEntry =>
  entry({ type: 'generate', length, alphabet: 'alphanumeric', derivation: 'deterministic' });

/** A Secret with these texts. */
export const secretOf = (data: Readonly<Record<string, string>>) => ({
  apiVersion: 'v1',
  kind: 'Secret',
  metadata: { name: 'x' },
  data: Object.fromEntries(Object.entries(data).map(([key, text]) => [key, Buffer.from(text).toString('base64')])),
});

const upstreamOf = (values: Readonly<Record<string, string>>): Upstream => ({
  label: 'the upstream of the test',
  read: async (names) =>
    new Map(names.flatMap((name) => (values[name] === undefined ? [] : [[name, { value: values[name] }] as const]))),
});

export interface Trial {
  /** By id of the key. */
  readonly entries?: Readonly<Record<string, FixtureEntry>>;
  /** More of the fixture map. */
  readonly map?: Partial<FixtureMap>;
  readonly access?: Partial<AccessMapDocument>;
  readonly settings?: Partial<BootstrapSettings>;
  readonly upstream?: Readonly<Record<string, string>>;
  readonly options?: Partial<BootstrapOptions>;
}

export type Finished = TestContext['onTestFinished'];

/**
 * A Vault that was never initialised beside an empty cluster, and what a bootstrap does to them.
 *
 * @param onFinished that of the test's own context, where tests run beside each other
 */
export async function environment(onFinished: Finished = onTestFinished) {
  const vault = await VaultStandIn.start();
  const cluster = await KubernetesStandIn.start();
  onFinished(async () => {
    await Promise.all([vault[Symbol.asyncDispose](), cluster[Symbol.asyncDispose]()]);
  });
  const documents = ({ entries = {}, settings = {}, map = {}, access = {} }: Trial = {}) => {
    const fixtureMap: FixtureMap = {
      kind: 'FixtureMap',
      version: 1,
      environment: 'local',
      mount: 'secret',
      property: 'value',
      ...map,
      entries: { ...entries },
    };
    return {
      settings: { ...settingsOf(vault.server.origin), ...settings },
      fixtureMap,
      accessMap: { ...accessMap, ...access },
    };
  };
  const run = async (trial: Trial = {}) => {
    const { upstream = {}, options = {} } = trial;
    const steps: Step[] = [];
    const from = vault.server.requests.length;
    const { namespace } = documents(trial).settings.vault;
    const vaultClient = new VaultClient(vault.server.origin, { namespace });
    const kubernetes = new KubernetesClient(cluster.server.origin);
    try {
      const { summary, error } = await runBootstrap({
        ...documents(trial),
        vault: vaultClient,
        kubernetes,
        openUpstream: async () => upstreamOf(upstream),
        runner: 'test',
        onStep: (step) => void steps.push(step),
        ...options,
      });
      const codes = error?.diagnostics.map(({ code }) => code) ?? [];
      return { summary, codes, steps, requests: vault.server.requests.slice(from) };
    } finally {
      vaultClient.close();
      kubernetes.close();
    }
  };
  return { vault, cluster, documents, run };
}
