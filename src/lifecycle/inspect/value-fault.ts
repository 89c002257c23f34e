import type { Diagnostic, Place } from '../../model/diagnostics/diagnostic.ts';
import { isKnownPlaceholder } from '../../model/documents/known-placeholder.ts';
import type { PlaceholderDigest } from '../../model/documents/placeholder-digest.ts';
import { valueProblem } from '../problems/value-problems.ts';

/** How the value of a data key is no credential. */
export type ValueFault = 'empty' | 'placeholder' | 'template';

/** Returns whether a value cannot be a credential, whoever uses it. */
export function valueFault(value: string, placeholders: readonly PlaceholderDigest[]): ValueFault | undefined {
  if (value.trim() === '') return 'empty';
  if (value.includes('{'.repeat(2))) return 'template';
  return isKnownPlaceholder(placeholders, value.trim()) ? 'placeholder' : undefined;
}

const codes = { empty: 'VW5166', placeholder: 'VW5167', template: 'VW5168' } as const;
const verbs = { empty: 'is empty', placeholder: 'is a placeholder', template: 'holds the text of a template' } as const;

/**
 * Makes the finding of a value that cannot be a credential.
 * @param key names data key, Secret and Vault keys
 * @param remedy who must act
 */
export function valueFinding(fault: ValueFault, key: string, remedy: string, place: Place): Diagnostic {
  const finding = valueProblem(codes[fault], `${key} ${verbs[fault]}`, place);
  return remedy === '' ? finding : { ...finding, fix: `${finding.fix} ${remedy}` };
}
