import path from 'node:path';
import { type BaselineFile, baselineFile } from '../guardrails/adoption/baseline-file.ts';
import { type CheckConfiguration, loadCheckConfiguration } from '../guardrails/adoption/check-configuration.ts';
import { checkManifests } from '../guardrails/check-manifests.ts';
import { withheldCredential } from '../guardrails/credential/withheld-credential.ts';
import {
  type ConfigurationInput,
  configurationSchema,
  type GuardrailConfiguration,
  resolveConfiguration,
} from '../guardrails/engine/configuration.ts';
import type { Manifest } from '../guardrails/manifest/manifest.ts';
import { expandDocument } from '../guardrails/reading/expand-document.ts';
import type { Diagnostic } from '../model/diagnostics/diagnostic.ts';
import { problem } from '../model/diagnostics/problems.ts';
import type { Platform } from '../model/platform/platform.ts';
import { guardrailEnvironments } from './guardrail-environments.ts';

/** How what a platform renders is checked. */
export interface CheckRenderedOptions {
  /** Settings of the guardrails, over those of the configuration file. @default none */
  readonly guardrails?: Omit<ConfigurationInput, 'environments'>;
  /**
   * Configuration file of the check, relative to the working directory: its settings, suppressions and
   * baseline count here as they do in `vaultwright check`; `false` for none. @default the nearest
   * vaultwright.config.yaml or .json
   */
  readonly configuration?: string | false;
  /** Folder that gets the output: suppressions and baselines name the files with it. @default 'dist' */
  readonly outputFolder?: string;
}

const nothing: CheckConfiguration = { guardrails: {}, suppressions: [] };

/**
 * Checks what a platform renders, by what follows from the platform and by the configuration of its
 * repository.
 *
 * @throws ConfigurationError where the configuration file or the baseline cannot be used
 */
export function checkRendered(
  platform: Platform,
  manifests: readonly Manifest[],
  { guardrails, configuration: named, outputFolder = 'dist' }: CheckRenderedOptions,
): readonly Diagnostic[] {
  const workingDirectory = process.cwd();
  const loaded = named === false ? nothing : loadCheckConfiguration(named, workingDirectory);
  const { data: own = {}, error } = configurationSchema.safeParse(guardrails ?? {});
  const problems = (error?.issues ?? []).map(({ path: steps, message }) => {
    const field = ['guardrails', ...steps.map(String)].join('.');
    return problem('VW1201', `${field}: ${withheldCredential(message)}`, { field });
  });
  const prefix = `${path.relative(workingDirectory, path.resolve(outputFolder)).split(path.sep).join('/')}/`;
  const baseline: BaselineFile | undefined = loaded.baseline
    ? baselineFile(loaded.baseline, workingDirectory)
    : undefined;
  const { diagnostics } = checkManifests(
    { manifests: manifests.flatMap((manifest) => withCarried(manifest, prefix)), isPart: true },
    {
      configuration: configurationOf(platform, loaded.guardrails, own as ConfigurationInput),
      suppressions: loaded.suppressions,
      baseline,
    },
  );
  return [...problems, ...diagnostics.map((diagnostic) => withinOutput(diagnostic, prefix))];
}

/**
 * What the platform says itself, then the file of its repository, then what the program gives; names of
 * stores add up.
 */
function configurationOf(
  platform: Platform,
  file: ConfigurationInput,
  own: ConfigurationInput,
): GuardrailConfiguration {
  const { store, mirrorStore, mount } = platform.settings;
  const stores = [...platform.storeDefinitions.keys()].map((name) => platform.nameOfStore(name));
  const known = guardrailEnvironments(platform);
  const further = (file.environments ?? []).filter(({ name }) => known.every((each) => each.name !== name));
  return resolveConfiguration({ mount, rules: rulesOfDeclarations }, file, own, {
    strictness: 'references',
    storeNames: [store, mirrorStore, ...stores, ...(file.storeNames ?? []), ...(own.storeNames ?? [])],
    mirrorStoreNames: [mirrorStore, ...(file.mirrorStoreNames ?? []), ...(own.mirrorStoreNames ?? [])],
    environments: [...known, ...further],
  });
}

/** What may be demanded where everything comes from declarations. */
const rulesOfDeclarations: NonNullable<ConfigurationInput['rules']> = {
  // A Secret with any value at all did not come from one, so its key's name does not matter.
  'no-inline-secret': { options: { literals: 'any' } },
  'fixture-coverage': { options: { requireMap: true } },
  'store-condition-anchored': { options: { required: true } },
};

/**
 * A manifest and the documents that it carries as text, such as a Secret inside a ConfigMap; their findings
 * point at the construct.
 */
const withCarried = ({ role, value, ...base }: Manifest, prefix: string): Manifest[] =>
  expandDocument(value, { ...base, file: `${prefix}${base.file}`, locate: () => undefined }, role).manifests;

/** Findings name the output relative to its folder. */
function withinOutput(diagnostic: Diagnostic, prefix: string): Diagnostic {
  const { output } = diagnostic.place;
  if (output === undefined || !output.startsWith(prefix)) return diagnostic;
  return { ...diagnostic, place: { ...diagnostic.place, output: output.slice(prefix.length) } };
}
