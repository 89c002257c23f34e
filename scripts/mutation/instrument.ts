import type { Mutant } from './mutant.ts';

/** A mutant with the number by which its switch knows it. */
export interface NumberedMutant extends Mutant {
  readonly id: number;
}

/** Name of the global function that tells whether a mutant is the active one. */
export const switchName = '__isActiveMutant';

/**
 * Formats a text that holds all of its mutants at once, each behind a switch; without an active one it does
 * what it did.
 */
export function instrument(source: string, mutants: readonly NumberedMutant[]): string {
  const hosts = [...Map.groupBy(mutants, ({ host }) => `${host.start}:${host.end}`).values()];
  let next = 0;
  const spell = (start: number, end: number): string => {
    let text = '';
    let from = start;
    for (let group = hosts[next]; group?.[0] !== undefined && group[0].host.start < end; group = hosts[next]) {
      const { host } = group[0];
      next += 1;
      text += source.slice(from, host.start) + withSwitches(group, spell(host.start, host.end));
      from = host.end;
    }
    return text + source.slice(from, end);
  };
  return spell(0, source.length);
}

function withSwitches(mutants: readonly NumberedMutant[], original: string): string {
  const [first] = mutants;
  const active = (id: number): string => `${switchName}(${id})`;
  if (first?.host.form === 'statement') return `{ if (!${active(first.id)}) ${original} }`;
  if (first?.host.form === 'block') return `{ if (!${active(first.id)}) ${original} }`;
  return `(${mutants.map(({ id, host }) => `${active(id)} ? (${host.text}) : `).join('')}(${original}))`;
}
