import type { Consumer } from '../../lifecycle/commands/rotate/consumers.ts';
import type { RotationReport } from '../../lifecycle/commands/rotate/run-rotation.ts';
import { printable, printableJson } from '../../model/diagnostics/printable.ts';
import { parseKeyId } from '../../model/documents/coordinates.ts';
import type { Invocation } from '../invocation.ts';

/** Returns the mount of the engine of a store; `undefined` stands for the platform’s own. */
export type MountOf = (store: string | undefined) => string;

/** Prints a report for a program. */
export function printJson(report: RotationReport, { out }: Invocation): void {
  const { environment, isDryRun, written, delivered, consumers, restarted, notes, problems } = report;
  const shown = {
    kind: 'RotationReport',
    environment,
    dryRun: isDryRun,
    written,
    delivered,
    consumers: consumers.map((consumer) => ({ ...consumer, restarted: restarted.has(consumer) })),
    notes,
    problems,
  };
  out(`${printableJson(shown, 2)}\n`);
}

const how = {
  generate: 'new random value',
  upstream: 'copied from upstream',
  compose: 'recomposed',
  literal: 'as it is declared',
} as const;

/** Prints a report for a person; its problems are printed as the error of the command. */
export function printText(report: RotationReport, invocation: Invocation, mountOf: MountOf): void {
  const say = (text: string): void => invocation.out(`${printable(text)}\n`);
  const { isDryRun, written, delivered, consumers, restarted, notes } = report;
  const would = isDryRun ? 'would be ' : '';
  for (const { path, source, from, to, isMarked } of written)
    say(
      `${path}: ${would}${how[source]}, version ${from} → ${to ?? from + 1}${isMarked ? '' : ', without a marker: its metadata is full'}`,
    );
  for (const { namespace, secret, keys } of delivered)
    say(`Secret ${namespace}/${secret}: ${isDryRun ? 'would get' : 'has'} the new ${keys.join(', ')}`);
  for (const consumer of consumers)
    say(
      `${consumer.kind} ${consumer.namespace}/${consumer.name}: ${fate(consumer, restarted.has(consumer), isDryRun)}`,
    );
  for (const note of notes) say(`${note}`);
  const replaced = written.filter(({ from, to }) => from > 0 && to !== undefined);
  if (replaced.length > 0)
    say('To go back, oldest version first, as somebody else’s value, which bootstrap then keeps:');
  const rollbacks = replaced.map(({ path: id, from }) => {
    const { store, path } = parseKeyId(id);
    return `  vault kv rollback -mount=${mountOf(store)} -version=${from} ${path}`;
  });
  // One for an entry, however many of its keys were written at once.
  for (const line of new Set(rollbacks)) say(line);
}

function fate({ secrets, canRestart, reloads, kind }: Consumer, isRestarted: boolean, isDryRun: boolean): string {
  const reads = `reads ${secrets.join(', ')}`;
  if (isRestarted) return `${reads}; restarted`;
  if (reloads) return `${reads}; reloaded by its annotation`;
  if (kind === 'CronJob') return `${reads}; its next run takes the new value`;
  if (!canRestart) return `${reads}; must be made anew by hand`;
  return `${reads}; ${isDryRun ? 'would have to be' : 'must be'} restarted unless it reads the mounted file anew`;
}
