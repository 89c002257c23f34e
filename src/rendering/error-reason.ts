import { withheldCredential } from '../guardrails/credential/withheld-credential.ts';

/**
 * Returns in one line why something that a person wrote failed.
 *
 * Only the first line: a failed JSON patch prints its operation and the whole object below it, values
 * included. JSON.parse quotes the text that it was given, which may be a credential, and so may any other
 * message.
 */
export function errorReason(error: unknown): string {
  const message = error instanceof Error ? error.message : String(error);
  const reason = message.split('\n').find((line) => line.trim() !== '');
  if (reason === undefined) return error instanceof Error ? `${error.name} without a message` : 'nothing said why';
  if (error instanceof SyntaxError && / JSON\b/.test(reason)) return 'a text that is parsed is not valid JSON';
  return withheldCredential(reason);
}
