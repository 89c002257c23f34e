import { normalise } from '../manifest/normalise.ts';

/** Which resources a row of the tables is about. */
export interface KindRow {
  /** Kind of the resource, or several; `*` for any kind of the group. */
  readonly kind: string | readonly string[];
  /** API group, or its end after `*.`; left out: any group. */
  readonly group?: string | readonly string[];
}

/** Rows by the kinds that they are about. */
export class KindTable<Row extends KindRow> {
  readonly #byKind = new Map<string, Row[]>();
  readonly #groups = new Map<string, boolean>();
  /** Kinds are few and objects many. */
  readonly #rows = new Map<string, readonly Row[]>();

  constructor(rows: readonly Row[]) {
    for (const row of rows)
      for (const kind of [row.kind].flat()) {
        const key = normalise(kind);
        const list = this.#byKind.get(key);
        if (list) list.push(row);
        else this.#byKind.set(key, [row]);
      }
  }

  /** Returns whether a row names the group of an object: its operator is known. */
  knowsGroup(apiVersion: string): boolean {
    const group = groupOf(apiVersion);
    let answer = this.#groups.get(group);
    if (answer === undefined) {
      answer = [...this.#byKind.values()].some((rows) =>
        rows.some(({ group: own }) => own !== undefined && [own].flat().some((one) => isGroup(one, group))),
      );
      this.#groups.set(group, answer);
    }
    return answer;
  }

  /** Returns the rows that are about an object. */
  rowsFor({ kindKey, apiVersion }: { readonly kindKey: string; readonly apiVersion: string }): readonly Row[] {
    const of = `${kindKey}\0${apiVersion}`;
    let rows = this.#rows.get(of);
    if (rows === undefined) {
      rows = this.#find(kindKey, apiVersion);
      if (this.#rows.size < 10_000) this.#rows.set(of, rows);
    }
    return rows;
  }

  #find(kindKey: string, apiVersion: string): readonly Row[] {
    const rows = [...(this.#byKind.get(kindKey) ?? []), ...(this.#byKind.get('*') ?? [])];
    if (rows.length === 0) return rows;
    const group = groupOf(apiVersion);
    // What a helper of a chart renders is any group.
    if (apiVersion.includes('{{')) return rows.filter(({ kind }) => kind !== '*');
    return rows.filter((row) => row.group === undefined || [row.group].flat().some((one) => isGroup(one, group)));
  }
}

const groupOf = (apiVersion: string): string =>
  apiVersion.includes('/') ? apiVersion.slice(0, apiVersion.indexOf('/')) : '';

const isGroup = (wanted: string, group: string): boolean =>
  wanted.startsWith('*.') ? group.endsWith(wanted.slice(1)) : group === wanted;
