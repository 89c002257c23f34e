import { z } from 'zod';
import { checkConfigurationSchema } from '../guardrails/adoption/check-configuration.ts';
import { allRules } from '../guardrails/engine/registry.ts';
import type { Rule } from '../guardrails/engine/rule.ts';

/**
 * Describes `vaultwright.config.yaml` for editors: what a person may write, before defaults are filled, with
 * every rule and its options.
 */
export function configurationJsonSchema() {
  const { $schema, properties, ...schema } = jsonSchema(checkConfigurationSchema);
  const ids = allRules.map(({ id }) => id);
  const rules = {
    ...objectIn(properties?.rules),
    properties: Object.fromEntries(allRules.map((rule) => [rule.id, ruleSetting(rule)])),
    propertyNames: { enum: ids },
    additionalProperties: false,
  };
  const onlyRules = { ...objectIn(properties?.onlyRules), items: { enum: ids } };
  return { $schema, title: 'vaultwright.config', ...schema, properties: { ...properties, onlyRules, rules } };
}

function ruleSetting({ what, options }: Rule) {
  const { $schema: _, ...schema } = jsonSchema(options);
  const severity = { enum: ['off', 'error', 'warning', 'note'] };
  return {
    description: what,
    anyOf: [severity, { type: 'object', properties: { severity, options: schema }, additionalProperties: false }],
  };
}

const jsonSchema = (schema: z.ZodType) => z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any' });

const objectIn = (schema: unknown): object => (typeof schema === 'object' && schema !== null ? schema : {});
