import type { Diagnostic } from '../../model/diagnostics/diagnostic.ts';
import type { PlaceholderDigest } from '../../model/documents/placeholder-digest.ts';
import { isObject } from '../../model/json-record.ts';
import type { KubernetesObject } from '../clients/kubernetes/kubernetes-client.ts';
import { type GateCode, gateProblem } from '../problems/gate-problems.ts';
import { listed, type RemedyFacts, remedyOf } from './remedy.ts';
import { type ExpectedKey, keyShown, type SecretName, secretPlace } from './secret-name.ts';
import { valueFault, valueFinding } from './value-fault.ts';

/** A Secret as its readers need it. */
export interface ExpectedSecret extends SecretName {
  /** ExternalSecret that writes it. */
  readonly externalSecret?: string | undefined;
  /** Digest of what its ExternalSecret must say about it. @see externalSecretDigest */
  readonly digest?: string | undefined;
  /** Who else writes it, where no ExternalSecret does. */
  readonly by?: string | undefined;
  /** Data keys; a name `*` stands for those of an entry whose properties nobody declared. */
  readonly keys: readonly ExpectedKey[];
  /** Whether others may add data keys: it is merged into, or only some of its keys are asked for. */
  readonly isShared?: boolean | undefined;
}

/** What values are judged by. */
export interface SecretJudge extends RemedyFacts {
  readonly placeholders: readonly PlaceholderDigest[];
}

const unknownKeys = '*';

/** Names Secret, data keys and the Vault keys behind them, for a finding about more than one key. */
export const keysShown = (keys: readonly ExpectedKey[]): string =>
  keys.map(({ name, from }) => (from.length === 0 ? name : `${name} (${listed(from, 4)})`)).join(', ');

/** Every Vault key behind a Secret. */
export const vaultKeysOf = ({ keys }: ExpectedSecret): string[] => [...new Set(keys.flatMap(({ from }) => from))];

/**
 * Finds what is wrong with a Secret: it is missing, lacks a key, has one more, or a value is empty, a
 * placeholder or the text of a template. Names only, never a value.
 * @param live the Secret in the cluster, `undefined` where there is none
 */
export function secretFindings(
  expected: ExpectedSecret,
  live: KubernetesObject | undefined,
  judge: SecretJudge,
): Diagnostic[] {
  const { namespace, secret, keys, externalSecret, by, isShared = false } = expected;
  const writer = externalSecret === undefined ? '' : ` ExternalSecret "${externalSecret}" writes it.`;
  const find = (code: GateCode, what: string, remedy: string, from: readonly string[] = []): Diagnostic => {
    const finding = gateProblem(code, what, secretPlace(expected, from));
    if (externalSecret === undefined && by !== undefined) return { ...finding, fix: `Let ${by} write it.` };
    return { ...finding, fix: `${finding.fix}${writer}${remedy === '' ? '' : ` ${remedy}`}` };
  };
  if (!live) {
    const what = `Secret "${namespace}/${secret}" is missing; its keys: ${keysShown(keys)}`;
    return [find('VW5163', what, remedyOf(vaultKeysOf(expected), judge))];
  }
  const data = isObject(live.data) ? live.data : {};
  const named = keys.filter(({ name }) => name !== unknownKeys);
  const findings = named.flatMap((key) => {
    const { name, from } = key;
    const remedy = remedyOf(from, judge);
    const shown = keyShown(expected, key);
    if (!Object.hasOwn(data, name)) return [find('VW5164', `${shown} is missing`, remedy, from)];
    const fault = valueFault(textOf(data[name]), judge.placeholders);
    return fault ? [valueFinding(fault, shown, remedy, secretPlace(expected, from))] : [];
  });
  if (isShared || named.length < keys.length) return findings;
  const known = new Set(named.map(({ name }) => name));
  for (const name of Object.keys(data).sort())
    if (!known.has(name))
      findings.push(find('VW5165', `${keyShown(expected, { name, from: [] })} is not declared`, ''));
  return findings;
}

/** Bytes that are no text are no placeholder either, in any encoding. */
const textOf = (encoded: unknown): string => Buffer.from(String(encoded ?? ''), 'base64').toString('utf8');
