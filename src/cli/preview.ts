import { join, resolve } from 'node:path';
import type { Command } from 'commander';
import { baselineFile } from '../guardrails/adoption/baseline-file.ts';
import { loadCheckConfiguration } from '../guardrails/adoption/check-configuration.ts';
import { checkManifests } from '../guardrails/check-manifests.ts';
import { resolveConfiguration } from '../guardrails/engine/configuration.ts';
import { runGuardrails } from '../guardrails/engine/engine.ts';
import type { JsonObject, Manifest } from '../guardrails/manifest/manifest.ts';
import { placeManifests } from '../guardrails/manifest/place-manifests.ts';
import { readManifests } from '../guardrails/reading/read-manifests.ts';
import { previewObjects } from '../lifecycle/commands/rendered/preview-objects.ts';
import type { RenderedEnvironment } from '../lifecycle/commands/rendered/rendered-environment.ts';
import { type Diagnostic, formatDiagnostic } from '../model/diagnostics/diagnostic.ts';
import { type ExitStatus, exitStatus, FindingsError } from '../model/diagnostics/errors.ts';
import { printableJson } from '../model/diagnostics/printable.ts';
import { emitYaml } from '../rendering/yaml-emitter.ts';
import { type ConfigurationOptions, defineConfigurationOptions, withPresets } from './configuration-options.ts';
import { defineEnvironmentOptions, type EnvironmentOptions, readEnvironment } from './environment-options.ts';
import type { Invocation } from './invocation.ts';
import { writeWhereAsked } from './write-where-asked.ts';

interface PreviewOptions extends EnvironmentOptions, ConfigurationOptions {
  readonly output?: string;
  readonly json?: boolean;
}

const help = `
Prints what a namespace of previews gets, out of what is rendered for its environment; it works offline. NAMESPACE is a name such as those that
\`previews\` in the profile of the environment admits. It gets a Secret for the token of its ServiceAccount, which Kubernetes fills in, a
SecretStore that logs in to the Vault of the environment under the role of previews, and the ExternalSecrets of the declared components.
The namespace itself is made elsewhere; when it is deleted, all of it goes. Nothing is printed or written unless the guardrails pass.

Examples:
  vaultwright preview pr-shop-12 -e dev | kubectl apply -f -
  vaultwright preview pr-shop-12 -e dev --output previews/pr-shop-12.yaml    for Git
Exit status: 0 printed, 1 the guardrails found something, 2 wrong usage or configuration.`;

/** Defines `vaultwright preview`. */
export function define(command: Command, invocation: Invocation, finish: (status: ExitStatus) => void): void {
  defineConfigurationOptions(defineEnvironmentOptions(command))
    .argument('<namespace>', 'name of the namespace')
    .option('-o, --output <file>', 'write to a file')
    .option('--json', 'print JSON: a list that kubectl takes as well')
    .addHelpText('after', help)
    .action((namespace: string, options: PreviewOptions) => finish(preview(namespace, options, invocation)));
}

function preview(namespace: string, options: PreviewOptions, invocation: Invocation): ExitStatus {
  const rendered = readEnvironment(options, invocation);
  // Read from YAML, so plain JSON.
  const objects = previewObjects(rendered, namespace) as unknown as readonly JsonObject[];
  const text = options.json
    ? `${printableJson({ apiVersion: 'v1', kind: 'List', items: objects }, 2)}\n`
    : emitYaml(objects);
  const findings = judge(text, namespace, rendered, options, invocation);
  const errors = findings.filter(({ severity }) => severity === 'error');
  if (errors.length > 0) throw new FindingsError(errors);
  for (const finding of findings) invocation.err(`${formatDiagnostic(finding)}\n\n`);
  if (options.output === undefined) invocation.out(text);
  else writeWhereAsked(resolve(invocation.workingDirectory, options.output), text);
  return exitStatus.clean;
}

/**
 * Returns what the guardrails find in the text beside the environment, and do not find in the environment
 * alone, which was judged when it was rendered.
 */
function judge(
  text: string,
  namespace: string,
  { name, accessMap }: RenderedEnvironment,
  options: PreviewOptions,
  { workingDirectory }: Invocation,
): readonly Diagnostic[] {
  const { guardrails: settings, suppressions, baseline } = loadCheckConfiguration(options.config, workingDirectory);
  const guardrails = withPresets(settings, options);
  const own = { name, cluster: name, namespace: accessMap.previews?.namespace ?? name };
  const known = guardrails.environments ?? [];
  const configuration = resolveConfiguration({
    ...guardrails,
    environments: known.some((environment) => environment.name === name) ? known : [...known, own],
    // A Secret that is printed here holds no value at all.
    rules: { 'no-inline-secret': { options: { literals: 'any' } }, ...guardrails.rules },
  });
  const inEnvironment = (manifests: readonly Manifest[]): readonly Manifest[] =>
    placeManifests(manifests, new Map(manifests.map((manifest) => [manifest, { environment: name }])));
  const before = inEnvironment(readManifests({ paths: [join(options.dist, name)], workingDirectory }).manifests);
  const streams = [{ name: `<${namespace}>`, bytes: Buffer.from(text) }];
  const read = readManifests({ paths: [], streams, workingDirectory });
  return checkManifests(
    {
      manifests: [...before, ...inEnvironment(read.manifests)],
      diagnostics: read.diagnostics,
      known: runGuardrails({ manifests: before, configuration }),
      isPart: true,
    },
    {
      configuration,
      suppressions,
      baseline: baseline === undefined ? undefined : baselineFile(baseline, workingDirectory),
    },
  ).diagnostics;
}
