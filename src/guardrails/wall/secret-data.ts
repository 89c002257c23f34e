import type { JsonValue } from '../manifest/manifest.ts';
import { isList, isObject } from '../manifest/normalise.ts';
import { isReference } from './object-kinds.ts';
import type { WalkReport } from './walk-report.ts';

/**
 * A Secret holds nothing but credentials, under any key.
 *
 * @param mayRefer where a reference stands in place of a value
 */
export function reportSecretData(report: WalkReport, value: JsonValue, key: string, mayRefer = false): void {
  if (isObject(value))
    for (const field in value)
      report.within(field, () => reportSecretData(report, value[field] ?? null, field, mayRefer));
  else if (isList(value))
    for (const [index, item] of value.entries())
      report.within(index, () => reportSecretData(report, item, key, mayRefer));
  else if (value !== null && value !== '' && !(mayRefer && isReference(value)))
    report.add('literal', key, 'secret-data');
}
