import type { Diagnostic, Severity } from '../../model/diagnostics/diagnostic.ts';
import { ManifestIndex } from '../indexing/manifest-index.ts';
import type { Manifest } from '../manifest/manifest.ts';
import { countRules } from '../reporters/causes.ts';
import type { GuardrailConfiguration } from './configuration.ts';

/** How a file was read; where its documents differ, the least sure reading counts. */
export type Reading = 'objects' | 'values' | 'kustomizations' | 'templates' | 'settings' | 'line by line' | 'nothing';

/** What a check has seen, beside what it found. */
export interface Statistics {
  readonly references: {
    /** Uses of Secrets by workloads, custom resources and Helm values. */
    readonly seen: number;
    /** Those whose Secret something in the checked tree makes. */
    readonly resolved: number;
    /**
     * Those of which the tree does not tell: what they name may be made elsewhere, or is no reference at all.
     */
    readonly open: number;
    /** Those that a finding reports. */
    readonly reported: number;
  };
  readonly files: Readonly<Partial<Record<Reading, number>>>;
  readonly rules: readonly (Readonly<Record<Severity, number>> & {
    readonly rule: string;
    readonly statements: number;
  })[];
  /** Where a cache was asked for. */
  readonly cache?: CacheUse;
}

/** What a cache did for a run. */
export interface CacheUse {
  /**
   * `unchanged`: nothing was judged; `not kept`: the folder cannot be written, or the outcome depends on
   * time.
   */
  readonly outcome: 'unchanged' | 'first run' | 'changed' | 'not kept';
  /** Files, folders and links that were compared, or are next time. */
  readonly inputs: number;
}

/** What a check has seen, whatever it found. */
export interface Seen {
  readonly references: number;
  readonly resolved: number;
  readonly files: Statistics['files'];
}

/** Counts what a check has seen. */
export function seenIn(
  { manifests, files }: { readonly manifests: readonly Manifest[]; readonly files: number },
  configuration: GuardrailConfiguration,
): Seen {
  const index = ManifestIndex.of(manifests, configuration);
  const resolved = index.references.filter(
    ({ scope, namespace, name, site }) => index.producers.resolve(scope, namespace, name, site.object).known,
  ).length;
  const readings = new Map<string, Reading>();
  for (const manifest of manifests) {
    const reading = readingOf(manifest);
    const known = readings.get(manifest.file);
    if (known === undefined || order.indexOf(reading) > order.indexOf(known)) readings.set(manifest.file, reading);
  }
  const counts: Partial<Record<Reading, number>> = {};
  for (const reading of order) {
    const count = [...readings.values()].filter((one) => one === reading).length;
    if (count > 0) counts[reading] = count;
  }
  if (files > readings.size) counts.nothing = files - readings.size;
  return { references: index.references.length, resolved, files: counts };
}

/** Adds to what was seen what was found. */
export function statisticsOf({ references: seen, resolved, files }: Seen, found: readonly Diagnostic[]): Statistics {
  const reported = found.filter(({ rule, severity }) => rule === 'known-secret' && severity !== 'note').length;
  return {
    references: {
      seen,
      resolved,
      open: Math.max(0, seen - resolved - reported),
      reported: Math.min(reported, seen - resolved),
    },
    files,
    rules: countRules(found),
  };
}

/** From the surest to the least sure. */
const order: readonly Reading[] = ['settings', 'values', 'kustomizations', 'objects', 'templates', 'line by line'];

function readingOf({ role, isDegraded, isTemplate }: Manifest): Reading {
  if (isDegraded) return 'line by line';
  if (isTemplate) return 'templates';
  return role === 'values'
    ? 'values'
    : role === 'kustomization'
      ? 'kustomizations'
      : role === 'object'
        ? 'objects'
        : 'settings';
}
