import { existsSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { sortDiagnostics } from '../model/diagnostics/diagnostic.ts';
import { type ExitStatus, exitStatus, VaultwrightError } from '../model/diagnostics/errors.ts';
import { printable } from '../model/diagnostics/printable.ts';
import type { Platform } from '../model/platform/platform.ts';
import { type CheckedTypes, checkTypes } from './check-types.ts';
import { findingsText } from './findings-text.ts';
import { type RenderOptions, renderPlatform } from './render-platform.ts';
import { recoverOutput, writeOutput } from './write-output.ts';

/** What makes up a platform, and where its output goes. */
export interface SynthesizeOptions extends RenderOptions {
  /** Folder that gets the output, replaced in whole. @default 'dist' */
  readonly outputFolder?: string;
  /**
   * The `tsconfig.json` whose types are checked while the platform renders.
   * @default below `cdk8s synth` that of the working directory, where there is one; else none
   */
  readonly typeCheck?: string;
}

/** The file that `cdk8s synth` finds in its folder. */
const listing = 'manifests.k8s.yaml';

/**
 * Renders a platform, checks its types, declarations and manifests, and replaces the output folder in whole;
 * the program of `app:` in cdk8s.yaml.
 *
 * On any error the output folder keeps its previous content and every finding is printed.
 * Below `cdk8s synth` the manifests are also left in the folder that the command names, as one file, for its
 * validation plugins.
 *
 * @returns the status with which the program should exit
 */
export async function synthesizePlatform(platform: Platform, options: SynthesizeOptions): Promise<ExitStatus> {
  const { outputFolder = 'dist' } = options;
  const project = options.typeCheck ?? (isBelowCli() && existsSync('tsconfig.json') ? 'tsconfig.json' : undefined);
  try {
    recoverOutput(outputFolder);
    const types: Promise<CheckedTypes> =
      project === undefined ? Promise.resolve({ diagnostics: [] }) : checkTypes(project);
    const { files, manifests, diagnostics: rendering } = await renderPlatform(platform, options);
    const { diagnostics: typing, omitted } = await types;
    const diagnostics = sortDiagnostics([...typing, ...rendering]);
    const { text, errors } = findingsText(diagnostics);
    if (text !== '') process.stderr.write(text);
    if (omitted !== undefined) console.error(`Types are not checked: ${omitted}.`);
    if (errors > 0) {
      console.error(`${errors} error${errors > 1 ? 's' : ''}; ${outputFolder}/ keeps its previous content.`);
      return failure(
        diagnostics.some(({ code }) => code.startsWith('VW12')) ? exitStatus.usage : exitStatus.findings,
        outputFolder,
      );
    }
    const result = writeOutput(outputFolder, files);
    leaveForCli(files, outputFolder);
    const objects = manifests.filter(({ role }) => role === 'object').length;
    // Not to standard output, which `cdk8s synth` keeps to itself and follows with a list of its own folder.
    console.error(
      `${outputFolder}/ ${result === 'written' ? 'replaced' : 'unchanged'}: ${platform.environments.size} environments, ${objects} objects, ${files.size} files.`,
    );
    return exitStatus.clean;
  } catch (error) {
    if (error instanceof VaultwrightError) {
      console.error(error.message);
      return failure(error.exitStatus, outputFolder);
    }
    // Its message can quote what was being rendered.
    const { name, stack = '' } = error instanceof Error ? error : new Error();
    console.error(
      `error VW1999: rendering failed with ${printable(name)}; this is a defect of vaultwright: report it with the lines below`,
    );
    for (const frame of stack
      .split('\n')
      .filter((line) => /^\s+at /.test(line))
      .slice(0, 12))
      console.error(printable(frame));
    return exitStatus.internal;
  }
}

/** Both are set by the command alone. */
const isBelowCli = (): boolean =>
  process.env.CDK8S_OUTDIR !== undefined && process.env.CDK8S_RECORD_CONSTRUCT_METADATA !== undefined;

/**
 * The command prints a stack trace of its own where its app fails, and one line where the folder that it
 * named is missing; it fails either way.
 */
function failure(status: ExitStatus, outputFolder: string): ExitStatus {
  const folder = process.env.CDK8S_OUTDIR;
  if (folder === undefined || !isBelowCli() || path.resolve(folder) === path.resolve(outputFolder)) return status;
  rmSync(folder, { recursive: true, force: true });
  return exitStatus.clean;
}

/**
 * `cdk8s synth` lists what it finds in its own folder after the app has ended: one file of all manifests, so
 * that one line follows the summary. Helm values are no manifests.
 */
function leaveForCli(files: ReadonlyMap<string, string>, outputFolder: string): void {
  const folder = process.env.CDK8S_OUTDIR;
  if (folder === undefined || path.resolve(folder) === path.resolve(outputFolder)) return;
  const manifests = [...files].filter(([file]) => !/^[^/]+\/values\//.test(file)).map(([, text]) => text);
  mkdirSync(folder, { recursive: true });
  writeFileSync(path.join(folder, listing), manifests.join('---\n'));
}
