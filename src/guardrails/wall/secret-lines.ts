import { stripReferences } from '../credential/strict/references.ts';
import type { SettingHit } from './setting-lines.ts';

const mayHold = /kind["']?\s{0,4}:\s{0,4}["']?Secret\b|secretGenerator|patch\s{1,4}secrets?\b/;
const kindLine = /^([\s#>*/|-]{0,200})["']?kind["']?\s{0,4}:\s{0,4}["']?Secret["']?,?\s*$/;
const dataLine = /^([\s#>*/|-]{0,200})["']?(?:data|stringData|binaryData)["']?\s{0,4}:\s{0,4}\{?\s*$/i;
const field = /^([\s#>*/|-]{0,200})["']?([\w.-]{1,253})["']?\s{0,4}:(?:\s{1,8}(\S[^\n]*))?$/;
const flowData = /(?<!\w)["']?(?:string|binary)?data["']?\s{0,4}:\s{0,4}\{([^{}]{1,5000})\}/gi;
const flowField = /["']?([\w.-]{1,253})["']?\s{0,4}:\s{0,4}(?:"([^"]{1,2000})"|'([^']{1,2000})'|([^\s,"'}]{1,2000}))/g;
const literals = /^([\s#>*/|-]{0,200})literals\s{0,4}:\s{0,4}(?:\[([^\]\n]{1,2000})\])?\s*$/;
const literal = /^[\s#>*/|-]{0,200}["']?([\w.-]{1,253})=(\S[^\n]*)$/;
/** Where another document begins: a mark, a fence, the end of a here-document. */
const boundary = /^\W*(?:---|```|~~~|EOF\b)|^[A-Z]{3,20}$/;

/**
 * Finds the values of Secrets in a text that is no document: in a here-document, a comment, a block of
 * Markdown, a program.
 */
export function secretHits(given: string): SettingHit[] {
  if (!mayHold.test(given)) return [];
  // `"kind: Secret\nstringData: …"`: a text of a program, in one line.
  const isOneLine = /kind:\s{0,4}Secret\\n/.test(given);
  const text = isOneLine ? given.replaceAll('\\n', '\n') : given;
  const found: SettingHit[] = [];
  const add = (key: string, value: string, offset: number): void => {
    if (isLiteral(value)) found.push({ key, offset: isOneLine ? 0 : offset });
  };
  const lines = text.split('\n');
  const starts: number[] = [];
  let at = 0;
  for (const line of lines) {
    starts.push(at);
    at += line.length + 1;
  }
  for (let from = 0; from < lines.length; ) {
    let to = from + 1;
    while (to < lines.length && !boundary.test(lines[to] ?? '')) to++;
    ofDocument(lines, starts, from, to, add);
    from = to;
  }
  if (/secretGenerator/.test(text)) ofGenerator(lines, starts, add);
  // Without quotes a word is a value of YAML, and a variable of a program.
  const isYaml = /kind:\s{0,4}Secret\b/.test(text);
  if (/["']?kind["']?\s{0,4}:\s{0,4}["']?Secret["']?\s{0,4}[,}]|patch\s{1,4}secrets?\b/.test(text))
    for (const { 1: body = '', index } of text.matchAll(flowData))
      for (const [, key = '', double, single, bare] of body.matchAll(flowField))
        add(key, double ?? single ?? (isYaml ? bare : undefined) ?? '', index);
  return found;
}

type Add = (key: string, value: string, offset: number) => void;

/** The data of a Secret whose kind stands in the same column. */
function ofDocument(lines: readonly string[], starts: readonly number[], from: number, to: number, add: Add): void {
  const columns = new Set<number>();
  for (let index = from; index < to; index++) {
    const [, before] = kindLine.exec(lines[index] ?? '') ?? [];
    if (before !== undefined) columns.add(before.length);
  }
  if (columns.size === 0) return;
  for (let index = from; index < to; index++) {
    const [, before] = dataLine.exec(lines[index] ?? '') ?? [];
    if (before === undefined || !columns.has(before.length)) continue;
    let block: { key: string; column: number } | undefined;
    for (let next = index + 1; next < to; next++) {
      const line = lines[next] ?? '';
      const column = line.search(/[^\s#>*/|-]/);
      if (column < 0) continue;
      if (column <= before.length) break;
      if (block !== undefined && column > block.column) {
        add(block.key, line.trim(), starts[next] ?? 0);
        continue;
      }
      block = undefined;
      const [, own = '', key = '', value = ''] = field.exec(line) ?? [];
      if (/^[|>][-+\d]{0,2}$/.test(value) || (value === '' && key !== '')) block = { key, column: own.length };
      else if (key !== '') add(key, value.replace(/,$/, '').replace(/^(["'])([\s\S]*)\1$/, '$2'), starts[next] ?? 0);
    }
  }
}

/** `literals` of a `secretGenerator` of kustomize. */
function ofGenerator(lines: readonly string[], starts: readonly number[], add: Add): void {
  let isSecret = false;
  lines.forEach((line, index) => {
    if (/Generator["']?\s{0,4}:/.test(line)) isSecret = /secretGenerator/.test(line);
    const [whole, before = '', inline = ''] = literals.exec(line) ?? [];
    if (!isSecret || whole === undefined) return;
    for (const [, key = '', value = ''] of inline.matchAll(/["']?([\w.-]{1,253})=([^\s,"']{1,1000})/g))
      add(key, value, starts[index] ?? 0);
    for (let next = index + 1; next < lines.length; next++) {
      const item = lines[next] ?? '';
      const [, key = '', value = ''] = literal.exec(item) ?? [];
      if (key === '' || item.search(/[^\s#>*/|]/) < before.search(/$/)) break;
      add(key, value.replace(/["']$/, ''), starts[next] ?? 0);
    }
  });
}

function isLiteral(value: string): boolean {
  if (value === '' || value === '{' || value === '""' || value === "''") return false;
  return /[\p{L}\p{N}]/u.test(stripReferences(value, true).residue);
}
