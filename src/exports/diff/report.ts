import { printable, printableJson } from '../../model/diagnostics/printable.ts';
import { type Change, type Consequence, changeKinds } from './change.ts';

/** A change, with every environment in which it is the same. */
interface SharedChange extends Omit<Change, 'environment'> {
  readonly environments: readonly string[];
}

const sections = [
  ['person', 'Somebody must act'],
  ['access', 'Somebody may read or write more'],
  ['vault-write', 'Programs write into Vault'],
  ['restart', 'Workloads need the new content'],
] as const satisfies readonly (readonly [Consequence['type'], string])[];

/** Brings together what changes in several environments alike, by kind. */
function shared(changes: readonly Change[]): SharedChange[] {
  const byText = new Map<string, SharedChange & { readonly environments: string[] }>();
  for (const { environment, kind, subject, what, follows } of changes) {
    const key = JSON.stringify([kind, subject, what]);
    const known = byText.get(key);
    if (known) known.environments.push(environment);
    else byText.set(key, { kind, subject, what, follows, environments: [environment] });
  }
  const order = Object.keys(changeKinds);
  return [...byText.values()].sort((a, b) => order.indexOf(a.kind) - order.indexOf(b.kind));
}

/** What follows from the changes, by type: each text once, with the environments where it does. */
function consequences(changes: readonly Change[], type: Consequence['type']): [string, string[]][] {
  const byText = new Map<string, Set<string>>();
  for (const { environment, follows } of changes)
    for (const each of follows)
      if (each.type === type) byText.set(each.text, (byText.get(each.text) ?? new Set()).add(environment));
  return [...byText].map(([text, environments]) => [text, [...environments].sort()]);
}

const where = (environments: readonly string[]): string =>
  environments.map((name) => (name === '' ? 'cluster' : name)).join(', ');

const count = (changes: readonly Change[]): string => {
  const environments = new Set(changes.map(({ environment }) => environment));
  return `${changes.length} ${changes.length === 1 ? 'change' : 'changes'} in ${where([...environments].sort())}`;
};

/** Formats changes for a terminal. */
export function textReport(changes: readonly Change[]): string {
  if (changes.length === 0) return 'No difference in what is rendered.\n';
  const lines: string[] = [];
  let last = '';
  for (const { kind, subject, what, environments } of shared(changes)) {
    if (kind !== last) lines.push(...(last === '' ? [] : ['']), `${changeKinds[kind]} [${kind}]`);
    last = kind;
    lines.push(`  ${subject}: ${what}  (${where(environments)})`);
  }
  for (const [type, title] of sections) {
    const items = consequences(changes, type);
    if (items.length === 0) continue;
    lines.push('', `${title}:`, ...items.map(([text, environments]) => `  - ${text}  (${where(environments)})`));
  }
  return `${[...lines, '', count(changes)].map(printable).join('\n')}\n`;
}

/** Escapes what Markdown, HTML and a mention would make of a name. */
const escaped = (text: string): string =>
  printable(text)
    .replace(/[\\`*_[\]<>|~#!]/g, '\\$&')
    .replace(/@/g, '@\u200b');

/** Formats changes as a comment of a pull request. */
export function markdownReport(changes: readonly Change[]): string {
  const title = '### What changes in secrets';
  if (changes.length === 0) return `${title}\n\nNothing: what is rendered means the same.\n`;
  const lines = [title, '', `${escaped(count(changes))}.`];
  for (const [type, heading] of sections) {
    const items = consequences(changes, type);
    if (items.length === 0) continue;
    lines.push(
      '',
      `**${heading}**`,
      '',
      ...items.map(([text, each]) => `- ${escaped(text)} (${escaped(where(each))})`),
    );
  }
  lines.push('', '<details><summary>All changes</summary>', '', '| | what | environments |', '|---|---|---|');
  for (const { kind, subject, what, environments } of shared(changes))
    lines.push(`| ${changeKinds[kind]} | ${escaped(subject)}: ${escaped(what)} | ${escaped(where(environments))} |`);
  return `${[...lines, '', '</details>'].join('\n')}\n`;
}

/** Formats changes for programs. */
export const jsonReport = (before: string, after: string, changes: readonly Change[]): string =>
  `${printableJson({ kind: 'DiffReport', version: 1, before, after, changes }, 2)}\n`;
