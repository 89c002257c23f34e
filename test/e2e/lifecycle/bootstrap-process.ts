import { readFileSync } from 'node:fs';
import { KubernetesClient } from '../../../src/lifecycle/clients/kubernetes/kubernetes-client.ts';
import { openUpstream } from '../../../src/lifecycle/clients/upstream/open-upstream.ts';
import { VaultClient } from '../../../src/lifecycle/clients/vault/vault-client.ts';
import { runBootstrap } from '../../../src/lifecycle/programs/bootstrap/run-bootstrap.ts';
import type { BootstrapProcessInput } from './bootstrap-process-input.ts';

/**
 * A process of its own that bootstraps as the Pod does, for tests that kill it or stand between it and its
 * servers.
 */
const input = JSON.parse(readFileSync(0, 'utf8')) as BootstrapProcessInput;
const stop = new AbortController();
process.once('SIGTERM', () => stop.abort());
const { namespace } = input.documents.settings.vault;
const vault = new VaultClient(input.vaultAddress, { namespace });
const kubernetes = new KubernetesClient(input.kubernetesAddress, { token: () => input.kubernetesToken });
const { summary } = await runBootstrap({
  ...input.documents,
  vault,
  kubernetes,
  openUpstream: (readSecret) => openUpstream(input.documents.settings.upstream, { environment: {}, readSecret }),
  runner: 'bootstrap-process',
  seed: input.seed,
  isDryRun: input.isDryRun,
  onStep: (step) => console.log(JSON.stringify(step)),
  signal: stop.signal,
});
console.log(JSON.stringify(summary));
vault.close();
kubernetes.close();
process.exitCode = summary.exitStatus;
