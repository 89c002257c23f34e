import { dump, loadAll } from 'js-yaml';
import { z } from 'zod';
import { resolveConfiguration, settingOf } from '../../src/guardrails/engine/configuration.ts';
import { runGuardrails } from '../../src/guardrails/engine/engine.ts';
import { type PresetName, presetConfigurations } from '../../src/guardrails/engine/presets.ts';
import { allRules } from '../../src/guardrails/engine/registry.ts';
import type { Example, Rule } from '../../src/guardrails/engine/rule.ts';
import { exampleManifests } from '../../src/guardrails/examples/example-manifests.ts';

const presets = Object.keys(presetConfigurations) as PresetName[];

/** Begins and ends of the part of docs/errors.md that is generated from the rules. */
export const generatedPart = { begin: '<!-- rules:begin -->', end: '<!-- rules:end -->' } as const;

/** Every document that follows from the rules: what spells its text, by its path. */
export function ruleDocuments(): Map<string, () => string> {
  const documents = new Map(allRules.map((rule) => [`docs/rules/${rule.id}.md`, () => ruleDocument(rule)]));
  return documents.set('docs/rules/README.md', overview);
}

/** Formats the part of docs/errors.md that lists the codes of the rules. */
export function errorCodes(): string {
  const rows = allRules.map(({ id, code, what }) => `| ${code} | [${id}](rules/${id}.md) | ${cell(what)} |`);
  return [
    generatedPart.begin,
    '',
    '| Code | Rule | What it demands |',
    '| --- | --- | --- |',
    ...rows,
    '| VW3999 |  | A setting of the guardrails names no rule, or an option of a rule is wrong. |',
    '',
    generatedPart.end,
  ].join('\n');
}

function overview(): string {
  const rows = allRules.map((rule) => {
    const cells = presets.map((preset) => severityIn(rule, preset));
    return `| [${rule.id}](${rule.id}.md) | ${rule.code} | ${cells.join(' | ')} |`;
  });
  return [
    '# Rules',
    '',
    'Every rule by preset, with its severity there. A configuration starts from `recommended`; other presets add to it, and notes count as',
    'errors under `strict`. This file and those of the rules are generated: run `npm run docs` after a change.',
    '',
    `| Rule | Code | ${presets.map((preset) => `\`${preset}\``).join(' | ')} |`,
    `| --- | --- | ${presets.map(() => '---').join(' | ')} |`,
    ...rows,
    '',
  ].join('\n');
}

function severityIn(rule: Rule, preset: PresetName): string {
  const { severity, options } = settingOf(resolveConfiguration({ presets: [preset] }), rule.id, rule.severity);
  const isTuned = Object.keys(options).length > 0 && severity !== 'off';
  return severity === 'off' ? '–' : `${severity}${isTuned ? ' ⚙' : ''}`;
}

function ruleDocument(rule: Rule): string {
  const { id, code, what, why, fix, incidents = [], examples } = rule;
  return [
    `# ${id}`,
    '',
    what,
    '',
    `- **Code:** ${code}`,
    `- **Severity:** ${presets.map((preset) => `${severityIn(rule, preset)} in \`${preset}\``).join(', ')}`,
    ...(incidents.length > 0 ? [`- **Incidents:** ${incidents.join(', ')} ([list](../incidents.md))`] : []),
    '',
    '## Why',
    '',
    why,
    '',
    '## Fix',
    '',
    fix,
    ...options(rule),
    '',
    '## Findings',
    ...examples.failing.flatMap((example) => [...exampleLines(example), '', ...findingLines(rule, example)]),
    '',
    '## No findings',
    ...examples.passing.flatMap(exampleLines),
    '',
  ].join('\n');
}

function options(rule: Rule): string[] {
  const schema = z.toJSONSchema(rule.options, { io: 'input' });
  const properties = Object.entries(schema.properties ?? {});
  if (properties.length === 0) return [];
  const rows = properties.map(([name, property]) => {
    const { type, enum: values, default: fallback, description = '' } = property as Record<string, unknown>;
    const shape = Array.isArray(values) ? values.map((value) => `\`${value}\``).join(', ') : String(type ?? 'any');
    return `| \`${name}\` | ${shape} | ${fallback === undefined ? '' : `\`${JSON.stringify(fallback)}\``} | ${cell(String(description))} |`;
  });
  return ['', '## Options', '', '| Option | Values | Default | Meaning |', '| --- | --- | --- | --- |', ...rows];
}

function exampleLines({ title, files, configuration }: Example): string[] {
  const settings =
    configuration === undefined
      ? []
      : ['With this configuration:', '', '```yaml', dump(configuration).trimEnd(), '```', ''];
  const texts = Object.entries(files).flatMap(([file, text]) => {
    const documents = loadAll(text).map((document) => dump(document, { lineWidth: 120 }).trimEnd());
    return ['', '```yaml', `# ${file}`, documents.join('\n---\n'), '```'];
  });
  return ['', `### ${title}`, '', ...settings, ...texts.slice(1)];
}

/** What the rule says about an example, with the place; a change of either shows in the document. */
function findingLines({ id }: Rule, example: Example): string[] {
  const findings = runGuardrails({
    manifests: exampleManifests(example),
    configuration: resolveConfiguration(example.configuration),
  });
  return findings
    .filter(({ rule }) => rule === id)
    .map(
      ({ severity, what, place }) =>
        `- ${severity}: ${what} — \`${[place.output, place.field].filter(Boolean).join('` at `')}\``,
    );
}

const cell = (text: string): string => text.replaceAll('|', '\\|').replaceAll('\n', ' ');
