import { Environment } from '@marcbachmann/cel-js';
import { describe, expect, test } from 'vitest';
import { admissionPolicies } from '../../../src/guardrails/admission/admission-policies.ts';
import { type ConfigurationInput, resolveConfiguration } from '../../../src/guardrails/engine/configuration.ts';

const configuration: ConfigurationInput = {
  environments: [
    { name: 'dev', cluster: 'a', namespace: 'shop-dev', regulated: false },
    { name: 'live', cluster: 'a', namespace: 'shop', regulated: true },
  ],
  denylist: { exact: ['fixture-value'] },
};
const argo = 'system:serviceaccount:argocd:argocd-application-controller';
const operator = 'system:serviceaccount:external-secrets:external-secrets';
const policiesOf = (input: ConfigurationInput = configuration, actions: ('Deny' | 'Audit' | 'Warn')[] = ['Deny']) =>
  admissionPolicies({ configuration: resolveConfiguration(input), deployers: [argo], actions });

interface Policy {
  readonly kind: string;
  readonly metadata: { readonly name: string };
  readonly spec: {
    readonly policyName?: string;
    readonly validationActions?: readonly string[];
    readonly matchConditions?: readonly { readonly expression: string }[];
    readonly validations?: readonly { readonly expression: string; readonly message: string }[];
    readonly matchResources?: { namespaceSelector: { matchExpressions: readonly { values: readonly string[] }[] } };
  };
}
const named = (name: string, input?: ConfigurationInput) =>
  (policiesOf(input) as unknown as Policy[]).filter(({ metadata }) => metadata.name === `vaultwright-${name}`);

interface Request {
  readonly username?: string;
  readonly operation?: 'CREATE' | 'UPDATE';
  readonly object: object;
  readonly oldObject?: object;
}

/** Judges a request as an API server would: every condition must hold, then every validation. */
function judge(policyName: string, { username = 'jane', operation = 'CREATE', object, oldObject = {} }: Request) {
  const [policy] = named(policyName);
  const cel = new Environment({ unlistedVariablesAreDyn: true });
  const context = { object, oldObject, request: { operation, userInfo: { username } } };
  const holds = ({ expression }: { expression: string }) => cel.evaluate(expression, context) === true;
  if (!policy?.spec.matchConditions?.every(holds) && policy?.spec.matchConditions) return 'passes';
  return policy?.spec.validations?.every(holds) ? 'passes' : 'refused';
}

const secret = (data: Record<string, string>, type = 'Opaque') => ({ metadata: { name: 'db' }, type, data });
const map = (recipe: string) => ({ data: { 'fixture-map.json': `{"entries":{"a":{"recipe":${recipe}}}}` } });

