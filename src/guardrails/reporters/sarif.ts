import { isAbsolute } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Diagnostic } from '../../model/diagnostics/diagnostic.ts';
import { printableJson } from '../../model/diagnostics/printable.ts';
import { fingerprints, type Report, type ReportedRule } from './report.ts';

/**
 * Reports in SARIF 2.1.0, as code scanning reads it.
 *
 * @see https://docs.oasis-open.org/sarif/sarif/v2.1.0/sarif-v2.1.0.html
 */
export function reportSarif({ diagnostics, rules, version }: Report): string {
  const names = fingerprints(diagnostics);
  const listed = listRules(diagnostics, rules);
  const indexes = new Map(listed.map(({ id }, index) => [id, index]));
  const log = {
    $schema: 'https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json',
    version: '2.1.0',
    runs: [
      {
        tool: { driver: { name: 'vaultwright', version, rules: listed.map(ruleDescriptor) } },
        columnKind: 'utf16CodeUnits',
        results: diagnostics.map((diagnostic) => {
          const ruleId = diagnostic.rule ?? diagnostic.code;
          return {
            ruleId,
            ruleIndex: indexes.get(ruleId) ?? -1,
            level: diagnostic.severity,
            message: { text: `${sentence(diagnostic.what)} ${diagnostic.why} Fix: ${diagnostic.fix}` },
            locations: locations(diagnostic),
            partialFingerprints: { 'vaultwright/v1': names.get(diagnostic) },
          };
        }),
      },
    ],
  };
  return `${printableJson(log, 2)}\n`;
}

// Reading problems have codes and no rule; code scanning wants a descriptor for each id all the same.
function listRules(diagnostics: readonly Diagnostic[], rules: readonly ReportedRule[]): ReportedRule[] {
  const listed = new Map(rules.map((rule) => [rule.id, rule]));
  for (const { code, rule = code, severity, what, why, fix } of diagnostics) {
    if (!listed.has(rule)) listed.set(rule, { id: rule, code, severity, what, why, fix });
  }
  return [...listed.values()];
}

const ruleDescriptor = ({ id, code, severity, what, why, fix }: ReportedRule) => ({
  id,
  name: code,
  shortDescription: { text: what },
  fullDescription: { text: why },
  help: {
    text: `${why} ${fix}`,
    markdown: `${why}\n\n**Fix:** ${fix}\n\nRun \`vaultwright explain ${id}\` for examples.`,
  },
  defaultConfiguration: { level: severity },
  properties: { tags: ['security'] },
});

function locations({ place }: Diagnostic) {
  const { position, object, field, output } = place;
  const file = position?.file ?? output;
  const physical = file && {
    physicalLocation: {
      artifactLocation: { uri: uriOf(file) },
      ...(position && {
        region: { startLine: position.line, ...(position.column !== undefined && { startColumn: position.column }) },
      }),
    },
  };
  const name = object && [object.kind, object.namespace, object.name].filter((part) => part !== undefined).join('/');
  const logical = (name ?? field) && {
    logicalLocations: [{ fullyQualifiedName: [name, field].filter((part) => part !== undefined).join('#') }],
  };
  return physical || logical ? [{ ...physical, ...logical }] : [];
}

/** A hint at the end of a message is a question. */
const sentence = (text: string): string => (/[.?!]$/.test(text) ? text : `${text}.`);

/**
 * Relative to the checkout, which is the working directory; code scanning makes a `file:` URI relative to it
 * by itself.
 */
const uriOf = (file: string): string =>
  isAbsolute(file)
    ? pathToFileURL(file.toWellFormed()).href
    : file.toWellFormed().split('/').map(encodeURIComponent).join('/');
