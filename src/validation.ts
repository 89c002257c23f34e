import { baselineFile } from './guardrails/adoption/baseline-file.ts';
import { loadCheckConfiguration } from './guardrails/adoption/check-configuration.ts';
import type { CheckPolicy } from './guardrails/check-manifests.ts';
import { checkRepository } from './guardrails/check-repository.ts';
import { withheldCredential } from './guardrails/credential/withheld-credential.ts';
import {
  type ConfigurationInput,
  configurationSchema,
  resolveConfiguration,
} from './guardrails/engine/configuration.ts';
import type { Diagnostic } from './model/diagnostics/diagnostic.ts';
import { ConfigurationError } from './model/diagnostics/errors.ts';
import { printable } from './model/diagnostics/printable.ts';
import { problem } from './model/diagnostics/problems.ts';

/**
 * The part of the context of cdk8s-cli's validation plugins that is used.
 * @see https://cdk8s.io/docs/latest/cli/synth/
 */
export interface ValidationContext {
  readonly manifests: readonly string[];
  readonly report: {
    addViolation(violation: {
      readonly ruleName: string;
      readonly recommendation: string;
      readonly fix: string;
      readonly violatingResources: readonly {
        readonly resourceName: string;
        readonly locations: readonly string[];
        readonly manifestPath: string;
      }[];
    }): void;
    submit(status: 'success' | 'failure'): void;
  };
  readonly logger: { log(message: string): void };
}

/**
 * The guardrails as a validation plugin of `cdk8s synth`, for any cdk8s project.
 *
 * ```yaml
 * validations:
 *   - package: ./node_modules/vaultwright/lib/validation.js
 *     version: 0.1.0
 *     class: GuardrailValidation
 *     properties: { presets: [recommended] }
 * ```
 */
export class GuardrailValidation {
  readonly #policy: CheckPolicy;

  /**
   * @param properties settings of the guardrails, over those of the nearest vaultwright.config.yaml, whose
   * suppressions and baseline count, too
   * @throws ConfigurationError VW1201 where a property is unknown or malformed, VW2001 or VW2002 where that
   * file cannot be used
   */
  constructor(properties: ConfigurationInput = {}) {
    const issues = configurationSchema.safeParse(properties).error?.issues ?? [];
    if (issues.length > 0)
      throw new ConfigurationError(
        issues.map(({ path, message }) => {
          const field = ['properties', ...path.map(String)].join('.');
          return problem('VW1201', `${field}: ${withheldCredential(message)}`, { field });
        }),
      );
    const { guardrails, suppressions, baseline } = loadCheckConfiguration(undefined, process.cwd());
    this.#policy = {
      configuration: resolveConfiguration(guardrails, properties),
      suppressions,
      baseline: baseline === undefined ? undefined : baselineFile(baseline, process.cwd()),
    };
  }

  /** Checks the manifests of one synthesis; only errors make it fail. */
  async validate({ manifests, report, logger }: ValidationContext): Promise<void> {
    const { diagnostics: findings } = await checkRepository({ paths: manifests, policy: this.#policy, isPart: true });
    const errors = findings.filter(({ severity }) => severity === 'error');
    for (const note of findings.filter(({ severity }) => severity !== 'error'))
      logger.log(`${note.severity} ${note.code}: ${printable(note.what)}`);
    for (const error of errors) report.addViolation(violationOf(error));
    report.submit(errors.length === 0 ? 'success' : 'failure');
  }
}

function violationOf({ code, rule, what, why, fix, place }: Diagnostic) {
  const { object, position, field, output } = place;
  const line = position && `${position.line}:${position.column ?? 1}`;
  return {
    ruleName: printable(`${code}${rule === undefined ? '' : ` ${rule}`}`),
    recommendation: printable(`${what}. ${why}`),
    fix: printable(fix),
    violatingResources: [
      {
        resourceName: printable(object?.name ?? ''),
        locations: [field, line].filter((location) => location !== undefined).map(printable),
        manifestPath: printable(position?.file ?? output ?? ''),
      },
    ],
  };
}
