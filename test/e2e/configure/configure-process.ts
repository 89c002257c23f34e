import { readFileSync } from 'node:fs';
import { KubernetesClient } from '../../../src/lifecycle/clients/kubernetes/kubernetes-client.ts';
import { openUpstream } from '../../../src/lifecycle/clients/upstream/open-upstream.ts';
import { VaultClient } from '../../../src/lifecycle/clients/vault/vault-client.ts';
import { runConfigure } from '../../../src/lifecycle/programs/configure/run-configure.ts';
import type { ConfigureProcessInput } from './configure-process-input.ts';

/**
 * A process of its own that configures as the Pod does, for tests that kill it or stand between it and its
 * servers.
 */
const input = JSON.parse(readFileSync(0, 'utf8')) as ConfigureProcessInput;
const { upstream } = input;
const stop = new AbortController();
process.once('SIGTERM', () => stop.abort());
const vault = new VaultClient(input.vaultAddress);
const kubernetes = new KubernetesClient(input.kubernetesAddress, { token: () => input.kubernetesToken });
const { summary } = await runConfigure({
  ...input.documents,
  vault,
  kubernetes,
  openUpstream: async (readSecret) =>
    upstream === undefined
      ? openUpstream(input.documents.settings.upstream, { environment: {}, readSecret })
      : { label: 'a store with versions', read: async () => new Map(Object.entries(upstream)) },
  accountToken: () => input.kubernetesToken,
  runner: 'configure-process',
  onStep: (step) => console.log(JSON.stringify(step)),
  signal: stop.signal,
});
console.log(JSON.stringify(summary));
vault.close();
kubernetes.close();
process.exitCode = summary.exitStatus;
