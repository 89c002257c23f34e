import { inClusterClient } from '../clients/kubernetes/in-cluster-client.ts';
import { openUpstream } from '../clients/upstream/open-upstream.ts';
import { VaultClient } from '../clients/vault/vault-client.ts';
import { parseDocuments } from '../run/documents.ts';
import { runInPod } from '../run/pod-program.ts';
import { runBootstrap } from './bootstrap/run-bootstrap.ts';

/**
 * The program of the bootstrap's Pod: reads the documents that are mounted beside it, runs, and leaves one
 * JSON line for each step.
 *
 * | variable | meaning |
 * |---|---|
 * | `VAULTWRIGHT_SEED` | seed of generated values, where a pipeline gives one |
 */
// Not `import.meta.main`: files of a ConfigMap are links, and this module is nothing but a program.
await runInPod('BootstrapSummary', async ({ read, print, signal }) => {
  const { settings, fixtureMap, accessMap } = parseDocuments(read);
  const { address, namespace, ca: authority } = settings.vault;
  const vault = new VaultClient(address, { namespace, authority });
  const kubernetes = inClusterClient(process.env);
  try {
    const { summary } = await runBootstrap({
      settings,
      fixtureMap,
      accessMap,
      vault,
      kubernetes,
      openUpstream: (readSecret) => openUpstream(settings.upstream, { environment: process.env, readSecret }),
      runner: process.env.HOSTNAME ?? settings.name,
      seed: process.env.VAULTWRIGHT_SEED,
      onStep: print,
      signal,
    });
    return { ...summary };
  } finally {
    vault.close();
    kubernetes.close();
  }
});
