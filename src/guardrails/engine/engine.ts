import { type Diagnostic, type Place, type Severity, sortDiagnostics } from '../../model/diagnostics/diagnostic.ts';
import { ConfigurationError } from '../../model/diagnostics/errors.ts';
import { withheldCredential } from '../credential/withheld-credential.ts';
import { isRenderedTemplate } from '../indexing/chart-references.ts';
import { ManifestIndex } from '../indexing/manifest-index.ts';
import type { Site } from '../indexing/site.ts';
import { formatFieldPath } from '../manifest/field-path.ts';
import type { FilePurpose } from '../manifest/file-purpose.ts';
import type { Manifest } from '../manifest/manifest.ts';
import { type GuardrailConfiguration, settingOf } from './configuration.ts';
import { allRules } from './registry.ts';
import type { Message, Rule } from './rule.ts';

interface Finding {
  readonly rule: Rule;
  readonly severity: Severity;
  readonly what: string;
  readonly site: Site;
}

export interface GuardrailRun {
  readonly manifests: Iterable<Manifest>;
  readonly configuration: GuardrailConfiguration;
  /** @default every rule of the package */
  readonly rules?: readonly Rule[];
}

/**
 * Runs the guardrails over parsed manifests and returns every finding, sorted by place.
 *
 * One place yields one finding: where several rules fit, the most specific one speaks.
 *
 * @throws ConfigurationError VW3999 where a configured rule does not exist or an option of a rule is wrong
 */
export function runGuardrails({ manifests, configuration, rules = allRules }: GuardrailRun): Diagnostic[] {
  const settings = settingsOf(rules, configuration);
  const index = ManifestIndex.of(manifests, configuration);
  const findings = new Map<string, Finding>();
  for (const { rule, severity, options } of settings) {
    const report = (message: string, site: Site, parameters: unknown, as?: Severity): void => {
      // Of a template that helm rendered only what it says itself counts.
      if (isRenderedTemplate(site.manifest) && !isInlineCode(rule.code) && rule.readsTemplates !== true) return;
      const what = (rule.messages[message] as Message)(parameters);
      const key = placeKey(site);
      const known = findings.get(key);
      const lowered = as === undefined || rank[as] < rank[severity] ? severity : as;
      const notDeployed = notDeployedFrom(site);
      const finding = {
        rule,
        severity: notDeployed === undefined ? lowered : ('note' as const),
        what: notDeployed === undefined ? what : `${what}, in ${notDeployed}`,
        site,
      };
      if (known === undefined || outranks(finding, known)) findings.set(key, finding);
    };
    rule.check({ index, configuration, options: options as never, report });
  }
  const diagnostics = onePerLiteral(findings.values()).map((finding) => diagnosticOf(finding, configuration));
  return sortDiagnostics(diagnostics);
}

/** Describes what a file is for from which nothing is deployed. */
function notDeployedFrom({ manifest: { purpose } }: Site): string | undefined {
  return purpose === undefined ? undefined : purposes[purpose];
}

const purposes: Readonly<Record<FilePurpose, string>> = {
  archive: 'an archive',
  test: 'a test',
  example: 'an example',
  documentation: 'a documentation',
  texts: 'the texts of an interface',
  dependency: 'a program that is imported',
};

const rank: Readonly<Record<Severity, number>> = { error: 0, warning: 1, note: 2 };

/**
 * Earlier rules of the registry keep a tie, so that the outcome does not depend on the order of manifests.
 * What fails a run beats a note, however specific that is.
 */
const outranks = (finding: Finding, known: Finding): boolean => {
  const [mine, theirs] = [finding.rule.specificity ?? 0, known.rule.specificity ?? 0];
  if (finding.rule === known.rule) return rank[finding.severity] < rank[known.severity];
  if ((finding.severity === 'note') !== (known.severity === 'note')) return known.severity === 'note';
  return mine > theirs && rank[finding.severity] <= rank[known.severity];
};

/** An anchor puts one text into several fields: it is found once, where it is written. */
function onePerLiteral(findings: Iterable<Finding>): Finding[] {
  const literals = new Map<string, Finding>();
  const others: Finding[] = [];
  for (const finding of findings) {
    const { manifest, path, offset } = finding.site;
    const position = manifest.locate?.(path, offset);
    if (position === undefined) {
      others.push(finding);
      continue;
    }
    // Renderings of one object have a fault in common where the line is the same, by any name that they have
    // for the namespace.
    const what = manifest.rendering === undefined && manifest.chart === undefined ? finding.what : '';
    const of = isInline(finding) ? '' : `${finding.rule.id}\0${what}`;
    const key = `${of}\0${position.file}:${position.line}:${position.column}`;
    const known = literals.get(key);
    if (known === undefined || outranks(finding, known)) literals.set(key, finding);
  }
  return [...others, ...literals.values()];
}

