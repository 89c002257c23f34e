import type { JsonObject } from '../manifest/manifest.ts';
import type { AdmissionCheck, AdmissionContext } from './admission-check.ts';
import { inlineSecrets } from './inline-secrets.ts';
import { regulatedCredentials } from './regulated-credentials.ts';
import { regulatedDevOnlyObjects } from './regulated-dev-only.ts';
import { regulatedFixtureMaps } from './regulated-fixture-maps.ts';
import { regulatedCronJobs, regulatedJobs, regulatedReadiness, regulatedSettings } from './regulated-opening.ts';
import { regulatedValues } from './regulated-values.ts';
import { sealedSecrets } from './sealed-secrets.ts';

/** Every rule, as far as an API server can judge it. */
export const admissionChecks: readonly AdmissionCheck[] = [
  inlineSecrets,
  sealedSecrets,
  regulatedFixtureMaps,
  regulatedCredentials,
  regulatedValues,
  regulatedDevOnlyObjects,
  regulatedCronJobs,
  regulatedJobs,
  regulatedSettings,
  regulatedReadiness,
];

export interface AdmissionOptions extends AdmissionContext {
  /** `Deny` refuses; `Audit` and `Warn` let pass, for a first look at a running cluster. */
  readonly actions: readonly ('Deny' | 'Audit' | 'Warn')[];
}

const apiVersion = 'admissionregistration.k8s.io/v1';
const labels = { 'app.kubernetes.io/managed-by': 'vaultwright' };

/**
 * Returns the ValidatingAdmissionPolicies, each with its binding, that enforce in the cluster what the same
 * rules find in files.
 *
 * Rules that the configuration turns off, and checks without a namespace to look at, are left out.
 * @see https://kubernetes.io/docs/reference/access-authn-authz/validating-admission-policy/
 */
export function admissionPolicies(options: AdmissionOptions): JsonObject[] {
  return admissionChecks.flatMap((check) => {
    const namespaces = check.namespaces?.(options);
    const isOff = namespaces?.length === 0 || !isOn(check, options);
    return isOff ? [] : [policy(check, options), binding(check, options, namespaces)];
  });
}

function isOn({ rule }: AdmissionCheck, { configuration }: AdmissionContext): boolean {
  const settings = configuration.rules.get(rule.id) ?? [];
  const severity = settings
    .map((setting) => (typeof setting === 'string' ? setting : setting.severity))
    .findLast(Boolean);
  const allows = settings.some((setting) => typeof setting === 'object' && setting.options?.allow === true);
  return severity !== 'off' && !allows;
}

function policy(check: AdmissionCheck, context: AdmissionContext): JsonObject {
  const { rule, resources, objectLabels } = check;
  const conditions = check.conditions(context);
  return {
    apiVersion,
    kind: 'ValidatingAdmissionPolicy',
    metadata: { name: nameOf(check), labels, annotations: { 'vaultwright.io/rule': `${rule.code} ${rule.id}` } },
    spec: {
      failurePolicy: 'Fail',
      matchConstraints: {
        matchPolicy: 'Equivalent',
        ...(objectLabels && { objectSelector: { matchLabels: objectLabels } }),
        resourceRules: [{ ...resources, operations: ['CREATE', 'UPDATE'] }],
      },
      ...(conditions.length > 0 && { matchConditions: conditions.map((condition) => ({ ...condition })) }),
      validations: check.expressions(context).map((expression) => ({
        expression,
        message: `${rule.code} ${rule.id}: ${rule.what} ${rule.fix}`,
        reason: 'Forbidden',
      })),
    },
  };
}

function binding(
  check: AdmissionCheck,
  { actions }: AdmissionOptions,
  namespaces: readonly string[] | undefined,
): JsonObject {
  const selector = { key: 'kubernetes.io/metadata.name', operator: 'In', values: namespaces ?? [] };
  return {
    apiVersion,
    kind: 'ValidatingAdmissionPolicyBinding',
    metadata: { name: nameOf(check), labels },
    spec: {
      policyName: nameOf(check),
      validationActions: actions,
      ...(namespaces && { matchResources: { namespaceSelector: { matchExpressions: [selector] } } }),
    },
  };
}

const nameOf = ({ name }: AdmissionCheck): string => `vaultwright-${name}`;
