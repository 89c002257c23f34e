import { ScriptedNames } from '../knowledge/scripted-names.ts';
import type { ScriptedSecret } from '../knowledge/secrets-of-script.ts';
import { readRegular } from './regular-file.ts';
import type { SourceTexts } from './source-texts.ts';

/** In bytes. */
const largestScript = 512 * 1024;

const nameLike = /[a-z0-9](?:[a-z0-9.-]*[a-z0-9])?/g;
/**
 * What follows an action, a directive of a format or a variable: `{{ .Chart.Name }}-dbcreds`, `%s-dbcreds`.
 */
const tailLike = /(?:\}\}|%[svq]|\$\{?\w+\}?)((?:-[a-z0-9]+)+)(?![\w-])/g;

/** What reads a Secret, in its own line or in the one that opens the block of its name. */
const reads =
  /secret_?key_?ref|secret_?name|secret_?ref|existing_?secret|imagepullsecrets|\bsecret:\s*$|credentialsname/i;
const named = /^[-\s]*(?:name|key|secret)\b/;
/** Beside the name of a volume, a mount or a container. */
const ofPod = /mountPath|readOnly:|\bsecret:|configMap:|emptyDir|projected:|persistentVolumeClaim|image:|items:/;
const ofOthers =
  /kubernetes\.io\/|^[-\s]*(?:app|component|serviceAccount(?:Name)?|containerName|image|host|hostname|kind|description|subPath|mountPath)\b|\b(?:get|describe|wait)\s+secrets?\b/;
/** Kinds that make no Secret of their own name. */
const plainKind =
  /^kind:\s*["']?(?:Deployment|StatefulSet|DaemonSet|Job|CronJob|Pod|Service|ServiceAccount|ConfigMap|Ingress|Role|RoleBinding|ClusterRole|ClusterRoleBinding|NetworkPolicy|PersistentVolumeClaim|HorizontalPodAutoscaler|PodDisruptionBudget|ServiceMonitor)\b/;

/**
 * The texts from which no object was read as it is: templates of charts and scripts. Names of Secrets stand
 * in them whole, or as the end of what an action begins.
 */
export class SpokenTexts {
  readonly #sources: SourceTexts;
  readonly #scripts: readonly string[];
  #names: Map<string, string> | undefined;
  readonly #tails = new Map<string, string>();
  readonly #made: ScriptedNames;

  /**
   * @param scripts absolute paths
   * @param scripted what scripts of the tree make, with the variables in its names
   */
  constructor(sources: SourceTexts, scripts: readonly string[], scripted: readonly ScriptedSecret[]) {
    this.#sources = sources;
    this.#scripts = scripts;
    this.#made = new ScriptedNames(scripted);
  }

  /** Returns the text that speaks of a Secret, by its name or as a script's path. */
  named(secret: string): string | undefined {
    return this.#read().get(secret);
  }

  /** Returns the text that ends the name of something like this. */
  ending(tail: string): string | undefined {
    this.#read();
    return this.#tails.get(tail);
  }

  /**
   * Returns what makes Secrets of such names: the list of a loop, or a command with a variable in the name.
   */
  maker(secret: string): string | undefined {
    this.#read();
    return this.#made.has(secret) ? 'a script' : undefined;
  }

  #read(): ReadonlyMap<string, string> {
    if (this.#names !== undefined) return this.#names;
    const names = new Map<string, string>();
    this.#names = names;
    for (const [file, text] of this.#sources.namedTemplates()) this.#lines(text, file, names);
    for (const path of this.#scripts) {
      const text = readRegular(path, largestScript)?.toString('utf8') ?? '';
      this.#lines(text, 'a script', names);
      this.#made.addLists(text);
    }
    return names;
  }

  #lines(text: string, file: string, names: Map<string, string>): void {
    const lines = text.split('\n');
    let isPlain = false;
    for (const [index, line] of lines.entries()) {
      if (line.startsWith('---')) isPlain = false;
      if (plainKind.test(line)) isPlain = true;
      if (!line.includes('-') || /^\s*(?:#|\/\/|\{\{-?\s*\/\*)/.test(line) || reads.test(line) || ofOthers.test(line))
        continue;
      if (named.test(line)) {
        const before = lines.slice(Math.max(0, index - 2), index).join('\n');
        if (isPlain || reads.test(before) || /secret:\s*$/i.test(before)) continue;
        if (ofPod.test(lines.slice(Math.max(0, index - 1), index + 3).join('\n'))) continue;
      }
      for (const [name] of line.matchAll(nameLike)) if (name.includes('-') && !names.has(name)) names.set(name, file);
      for (const [, tail = ''] of line.matchAll(tailLike)) if (!this.#tails.has(tail)) this.#tails.set(tail, file);
    }
  }
}
