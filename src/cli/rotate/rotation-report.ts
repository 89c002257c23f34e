import type { Consumer } from '../../lifecycle/commands/rotate/consumers.ts';
import type { DeliveredSecret } from '../../lifecycle/commands/rotate/delivery.ts';
import type { WrittenKey } from '../../lifecycle/commands/rotate/rotate-keys.ts';
import type { Diagnostic } from '../../model/diagnostics/diagnostic.ts';
import { printable, printableJson } from '../../model/diagnostics/printable.ts';
import type { Invocation } from '../invocation.ts';

/** What a rotation has done so far; filled while it runs, printed however it ends. */
export interface RotationReport {
  readonly environment: string;
  readonly isDryRun: boolean;
  readonly mount: string;
  readonly written: WrittenKey[];
  /** Secrets that hold the new value; in a dry run, those that would. */
  readonly delivered: DeliveredSecret[];
  readonly consumers: Consumer[];
  readonly restarted: Set<Consumer>;
  /** What a person should know. */
  readonly notes: string[];
  /** What a person must do. */
  readonly problems: Diagnostic[];
}

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

const how = { generate: 'new random value', upstream: 'copied from upstream', compose: 'recomposed' } as const;

/** Prints a report for a person; its problems are printed as the error of the command. */
export function printText(report: RotationReport, invocation: Invocation): void {
  const say = (text: string): void => invocation.out(`${printable(text)}\n`);
  const { isDryRun, mount, written, delivered, consumers, restarted, notes } = report;
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
  for (const { path, from } of replaced) say(`  vault kv rollback -mount=${mount} -version=${from} ${path}`);
}

function fate({ secrets, canRestart, reloads, kind }: Consumer, isRestarted: boolean, isDryRun: boolean): string {
  const reads = `reads ${secrets.join(', ')}`;
  if (isRestarted) return `${reads}; restarted`;
  if (reloads) return `${reads}; reloaded by its annotation`;
  if (kind === 'CronJob') return `${reads}; its next run takes the new value`;
  if (!canRestart) return `${reads}; must be made anew by hand`;
  return `${reads}; ${isDryRun ? 'would have to be' : 'must be'} restarted unless it reads the mounted file anew`;
}
