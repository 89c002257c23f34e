import { printable } from '../model/diagnostics/printable.ts';

/** Formats rows as columns for a terminal; the last column is not padded. */
export function table(header: readonly string[], rows: readonly (readonly string[])[]): string {
  const shown = rows.map((row) => row.map(printable));
  const widths = header.map((title, column) =>
    shown.reduce((width, row) => Math.max(width, (row[column] ?? '').length), title.length),
  );
  return [header, ...shown]
    .map((row) =>
      row
        .map((cell, column) => (column === row.length - 1 ? cell : cell.padEnd(widths[column] ?? 0)))
        .join('  ')
        .trimEnd(),
    )
    .map((line) => `${line}\n`)
    .join('');
}