describe('admission policies', () => {
  test.each<[string, string, Request, 'passes' | 'refused']>([
    ['a person writes data', 'no-inline-secret', { object: secret({ a: 'eA==' }) }, 'refused'],
    ['Argo CD writes data', 'no-inline-secret', { username: argo, object: secret({ a: 'eA==' }) }, 'refused'],
    ['a person writes stringData', 'no-inline-secret', { object: { stringData: { a: 'x' } } }, 'refused'],
    [
      'k3s admin writes data',
      'no-inline-secret',
      { username: 'system:admin', object: secret({ a: 'eA==' }) },
      'refused',
    ],
    ['the operator writes data', 'no-inline-secret', { username: operator, object: secret({ a: 'eA==' }) }, 'passes'],
    [
      'Helm keeps a release',
      'no-inline-secret',
      { object: secret({ release: 'eA==' }, 'helm.sh/release.v1') },
      'passes',
    ],
    ['a token Secret', 'no-inline-secret', { object: secret({}, 'kubernetes.io/service-account-token') }, 'passes'],
    ['an empty Secret to merge into', 'no-inline-secret', { object: { metadata: { name: 'db' } } }, 'passes'],
    [
      'a person annotates what the operator wrote',
      'no-inline-secret',
      { operation: 'UPDATE', object: secret({ a: 'eA==' }), oldObject: secret({ a: 'eA==' }) },
      'passes',
    ],
    [
      'a person changes what the operator wrote',
      'no-inline-secret',
      { operation: 'UPDATE', object: secret({ a: 'eQ==' }), oldObject: secret({ a: 'eA==' }) },
      'refused',
    ],
    ['a SealedSecret', 'no-sealed-secret', { username: operator, object: {} }, 'refused'],
    ['a deterministic recipe', 'no-regulated-fixture', { object: map('{"derivation" : "deterministic"}') }, 'refused'],
    ['a placeholder', 'no-regulated-fixture', { object: map('{"type":"placeholder"}') }, 'refused'],
    ['a random recipe', 'no-regulated-fixture', { object: map('{"derivation":"random"}') }, 'passes'],
    ['another document', 'no-regulated-fixture', { object: { data: { 'other.json': '' } } }, 'passes'],
    [
      'a Secret of unseal keys',
      'no-regulated-vault-credentials',
      { username: operator, object: { metadata: { name: 'vault-auto-credentials' } } },
      'refused',
    ],
    ['another Secret', 'no-regulated-vault-credentials', { object: { metadata: { name: 'db' } } }, 'passes'],
    [
      'a denylisted value',
      'no-denylisted-value',
      { username: operator, object: secret({ a: btoa('fixture-value') }) },
      'refused',
    ],
    ['another value', 'no-denylisted-value', { username: operator, object: secret({ a: btoa('other') }) }, 'passes'],
    ['no data at all', 'no-denylisted-value', { object: { metadata: { name: 'db' } } }, 'passes'],
  ])('%s', (_, policy, request, expected) => {
    expect(judge(policy, request)).toBe(expected);
  });

  test('each policy has a binding of its name, limited to regulated namespaces where its rule is', () => {
    const all = policiesOf() as unknown as Policy[];
    const bindings = all.filter(({ kind }) => kind === 'ValidatingAdmissionPolicyBinding');
    expect(bindings.map(({ spec }) => spec.policyName)).toEqual(
      all.filter(({ kind }) => kind === 'ValidatingAdmissionPolicy').map(({ metadata }) => metadata.name),
    );
    const limited = bindings.filter(({ spec }) => spec.matchResources);
    expect(limited.map(({ metadata }) => metadata.name)).toEqual([
      'vaultwright-no-regulated-fixture',
      'vaultwright-no-regulated-vault-credentials',
      'vaultwright-no-denylisted-value',
      'vaultwright-no-regulated-dev-only',
      'vaultwright-no-regulated-opening-cronjob',
      'vaultwright-no-regulated-opening-job',
      'vaultwright-no-regulated-bootstrap',
      'vaultwright-no-relaxed-readiness',
    ]);
    for (const { spec } of limited)
      expect(spec.matchResources?.namespaceSelector.matchExpressions[0]?.values).toEqual(['shop']);
  });

  test.each<[string, ConfigurationInput, string]>([
    ['a rule that is off', { ...configuration, rules: { 'no-inline-secret': 'off' } }, 'no-inline-secret'],
    [
      'SealedSecrets that are allowed',
      { ...configuration, rules: { 'no-sealed-secret': { options: { allow: true } } } },
      'no-sealed-secret',
    ],
    ['no regulated namespace', {}, 'no-regulated-fixture'],
    ['an empty denylist', { ...configuration, denylist: {} }, 'no-denylisted-value'],
  ])('leaves out %s', (_, input, name) => {
    expect(named(name)).toHaveLength(2);
    expect(named(name, input)).toEqual([]);
  });

  test('lets pass and reports where it only audits', () => {
    const bindings = (policiesOf(configuration, ['Audit', 'Warn']) as unknown as Policy[]).filter(
      ({ spec }) => spec.validationActions,
    );
    expect(new Set(bindings.flatMap(({ spec }) => spec.validationActions))).toEqual(new Set(['Audit', 'Warn']));
  });
});
