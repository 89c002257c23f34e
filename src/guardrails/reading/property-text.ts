import type { MapEntry, MapNode, ScalarNode } from './syntax-tree.ts';
import { resolvePlain } from './yaml-scalar.ts';

/** A URL is no setting called `https`. */
const assignment =
  /^(?:export\s+|set\s+)?((?:\/\/\S{1,500}\/:)?[A-Za-z_][\w.\-[\]/]{0,500})\s*(?:=|:(?!\/\/))([\s\S]*)$/;
const section = /^\[{1,2}([^[\]]+)\]{1,2}$/;
/** `//registry.example.org/:_authToken=x` of npm is a setting. */
const comment = /^(?:#|;|\/\/(?!\S+\/:)|!)/;

/**
 * How much of a text must be assignments: every line of a text of unknown kind, any of one whose name says
 * that it holds settings.
 */
export type PropertyTolerance = 'all' | 'any';

/**
 * Reads `key=value` text (properties, dotenv, ini) into a tree of sections; lines that assign nothing are
 * kept under their number.
 *
 * Returns `undefined` where the text is something else.
 */
export function propertyTree(text: string, tolerance: PropertyTolerance): MapNode | undefined {
  const root: MapNode = { kind: 'map', start: 0, entries: [] };
  let current = root;
  let assignments = 0;
  let start = 0;
  let number = 0;
  for (const raw of text.split('\n')) {
    number++;
    const line = raw.trim();
    const at = start + raw.length - raw.trimStart().length;
    start += raw.length + 1;
    if (line === '' || comment.test(line)) continue;
    const name = section.exec(line)?.[1]?.trim();
    if (name !== undefined) {
      current = { kind: 'map', start: at, entries: [] };
      root.entries.push({ key: name, keyStart: at, node: current });
      continue;
    }
    const match = assignment.exec(line);
    if (match) assignments++;
    else if (tolerance === 'all') return undefined;
    current.entries.push(
      match ? assigned(match, line, at) : { key: `line ${number}`, keyStart: at, node: scalar(line, at) },
    );
  }
  return assignments > 0 ? root : undefined;
}

function assigned([, key = '', rest = '']: RegExpExecArray, line: string, at: number): MapEntry {
  const value = rest.trimStart();
  return { key, keyStart: at, node: scalar(value, at + line.length - value.length) };
}

function scalar(text: string, start: number): ScalarNode {
  const comment = text.search(/\s#\s/);
  const body = (comment === -1 ? text : text.slice(0, comment)).trimEnd().replace(/[;,]$/, '');
  const quote = /^(["'])([\s\S]*)\1$/.exec(body);
  const shift = quote ? 1 : 0;
  const inner = (offset: number): number => start + shift + offset;
  const value = quote ? (quote[2] ?? '') : resolvePlain(body);
  return { kind: 'scalar', value, start, end: start + body.length, isBlock: false, inner };
}
