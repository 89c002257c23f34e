import { execFile } from 'node:child_process';
import { accessSync, constants, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, isAbsolute, join } from 'node:path';
import { bareEnvironment } from '../../../model/child-environment.ts';
import { noteInput, spoilTrace } from '../input-trace.ts';

/** What a run of helm gave. */
export type HelmOutcome =
  | { readonly isRendered: true; readonly text: string }
  /** `template` is the one that helm's message names; its other words may be values. */
  | { readonly isRendered: false; readonly template: string | undefined; readonly isTooMuch: boolean };

/** In bytes; a chart that writes more is not one that people read. */
const maximumOutput = 2 ** 25;
/** In kilobytes of address space: a template can make a text as large as it likes. */
const maximumMemory = 4 * 2 ** 20;
/**
 * The cluster that charts are rendered for, so that findings do not depend on the version of helm.
 * @see https://helm.sh/docs/chart_template_guide/builtin_objects/
 */
const kubernetes = 'v1.33.0';

/**
 * The helm of this machine, fenced in: it works on charts that nobody vouches for.
 *
 * It is called with arguments, never through a shell that reads them; its home is an empty folder, so that it
 * finds no plugin, no repository and no cluster; its environment holds no token. Templates look nothing up in
 * a cluster (`lookup` is empty) and no name in the network (`getHostByName` is empty), and nothing is
 * fetched: schemas, which may name an address, are not read.
 *
 * @see https://helm.sh/docs/helm/helm_template/
 */
export class Helm {
  readonly #home: string;
  readonly #environment: NodeJS.ProcessEnv;

  private constructor(home: string) {
    this.#home = home;
    const own = Object.fromEntries(
      ['HELM_CACHE_HOME', 'HELM_CONFIG_HOME', 'HELM_DATA_HOME', 'HELM_PLUGINS', 'HOME', 'USERPROFILE'].map((name) => [
        name,
        home,
      ]),
    );
    this.#environment = { ...bareEnvironment(process.env), ...own };
  }

  /**
   * Returns the helm of the path; `undefined` where there is none, or one that reads schemas from wherever
   * they say (before 3.16).
   */
  static async find(): Promise<Helm | undefined> {
    if (!isOnPath()) {
      noteInput(['helm', ''], '');
      return undefined;
    }
    const helm = new Helm(mkdtempSync(join(tmpdir(), 'vaultwright-helm-')));
    const { error, stdout } = await helm.#run(['version', '--template', '{{.Version}}'], { timeoutMs: 10_000 });
    noteInput(['helm', ''], stdout);
    const [, major, minor] = /^v?(\d+)\.(\d+)\./.exec(stdout) ?? [];
    if (error === null && (Number(major) > 3 || (Number(major) === 3 && Number(minor) >= 16))) return helm;
    helm.close();
    return undefined;
  }

  /**
   * Renders a chart.
   *
   * @param values JSON that goes in over standard input, after the files; never into a file or an argument
   */
  async template(
    chart: string,
    { release, namespace, apiVersions, files, values, timeoutMs }: TemplateOptions,
  ): Promise<HelmOutcome> {
    const args = [
      ...['template', release, chart, '--namespace', namespace, '--kube-version', kubernetes],
      ...['--skip-schema-validation', '--skip-tests'],
      ...apiVersions.flatMap((version) => ['--api-versions', version]),
      ...files.flatMap((file) => ['--values', file]),
      ...(values === undefined ? [] : ['--values', '-']),
    ];
    const { error, stdout, stderr } = await this.#run(args, { timeoutMs, input: values });
    if (error === null) return { isRendered: true, text: stdout };
    const isTooMuch = error.killed === true || error.code === 'ERR_CHILD_PROCESS_STDIO_MAXBUFFER';
    if (isTooMuch) spoilTrace();
    const template = /(?<![\w./-])[\w./-]{1,500}\.(?:yaml|yml|tpl|txt):\d{1,9}/.exec(stderr.slice(0, 20_000))?.[0];
    return { isRendered: false, template, isTooMuch };
  }

  /** Removes its home. */
  close(): void {
    rmSync(this.#home, { recursive: true, force: true });
  }

  #run(args: readonly string[], { timeoutMs, input }: { timeoutMs: number; input?: string | undefined }) {
    // The only words that a shell reads are these; where it knows no such limit, the time bounds it.
    const limit = `ulimit -v ${maximumMemory} 2>/dev/null; exec helm "$@"`;
    const [program, words] =
      process.platform === 'win32' ? ['helm', [...args]] : ['/bin/sh', ['-c', limit, 'helm', ...args]];
    const options = {
      cwd: this.#home,
      env: this.#environment,
      timeout: timeoutMs,
      killSignal: 'SIGKILL',
      maxBuffer: maximumOutput,
      encoding: 'utf8',
    } as const;
    return new Promise<{ error: ChildError | null; stdout: string; stderr: string }>((resolve) => {
      const child = execFile(program, words, options, (error, stdout, stderr) => resolve({ error, stdout, stderr }));
      // A program that does not read its input closes it.
      child.stdin?.on('error', () => {});
      child.stdin?.end(input ?? '');
    });
  }
}

/** To start a shell that finds none takes longer than to look. */
function isOnPath(): boolean {
  if (process.platform === 'win32') return true;
  return (process.env.PATH ?? '').split(delimiter).some((folder) => {
    try {
      accessSync(join(folder, 'helm'), constants.X_OK);
      return isAbsolute(folder);
    } catch {
      return false;
    }
  });
}

type ChildError = Error & { readonly killed?: boolean; readonly code?: string | number | null };

/** With what a chart is rendered. */
export interface TemplateOptions {
  readonly release: string;
  readonly namespace: string;
  /** Beside those of Kubernetes. */
  readonly apiVersions: readonly string[];
  /** Absolute paths of files of values, the last one wins. */
  readonly files: readonly string[];
  readonly values?: string | undefined;
  readonly timeoutMs: number;
}