/** The codes of inline credentials. */
const isInlineCode = (code: string): boolean => /^VW30[01]/.test(code);
const isInline = ({ rule }: Finding): boolean => isInlineCode(rule.code);

const identities = new WeakMap<Manifest, number>();
let nextIdentity = 0;

function placeKey({ manifest, path, innerPath = [], offset }: Site): string {
  let identity = identities.get(manifest);
  if (identity === undefined) {
    identity = nextIdentity++;
    identities.set(manifest, identity);
  }
  return `${identity} ${JSON.stringify([...path, ...innerPath])} ${innerPath.length > 0 ? '' : offset || ''}`;
}

function settingsOf(rules: readonly Rule[], configuration: GuardrailConfiguration) {
  const known = new Set([...rules, ...allRules].map(({ id }) => id));
  const problems: Diagnostic[] = [...configuration.rules.keys()]
    .filter((id) => !known.has(id))
    .map((id) => configurationProblem(`There is no rule "${id}"`, 'Remove the setting, or spell the id of the rule.'));
  const settings = rules.flatMap((rule) => {
    const { severity, options } = settingOf(configuration, rule.id, rule.severity);
    if (severity === 'off') return [];
    const parsed = rule.options.safeParse(options);
    if (!parsed.success) {
      const issues = parsed.error.issues
        .map(({ path, message }) => `${path.join('.')}: ${withheldCredential(message)}`)
        .join('; ');
      problems.push(
        configurationProblem(`Options of rule ${rule.id} are wrong: ${issues}`, `See docs/rules/${rule.id}.md.`),
      );
      return [];
    }
    return [{ rule, severity, options: parsed.data }];
  });
  if (problems.length > 0) throw new ConfigurationError(problems);
  return settings;
}

const configurationProblem = (what: string, fix: string): Diagnostic => ({
  code: 'VW3999',
  severity: 'error',
  what,
  why: 'A setting that is not understood would leave a guardrail off without anyone knowing.',
  fix,
  place: {},
});

/** A rule speaks of what is wrong; a note, of what the tree does not tell. */
function textOf(
  { why, fix, severity: own }: Rule,
  severity: Severity,
  { manifest }: Site,
): { why: string; fix: string } {
  if (severity !== 'note' || own === 'note') return { why, fix };
  return manifest.purpose === undefined
    ? {
        why: 'What was checked does not tell whether this is right.',
        fix: 'Check it where it runs; the configuration can declare what is made elsewhere (`declaredSecrets`, `producerKinds`).',
      }
    : {
        why: 'Nothing is deployed from such a file; a credential in it is known to everyone who reads it all the same.',
        fix: 'Rotate it if it works anywhere; name the folder itself to check it as what is deployed.',
      };
}

function diagnosticOf({ rule, severity, what, site }: Finding, configuration: GuardrailConfiguration): Diagnostic {
  const { manifest, object, path, innerPath, offset, vaultPath } = site;
  const position = manifest.locate?.(path, offset) ?? manifest.declaredAt;
  const field = formatFieldPath([...path.slice(object?.path.length ?? 0), ...(innerPath ?? [])]);
  const place: Place = {
    ...(position && { position }),
    ...(manifest.constructPath !== undefined && { constructPath: manifest.constructPath }),
    ...(manifest.environment !== undefined && { environment: manifest.environment }),
    ...(object && {
      object: {
        ...(object.apiVersion !== '' && { apiVersion: object.apiVersion }),
        kind: object.kind,
        ...(object.namespace !== undefined && { namespace: object.namespace }),
        name: object.name,
      },
    }),
    ...(field !== '' && { field }),
    ...(vaultPath !== undefined && { vaultPath }),
    ...(position?.file !== manifest.file && { output: manifest.file }),
  };
  return {
    code: rule.code,
    severity: severity === 'note' && configuration.failOnNotes ? 'error' : severity,
    what,
    ...textOf(rule, severity, site),
    place,
    rule: rule.id,
  };
}
