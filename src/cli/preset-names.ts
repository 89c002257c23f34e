import { ConfigurationError } from '../model/diagnostics/errors.ts';

/** Presets that ship with the package. */
export const presets = ['recommended', 'strict'] as const;

/**
 * Reads a comma-separated list of presets.
 *
 * @throws ConfigurationError VW2003 where a name is not a preset
 */
export function presetNames(names: string): (typeof presets)[number][] {
  return names.split(',').map((name) => {
    const known = presets.find((preset) => preset === name.trim());
    if (known !== undefined) return known;
    throw new ConfigurationError([
      {
        code: 'VW2003',
        severity: 'error',
        what: `There is no preset "${name}"`,
        why: 'Without it the program would work with other rules than asked for.',
        fix: `Presets are ${presets.join(', ')}.`,
        place: {},
      },
    ]);
  });
}
