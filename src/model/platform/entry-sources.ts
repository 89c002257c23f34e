import type { Extract, LimitedSource } from '../declarations/secret-contract.ts';
import type { SecretTemplate } from '../declarations/template.ts';
import { VaultEntry } from '../declarations/vault-entry.ts';
import type { VaultKey } from '../declarations/vault-key.ts';
import type { ProblemCode } from '../diagnostics/problems.ts';

/** What a Secret is made of, as it was given. */
export interface GivenSources<N extends string> {
  readonly keys?: Readonly<
    Record<string, VaultKey | SecretTemplate | (LimitedSource & { readonly environments: readonly N[] })>
  >;
  readonly from?: VaultEntry<never>;
  readonly rename?: Readonly<Record<string, string | undefined>>;
  readonly find?: Readonly<Record<string, VaultEntry<never>>>;
}

/** The whole entries that a Secret takes. */
interface EntrySources {
  readonly from: Extract | undefined;
  readonly find: Readonly<Record<string, VaultEntry<string>>> | undefined;
  /** Data keys that come of them. */
  readonly dataKeys: readonly string[];
  /** Whether an entry whose properties nobody declared brings further data keys. */
  readonly isOpen: boolean;
}

/** Reads which whole entries a Secret takes, and reports what of them does not fit together. */
export function entrySources(
  platform: object,
  { keys = {}, from, rename = {}, find }: GivenSources<string>,
  report: (code: ProblemCode, what: string) => void,
): EntrySources {
  const isSound = (entry: unknown): entry is VaultEntry<string> => {
    if (!VaultEntry.is(entry))
      report('VW1005', 'A Secret takes something that looks like an entry, and that no factory made');
    else if (VaultEntry.declarationOf(entry).platform !== platform)
      report('VW1014', 'A Secret takes an entry of another platform');
    else return true;
    return false;
  };
  const renames = Object.fromEntries(
    Object.entries(rename).filter((pair): pair is [string, string] => typeof pair[1] === 'string'),
  );
  const entry: unknown = from;
  const taken = entry !== undefined && isSound(entry) ? { entry, rename: renames } : undefined;
  const declaration = taken && VaultEntry.declarationOf(taken.entry);
  const properties = Object.keys(declaration?.keys ?? {});
  for (const property of Object.keys(renames))
    if (!properties.includes(property))
      report('VW1026', `Property "${property}" is renamed, and the entry does not declare it`);
  const extracted = properties.map((property) => renames[property] ?? property);
  const found = Object.entries(find ?? {}).filter(([, one]) => isSound(one));
  const dataKeys = [...extracted, ...found.map(([dataKey]) => dataKey)];
  const all = [...Object.keys(keys), ...dataKeys];
  for (const twice of new Set(all.filter((dataKey, index) => all.indexOf(dataKey) !== index)))
    report('VW1026', `Data key "${twice}" has two sources`);
  return {
    from: taken,
    find: found.length > 0 ? Object.fromEntries(found as [string, VaultEntry<string>][]) : undefined,
    dataKeys,
    isOpen: declaration?.whole !== undefined,
  };
}
