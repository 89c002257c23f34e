import { readFileSync } from 'node:fs';
import type { ConfigurationInput } from '../../../src/guardrails/engine/configuration.ts';
import type { Diagnostic } from '../../../src/model/diagnostics/diagnostic.ts';

/** Files of one probe, and the findings that they must have: exactly these, each on its line. */
export interface MarkedProbe {
  readonly title: string;
  readonly files: Readonly<Record<string, string>>;
  /** `file:line`, and the rules of which one must speak. */
  readonly expected: readonly { readonly place: string; readonly rules: readonly string[] }[];
  readonly configuration?: ConfigurationInput;
}

const weak = 'changeme1';
const strong = ['Zx81pQmR', '4tLw97Kd', 'Yb32'].join('');
/** Put together here, so that no scanner takes the texts for leaks. */
const tokens: Readonly<Record<string, string>> = {
  '@SLACK@': ['https://hooks.slack', '.com/services/T01ABCDEF/B01ABCDEF/', strong, 'aabb'].join(''),
  '@GITHUB@': ['gh', 'p_', strong, 'aabbccddeeff0011'].join(''),
  '@STRIPE@': ['sk', '_live_', strong].join(''),
  '@VAULT@': ['hv', 's.', strong, strong].join(''),
};

/**
 * Reads probes from a text: `=== title`, then the file `app.yaml` or files after `>>> name` (`>>> CONFIG` is
 * the configuration in JSON).
 *
 * `«rule»` at the end of a line expects a finding there, `«one|other»` one of either rule. `@V@` stands for a
 * weak and a strong value in turn, `@B@` for its base64, `@6{…}6@` for the base64 of what is between.
 *
 * @param always files that stand beside every probe that has none of that name
 */
export function markedProbes(name: string, always: Readonly<Record<string, string>> = {}): MarkedProbe[] {
  const text = readFileSync(new URL(`marked/${name}.txt`, import.meta.url), 'utf8');
  return text
    .split(/^=== /m)
    .slice(1)
    .flatMap((block) => (/@[VB]@/.test(block) ? [weak, strong] : ['']).map((value) => probe(block, value, always)));
}

function probe(block: string, value: string, always: Readonly<Record<string, string>>): MarkedProbe {
  const [title = '', ...lines] = filled(block, value).split('\n');
  const [own = '', ...named] = lines.join('\n').split(/^>>> /m);
  const parts = named.map((part): [string, string] => {
    const end = part.indexOf('\n');
    return [part.slice(0, end).trim(), part.slice(end + 1)];
  });
  const marked = [...(own.trim() === '' ? [] : [['app.yaml', own] as const]), ...parts];
  const configuration = parts.find(([name]) => name === 'CONFIG')?.[1];
  const expected: { place: string; rules: string[] }[] = [];
  const files: Record<string, string> = { ...always };
  for (const [file, text] of marked) {
    if (file === 'CONFIG') continue;
    for (const [index, line] of text.split('\n').entries())
      for (const [, rules = ''] of line.matchAll(/«([^»]*)»/g))
        expected.push({ place: `${file}:${index + 1}`, rules: rules.split('|') });
    files[file] = text.replace(/ ?«[^»]*»/g, '');
  }
  const suffix = value === '' ? '' : value === weak ? ', weak' : ', strong';
  return {
    title: `${title.trim()}${suffix}`,
    files,
    expected,
    ...(configuration !== undefined && { configuration: JSON.parse(configuration) as ConfigurationInput }),
  };
}

const filled = (text: string, value: string): string =>
  text
    .replaceAll('@V@', value)
    .replaceAll('@B@', Buffer.from(value).toString('base64'))
    .replace(/@[A-Z]{3,}@/g, (name) => tokens[name] ?? name)
    .replace(/@6\{([\s\S]*?)\}6@/g, (_, plain: string) => Buffer.from(plain).toString('base64'));

/**
 * Returns what is wrong: expected findings that are missing, and findings that nobody expects; empty where
 * all is right.
 */
export function differences({ expected }: MarkedProbe, findings: readonly Diagnostic[]): string[] {
  const left = findings.map(({ rule = '', place: { position } }) => ({
    place: `${position?.file}:${position?.line}`,
    rule,
  }));
  const missing = expected.filter(({ place, rules }) => {
    const index = left.findIndex((finding) => finding.place === place && rules.includes(finding.rule));
    if (index >= 0) left.splice(index, 1);
    return index < 0;
  });
  return [
    ...missing.map(({ place, rules }) => `missing: ${place} ${rules.join(' or ')}`),
    ...left.map(({ place, rule }) => `false alarm: ${place} ${rule}`),
  ];
}
