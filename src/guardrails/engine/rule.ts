import type { z } from 'zod';
import type { Severity } from '../../model/diagnostics/diagnostic.ts';
import type { ManifestIndex } from '../indexing/manifest-index.ts';
import type { Site } from '../indexing/site.ts';
import type { MessageParameters } from '../reporters/report-text.ts';
import type { ConfigurationInput, GuardrailConfiguration } from './configuration.ts';

/** A message of a rule: its parameters can be names, paths, kinds and counts, never a value. */
// biome-ignore lint/suspicious/noExplicitAny: only a bound; `ParametersOf` recovers the exact parameters
export type Message = (parameters: any) => string;

type ParametersOf<M> = M extends (parameters: infer P) => string ? P : never;

type Sound<Messages> = {
  [Name in keyof Messages]: ParametersOf<Messages[Name]> extends MessageParameters ? Messages[Name] : never;
};

/** A case that documents a rule and runs as its test. */
export interface Example {
  readonly title: string;
  /** YAML text by file name; a file under `values/` or named `values…` is read as Helm values. */
  readonly files: Readonly<Record<string, string>>;
  readonly configuration?: ConfigurationInput;
}

/** What a rule sees and how it speaks. */
export interface RuleContext<Options, Messages extends Record<string, Message>> {
  readonly index: ManifestIndex;
  readonly configuration: GuardrailConfiguration;
  readonly options: Options;
  /** Reports a finding; `as` lowers it, e.g. to a note where something cannot be known. */
  report<Name extends keyof Messages>(
    message: Name,
    site: Site,
    parameters: ParametersOf<Messages[Name]>,
    as?: Severity,
  ): void;
}

interface RuleText {
  /** Kebab-case; the name of its file, test and document. */
  readonly id: string;
  /** `VW3000` to `VW3999`, never given twice, never reused. */
  readonly code: string;
  readonly severity: Severity;
  /** What the rule forbids or demands, one sentence. */
  readonly what: string;
  /** What would break. */
  readonly why: string;
  readonly fix: string;
  /**
   * Where two rules report one place the higher one wins.
   * @default 0
   */
  readonly specificity?: number;
  /**
   * True for a rule about what a chart's template says before helm renders it.
   * @default false
   */
  readonly readsTemplates?: true;
  /** Incidents of the platform's record that the rule would have caught. */
  readonly incidents?: readonly string[];
  readonly examples: { readonly failing: readonly Example[]; readonly passing: readonly Example[] };
}

interface RuleDefinition<Options extends z.ZodType, Messages extends Record<string, Message>> extends RuleText {
  /** Schema of the rule's options; every option has a default. */
  readonly options: Options;
  readonly messages: Messages & Sound<Messages>;
  check(context: RuleContext<z.output<Options>, Messages>): void;
}

/** A guardrail rule as the engine runs it. */
export interface Rule extends RuleText {
  readonly options: z.ZodType;
  readonly messages: Readonly<Record<string, Message>>;
  check(context: RuleContext<never, Record<string, Message>>): void;
}

/** Defines a guardrail rule; its types tie every report to a message and its parameters. */
export function defineRule<Options extends z.ZodType, const Messages extends Record<string, Message>>(
  definition: RuleDefinition<Options, Messages>,
): Rule {
  return definition as Rule;
}
