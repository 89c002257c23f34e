import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { exitStatus, VaultwrightError } from '../../model/diagnostics/errors.ts';
import { printableJson } from '../../model/diagnostics/printable.ts';
import { inClusterClient } from '../clients/kubernetes/in-cluster-client.ts';
import { openUpstream } from '../clients/upstream/open-upstream.ts';
import { VaultClient } from '../clients/vault/vault-client.ts';
import { parseDocuments } from '../run/documents.ts';
import { terminationMessage } from '../run/termination-message.ts';
import { runBootstrap } from './bootstrap/run-bootstrap.ts';

/**
 * The program of the bootstrap's Pod: reads the documents that are mounted beside it, runs, and leaves one
 * JSON line for each step.
 *
 * | variable | meaning |
 * |---|---|
 * | `VAULTWRIGHT_SEED` | seed of generated values, where a pipeline gives one |
 */
const documents = '/opt/vaultwright/documents';
const terminationLog = '/dev/termination-log';

const print = (line: object): void => void process.stdout.write(`${printableJson(line)}\n`);

/** The last word of the Pod, which Kubernetes shows in its status. */
function conclude(line: Parameters<typeof terminationMessage>[0]): void {
  print(line);
  try {
    writeFileSync(terminationLog, terminationMessage(line));
  } catch {
    // Not in a Pod.
  }
}

async function main(): Promise<number> {
  const stop = new AbortController();
  // As first process of its namespace Node.js has no default action for these.
  for (const signal of ['SIGTERM', 'SIGINT'] as const) process.once(signal, () => stop.abort());
  const { settings, fixtureMap, accessMap } = parseDocuments((kind) => textOf(join(documents, `${kind}.json`)));
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
      onStep: (step) => print({ time: new Date().toISOString(), ...step }),
      signal: stop.signal,
    });
    conclude({ time: new Date().toISOString(), ...summary });
    return summary.exitStatus;
  } finally {
    vault.close();
    kubernetes.close();
  }
}

function textOf(file: string): string | undefined {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return undefined;
  }
}

/**
 * The message of an unexpected error can quote what was being read, so only its kind and its frames are
 * shown.
 */
function failure(error: unknown): { readonly line: Parameters<typeof conclude>[0]; readonly status: number } {
  if (error instanceof VaultwrightError)
    return {
      line: {
        kind: 'BootstrapSummary',
        status: 'stopped',
        exitStatus: error.exitStatus,
        findings: error.diagnostics.map(({ code, what, place }) => ({ code, what, ...place })),
      },
      status: error.exitStatus,
    };
  const known = error instanceof Error ? error : new Error();
  const frames = (known.stack ?? '').split('\n').filter((line) => /^\s+at /.test(line));
  return {
    line: {
      kind: 'BootstrapSummary',
      status: 'stopped',
      exitStatus: exitStatus.internal,
      error: known.name,
      frames: frames.slice(0, 8),
    },
    status: exitStatus.internal,
  };
}

// Not `import.meta.main`: files of a ConfigMap are links, and this module is nothing but a program.
try {
  process.exitCode = await main();
} catch (error) {
  const { line, status } = failure(error);
  conclude(line);
  process.exitCode = status;
}
