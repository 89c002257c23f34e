import { accountToken, inClusterClient } from '../clients/kubernetes/in-cluster-client.ts';
import { openUpstream } from '../clients/upstream/open-upstream.ts';
import { VaultClient } from '../clients/vault/vault-client.ts';
import { parseConfiguratorDocuments } from '../run/documents.ts';
import { runInPod } from '../run/pod-program.ts';
import { runConfigure } from './configure/run-configure.ts';

/**
 * The program of the configurator's Pod: reads the documents that are mounted beside it, runs, and leaves one
 * JSON line for each step. It is told nothing by variables.
 */
// Not `import.meta.main`: files of a ConfigMap are links, and this module is nothing but a program.
await runInPod('ConfigureSummary', async ({ read, print, signal }) => {
  const documents = parseConfiguratorDocuments(read);
  const { settings } = documents;
  const { address, namespace, ca: authority } = settings.vault;
  const vault = new VaultClient(address, { namespace, authority });
  const kubernetes = inClusterClient(process.env);
  try {
    const { summary } = await runConfigure({
      ...documents,
      vault,
      kubernetes,
      openUpstream: (readSecret) => openUpstream(settings.upstream, { environment: process.env, readSecret }),
      accountToken,
      runner: process.env.HOSTNAME ?? settings.name,
      onStep: print,
      signal,
    });
    return { ...summary };
  } finally {
    vault.close();
    kubernetes.close();
  }
});
