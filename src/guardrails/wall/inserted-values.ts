import { strictDenotation } from '../credential/strict/strict-names.ts';

/** A text that a statement writes into a column that is called as a credential. */
export interface InsertedValue {
  readonly key: string;
  readonly value: string;
  readonly offset: number;
}

const statement =
  /\bINSERT\s{1,8}(?:OR\s{1,8}\w{1,10}\s{1,8})?INTO\s{1,8}[\w."`[\]]{1,100}\s{0,8}\(([\w\s,"`[\]]{1,1000})\)\s{0,8}VALUES/gi;
const text = /[EN]?'((?:[^'\n]|''){0,300})'|[^',()]{1,300}/y;

/** Finds the texts of `INSERT INTO users (name, password) VALUES ('app', 'x')`, row by row. */
export function insertedValues(sql: string): InsertedValue[] {
  if (!/\bINSERT\b/i.test(sql)) return [];
  const found: InsertedValue[] = [];
  for (const match of sql.matchAll(statement)) {
    const columns = (match[1] ?? '').split(',').map((column) => column.replace(/["`[\]\s]/g, ''));
    if (!columns.some(denotes)) continue;
    let at = match.index + match[0].length;
    for (let rows = 0; rows < 1_000; rows++) {
      const open = /^[\s,]{0,200}\(/.exec(sql.slice(at, at + 201));
      if (open === null) break;
      at += open[0].length;
      for (let column = 0; at < sql.length && column < 200; column++) {
        const blank = /^[\s,]{0,100}/.exec(sql.slice(at, at + 101))?.[0].length ?? 0;
        text.lastIndex = at + blank;
        const value = text.exec(sql);
        const key = columns[column] ?? '';
        if (value?.[1] !== undefined && denotes(key)) found.push({ key, value: value[1], offset: value.index });
        at = value === null ? at + blank : text.lastIndex;
        while (/\s/.test(sql.charAt(at))) at++;
        if (sql.charAt(at) === ')' || value === null) break;
      }
      if (sql.charAt(at) !== ')') break;
      at++;
    }
  }
  return found;
}

const denotes = (column: string): boolean => strictDenotation(column) === 'credential';
