import { readRegular } from './regular-file.ts';
import type { SourceTexts } from './source-texts.ts';

/** In bytes. */
const largestProgram = 512 * 1024;
const mostPrograms = 20_000;

/** Programs that make objects of Kubernetes: those of a cloud's tool, of a generator, of an operator. */
export const programName =
  /\.(?:tf|tofu|jsonnet|libsonnet|cue|nix|pkl|dhall|py|go|[cm]?[jt]sx?|rb|ps1|groovy|java|kt|cs|rs)$|^Tiltfile$|^Jenkinsfile$/;

/** What the text of a program holds that makes Secrets. */
const makes =
  /kubernetes_(?:secret|manifest)|kubectl_manifest|\bExternalSecret|\bkind\W{1,6}Secret\b|create_?secret|createNamespacedSecret|create_namespaced_secret|(?:core)?v1\.Secret\b|V1Secret\b|new Secret\(|SecretBuilder|[sS]ecret_?[nN]ame|SECRET_NAME/;
const nearSecret = /secret/i;
const quoted = /["'`]([a-z0-9][a-z0-9.-]{1,100}[a-z0-9])["'`]/g;
/** How many lines a name may stand from the word that says what it names. */
const reach = 8;

/**
 * An action of a chart's template that hands a name to another template, or keeps one for it:
 * `include "x" (dict "name" "y")`, `list "y" . | include "x"`, `$account := "y"`.
 */
const handing = /\{\{-?([^{}]{0,2300})\}\}/g;
const hands = /\b(?:include|template)\b|:=/;

/** A Secret of a template that does not parse, or whose parts are put together elsewhere. */
const written =
  /^kind:[ \t]{1,8}["']?(?:Secret|ExternalSecret|SealedSecret)["']?[ \t]*\n(?:(?!---)[^\n]{0,300}\n){0,6}?metadata:[ \t]*\n(?:[ \t]{1,8}[^\n]{0,300}\n){0,8}?[ \t]{1,8}name:[ \t]{1,8}["']?([a-z0-9][a-z0-9.-]{1,251}[a-z0-9])["']?[ \t]*$/gm;

/**
 * The programs of a tree, and the templates of its charts: names of Secrets stand in them that no manifest
 * shows being made. They are read where a Secret is missing, and only then.
 */
export class ProgramTexts {
  readonly #paths: readonly string[];
  readonly #sources: SourceTexts;
  #names: Set<string> | undefined;

  /** @param paths absolute */
  constructor(paths: readonly string[], sources: SourceTexts) {
    this.#paths = paths;
    this.#sources = sources;
  }

  /** Tells whether a program or a helper of a template is told the name of this Secret. */
  speaksOf(secret: string): boolean {
    this.#names ??= this.#read();
    return this.#names.has(secret);
  }

  #read(): Set<string> {
    const names = new Set<string>();
    for (const path of this.#paths.slice(0, mostPrograms)) {
      const text = readRegular(path, largestProgram)?.toString('utf8') ?? '';
      if (makes.test(text)) addNames(text, names);
    }
    for (const text of this.#sources.templates()) {
      for (const [, handed = ''] of text.matchAll(handing)) if (hands.test(handed)) add(handed, names);
      for (const [, name = ''] of text.matchAll(written)) names.add(name);
    }
    return names;
  }
}

function addNames(text: string, names: Set<string>): void {
  const lines = text.split('\n');
  let last = -reach - 1;
  const pending: string[] = [];
  for (const [index, line] of lines.entries()) {
    const speaks = nearSecret.test(line);
    if (speaks) {
      last = index;
      for (const before of pending.splice(0)) add(before, names);
    }
    if (index - last <= reach) add(line, names);
    else if (pending.push(line) > reach) pending.shift();
  }
}

function add(line: string, names: Set<string>): void {
  for (const [, name = ''] of line.matchAll(quoted)) names.add(name);
}
