import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { type ExitStatus, exitStatus, VaultwrightError } from '../model/diagnostics/errors.ts';
import type { Platform } from '../model/platform/platform.ts';
import { findingsText } from './findings-text.ts';
import { type RenderOptions, renderPlatform } from './render-platform.ts';
import { recoverOutput, writeOutput } from './write-output.ts';

/** What makes up a platform, and where its output goes. */
export interface SynthesizeOptions extends RenderOptions {
  /** Folder that gets the output, replaced in whole. @default 'dist' */
  readonly outputFolder?: string;
}

/**
 * Renders a platform, checks it, and replaces the output folder in whole; the program of `app:` in
 * cdk8s.yaml.
 *
 * On any error the output folder keeps its previous content and every finding is printed.
 * Below `cdk8s synth` the manifests are also left in the folder that the command names, for its listing and
 * its validation plugins.
 *
 * @returns the status with which the program should exit
 */
export async function synthesizePlatform(platform: Platform, options: SynthesizeOptions): Promise<ExitStatus> {
  const { outputFolder = 'dist' } = options;
  try {
    recoverOutput(outputFolder);
    const { files, manifests, diagnostics } = await renderPlatform(platform, options);
    const { text, errors } = findingsText(diagnostics);
    if (text !== '') process.stderr.write(text);
    if (errors > 0) {
      console.error(`${errors} error${errors > 1 ? 's' : ''}; ${outputFolder}/ keeps its previous content.`);
      return diagnostics.some(({ code }) => code.startsWith('VW12')) ? exitStatus.usage : exitStatus.findings;
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
    console.error(error instanceof VaultwrightError ? error.message : error);
    return error instanceof VaultwrightError ? error.exitStatus : exitStatus.internal;
  }
}

/**
 * `cdk8s synth` reads its own output folder after the app has run; Helm values are no manifests, so they stay
 * out of it.
 */
function leaveForCli(files: ReadonlyMap<string, string>, outputFolder: string): void {
  const folder = process.env.CDK8S_OUTDIR;
  if (folder === undefined || path.resolve(folder) === path.resolve(outputFolder)) return;
  for (const [file, text] of files) {
    if (/^[^/]+\/values\//.test(file)) continue;
    const target = path.join(folder, file);
    mkdirSync(path.dirname(target), { recursive: true });
    writeFileSync(target, text);
  }
}
