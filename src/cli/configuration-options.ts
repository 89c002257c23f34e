import type { Command } from 'commander';
import { loadCheckConfiguration } from '../guardrails/adoption/check-configuration.ts';
import type { ConfigurationInput } from '../guardrails/engine/configuration.ts';
import { presetNames, presets } from './preset-names.ts';

/** Options by which a command names the configuration of the guardrails. */
export interface ConfigurationOptions {
  readonly config?: string;
  /** Names, comma-separated. */
  readonly preset?: string;
}

/** Adds the options that name the configuration of the guardrails. */
export function defineConfigurationOptions(command: Command): Command {
  return command
    .option('-c, --config <file>', 'configuration file (default: the nearest vaultwright.config.yaml or .json)')
    .option(
      '-p, --preset <names>',
      `presets instead of those of the configuration: ${presets.join(', ')}; several with commas`,
    );
}

/**
 * Loads the configuration of the guardrails that the options name.
 * @throws ConfigurationError VW2001–VW2003
 */
export const loadGuardrails = (options: ConfigurationOptions, workingDirectory: string): ConfigurationInput =>
  withPresets(loadCheckConfiguration(options.config, workingDirectory).guardrails, options);

/**
 * Puts the presets of the options in place of those of a configuration.
 * @throws ConfigurationError VW2003 where a name is not a preset
 */
export const withPresets = (guardrails: ConfigurationInput, { preset }: ConfigurationOptions): ConfigurationInput =>
  preset === undefined ? guardrails : { ...guardrails, presets: presetNames(preset) };
