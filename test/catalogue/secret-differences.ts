import type { Difference } from './difference.ts';
import type { ExpectedSecret } from './expected-secrets.ts';
import { dataKeysOf, type RenderedExternalSecret, type RenderedOutput } from './rendered-output.ts';

/**
 * Compares every Secret that the catalogue wants in an environment with what is rendered, in both directions.
 */
export function secretDifferences(
  environment: string,
  expected: readonly ExpectedSecret[],
  { externalSecrets, delivered }: RenderedOutput,
): Difference[] {
  const found: Difference[] = [];
  const seen = new Set<unknown>();
  for (const secret of expected) {
    const note = (what: string) => found.push({ environment, subject: secret.name, what });
    const records = delivered.filter(({ namespace, name }) => namespace === secret.namespace && name === secret.name);
    const writers = externalSecrets.filter(
      ({ namespace, spec }) => namespace === secret.namespace && spec.target.name === secret.name,
    );
    for (const one of [...records, ...writers]) seen.add(one);
    const [record, ...otherRecords] = records;
    const [writer, ...otherWriters] = writers;
    if (otherRecords.length + otherWriters.length > 0) note('is rendered twice');
    if (secret.externalSecret === undefined) {
      if (writer) note('is written from Vault');
      if (record) compareKeys(secret, record.keys, note);
      else note('is not rendered');
    } else {
      if (record) note(`is delivered by ${record.by}`);
      if (writer) compareWriter(secret, secret.externalSecret, writer, note);
      else note('is not rendered');
    }
  }
  for (const one of [
    ...delivered.map((record) => ({ record, name: record.name })),
    ...externalSecrets.map((record) => ({ record, name: record.spec.target.name })),
  ])
    if (!seen.has(one.record)) found.push({ environment, subject: one.name, what: 'is not in the catalogue' });
  return found;
}

function compareWriter(
  secret: ExpectedSecret,
  externalSecret: string,
  { name, component, spec }: RenderedExternalSecret,
  note: (what: string) => void,
): void {
  const { template } = spec.target;
  const type = template?.type ?? 'Opaque';
  const labels = template?.metadata?.labels ?? {};
  const keys = dataKeysOf(spec);
  if (name !== externalSecret) note(`is written by ExternalSecret ${name}`);
  if (component !== secret.component) note(`belongs to ${component}`);
  if (type !== secret.type) note(`has type ${type}`);
  if (JSON.stringify(labels) !== JSON.stringify(secret.labels)) note(`has labels ${JSON.stringify(labels)}`);
  if (spec.refreshInterval !== secret.refreshInterval) note(`is refreshed every ${spec.refreshInterval}`);
  if (spec.secretStoreRef.name !== 'ameide-vault') note(`is read from store ${spec.secretStoreRef.name}`);
  for (const { remoteRef } of spec.data)
    if (remoteRef.property !== 'value') note(`reads property ${remoteRef.property}`);
  compareKeys(secret, [...keys.keys()], note);
  for (const [key, expected] of secret.keys) {
    const rendered = keys.get(key);
    if (!rendered) continue;
    const reads = rendered.vaultKeys.join(' and ');
    if (reads !== expected.vaultKeys.join(' and ')) note(`reads ${reads || 'nothing'} into ${key}`);
    for (const decoding of rendered.decodings)
      if (decoding !== expected.decoding) note(`decodes ${key} by ${decoding}`);
    if (expected.literal !== undefined && rendered.text !== expected.literal) note(`has another text in ${key}`);
    if (expected.column.template !== undefined && rendered.text === undefined) note(`has no template for ${key}`);
  }
}

function compareKeys(secret: ExpectedSecret, rendered: readonly string[], note: (what: string) => void): void {
  for (const key of secret.keys.keys()) if (!rendered.includes(key)) note(`lacks data key ${key}`);
  for (const key of rendered) if (!secret.keys.has(key)) note(`has data key ${key}`);
}
