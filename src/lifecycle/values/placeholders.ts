import type { BootstrapSettings } from '../../model/documents/bootstrap-settings.ts';
import type { FixtureEntry } from '../../model/documents/fixture-map.ts';

/** What stands for no credential in an environment. */
export interface Placeholders {
  /**
   * What stands at a key until its producer ran; `undefined` where that is not known, since nobody here
   * writes it.
   */
  readonly own: string | undefined;
  /** Returns whether a value is a known placeholder. */
  matches(value: string): boolean;
}

/** Takes the placeholders out of the settings of a bootstrap. */
export const placeholdersOf = ({
  placeholder,
  knownPlaceholders: { exact, prefixes },
}: Pick<BootstrapSettings, 'placeholder' | 'knownPlaceholders'>): Placeholders => ({
  own: placeholder,
  matches: (value) => exact.includes(value) || prefixes.some((prefix) => value.startsWith(prefix)),
});

/**
 * Returns what stands at a key until its producer ran; readers of an encoded value decode the placeholder as
 * well.
 */
export const placeholderOf = (own: string, { storedAs }: FixtureEntry): string =>
  storedAs === 'base64' ? Buffer.from(own).toString('base64') : own;

/** Returns whether a value stands for no credential and may be replaced. */
export function isPlaceholder({ own, matches }: Placeholders, value: string, entry: FixtureEntry): boolean {
  if (matches(value)) return true;
  if (own !== undefined) return value === placeholderOf(own, entry);
  return entry.storedAs === 'base64' && matches(Buffer.from(value, 'base64').toString());
}
