import { type ChildProcess, spawn } from 'node:child_process';
import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { BootstrapDocuments } from '../../../src/lifecycle/run/documents.ts';
import { environmentFile } from '../../../src/model/documents/environment-document.ts';
import type { Bench } from '../bench.ts';
import type { RenderedEnvironment } from '../platform/rendered-environment.ts';
import { findProgram } from '../tools/find-program.ts';
import { documentsOf, secretsIn } from './bootstrapped-environment.ts';
import { findLeaks, ProcessWatch } from './leak-scan.ts';
import { Interception, RequestProxy } from './request-proxy.ts';

/** What a command printed, and how it ended. */
export interface CommandRun {
  readonly status: number | null;
  readonly out: string;
  readonly err: string;
}

const main = join(import.meta.dirname, '..', '..', '..', 'src', 'cli', 'main.ts');

/**
 * A person’s machine: kubectl with a kubeconfig, the rendered output, and the program, each command in a
 * process of its own.
 */
export class WorkstationRunner {
  readonly documents: BootstrapDocuments;
  /** Every request of the last command, in its order. */
  readonly interception: Interception;
  readonly #bench: Bench;
  readonly #folder: string;
  readonly #printed: string[] = [];
  /** The commands, their kubectl, and the shell between them. */
  readonly #watch = new ProcessWatch((argv) => argv.includes(main) || argv.includes('kubectl'));
  readonly #proxies: { readonly vault: RequestProxy; readonly kubernetes: RequestProxy };

  private constructor(
    bench: Bench,
    documents: BootstrapDocuments,
    folder: string,
    interception: Interception,
    proxies: { vault: RequestProxy; kubernetes: RequestProxy },
  ) {
    this.#bench = bench;
    this.documents = documents;
    this.interception = interception;
    this.#folder = folder;
    this.#proxies = proxies;
  }

  /** Writes the output of one environment and a kubeconfig; the person has all rights. */
  static async prepare(bench: Bench, environment: RenderedEnvironment): Promise<WorkstationRunner> {
    const documents = documentsOf(environment);
    const folder = join(bench.folder, 'workstation');
    const output = join(folder, 'dist', documents.settings.environment);
    const rendered = join(output, 'foundation');
    mkdirSync(rendered, { recursive: true });
    writeFileSync(join(output, environmentFile), bench.network.localise(environment.document));
    environment.objects.forEach((object, index) => {
      writeFileSync(join(rendered, `${index}.yaml`), bench.network.localise(JSON.stringify(object)));
    });
    mkdirSync(join(folder, 'bin'));
    symlinkSync(
      await findProgram('kubectl', { environment: process.env, say: console.error }),
      join(folder, 'bin', 'kubectl'),
    );
    const interception = new Interception();
    const { address, authority } = bench.kubernetes;
    const token = await adminToken(bench);
    const proxies = {
      kubernetes: await RequestProxy.start('kubernetes', address, interception, authority, token),
      vault: await RequestProxy.start('vault', bench.vault().address, interception),
    };
    writeFileSync(join(folder, 'kubeconfig'), kubeconfig(proxies.kubernetes.address));
    return new WorkstationRunner(bench, documents, folder, interception, proxies);
  }

  /** Starts a command; the environment is `-e`, the servers are reached through recording proxies. */
  start(args: readonly string[], environment: Readonly<Record<string, string>> = {}): ChildProcess {
    this.interception.begin();
    const where = ['-e', this.documents.settings.environment, '--vault-address', this.#proxies.vault.address];
    const child = spawn(process.execPath, [main, ...args, ...where, '--kubeconfig', join(this.#folder, 'kubeconfig')], {
      cwd: this.#folder,
      env: { PATH: `${join(this.#folder, 'bin')}:${process.env.PATH}`, HOME: this.#folder, ...environment },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    // The one command whose purpose is to print a value.
    if (args[1] !== 'value')
      for (const stream of [child.stdout, child.stderr])
        stream.setEncoding('utf8').on('data', (text: string) => this.#printed.push(text));
    return child;
  }

  /**
   * Runs a script of the repository that calls the program, as a person does at the root of the rendered
   * output.
   */
  runScript(script: string, args: readonly string[]): Promise<CommandRun> {
    this.interception.begin();
    const child = spawn(join(import.meta.dirname, '..', '..', '..', script), args, {
      cwd: this.#folder,
      env: {
        PATH: `${join(this.#folder, 'bin')}:${process.env.PATH}`,
        HOME: this.#folder,
        KUBECONFIG: join(this.#folder, 'kubeconfig'),
      },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    for (const stream of [child.stdout, child.stderr])
      stream.setEncoding('utf8').on('data', (text: string) => this.#printed.push(text));
    return ended(child);
  }

  /** Runs a command to its end. */
  run(args: readonly string[], environment: Readonly<Record<string, string>> = {}): Promise<CommandRun> {
    return ended(this.start(args, environment));
  }

  /** Finds what the commands and their kubectl showed of what may be shown nowhere. */
  async leaks(): Promise<string[]> {
    const channels = [{ name: 'output', text: this.#printed.join('') }, ...this.#watch.channels];
    // Each channel was looked at while there was something in it.
    const contents: Readonly<Record<string, string>> = { output: 'error VW', argv: 'kubectl', environment: 'PATH=' };
    for (const { name, text } of channels)
      if (!text.includes(contents[name] ?? '')) throw new TypeError(`Nothing was seen in ${name}.`);
    return findLeaks(await secretsIn(this.#bench, this.documents), channels);
  }

  async stop(): Promise<void> {
    this.#watch[Symbol.dispose]();
    await this.#proxies.vault.stop();
    await this.#proxies.kubernetes.stop();
  }
}

/** Waits for a command and gives what it printed. */
export function ended(child: ChildProcess): Promise<CommandRun> {
  const texts = { out: '', err: '' };
  child.stdout?.setEncoding('utf8').on('data', (text: string) => {
    texts.out += text;
  });
  child.stderr?.setEncoding('utf8').on('data', (text: string) => {
    texts.err += text;
  });
  return new Promise((settle, fail) => child.on('error', fail).on('close', (status) => settle({ status, ...texts })));
}

/** A ServiceAccount with all rights stands in for a person. */
async function adminToken({ cluster }: Bench): Promise<string> {
  const name = 'person';
  await cluster.apply({ apiVersion: 'v1', kind: 'ServiceAccount', metadata: { name, namespace: 'default' } });
  await cluster.apply({
    apiVersion: 'rbac.authorization.k8s.io/v1',
    kind: 'ClusterRoleBinding',
    metadata: { name: 'person-has-all-rights' },
    roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: 'ClusterRole', name: 'cluster-admin' },
    subjects: [{ kind: 'ServiceAccount', name, namespace: 'default' }],
  });
  return cluster.serviceAccountToken('default', name, { expirationSeconds: 12 * 3600 });
}

const kubeconfig = (server: string): string =>
  JSON.stringify({
    apiVersion: 'v1',
    kind: 'Config',
    'current-context': 'here',
    contexts: [{ name: 'here', context: { cluster: 'bench', user: '' } }],
    clusters: [{ name: 'bench', cluster: { server } }],
  });
