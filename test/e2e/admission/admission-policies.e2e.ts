import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { admissionPolicies } from '../../../src/guardrails/admission/admission-policies.ts';
import { resolveConfiguration } from '../../../src/guardrails/engine/configuration.ts';
import { Bench } from '../bench.ts';
import type { KubernetesObject } from '../clients/kubernetes-client.ts';

const argo = 'system:serviceaccount:argocd:argocd-application-controller';
const operator = 'system:serviceaccount:external-secrets:external-secrets';
const configuration = resolveConfiguration({
  environments: [
    { name: 'dev', cluster: 'a', namespace: 'shop-dev', regulated: false },
    { name: 'live', cluster: 'a', namespace: 'shop', regulated: true },
  ],
  denylist: { exact: ['fixture-value'] },
});
const policies = admissionPolicies({
  configuration,
  deployers: [argo],
  actions: ['Deny'],
}) as unknown as KubernetesObject[];

const secret = (namespace: string, name: string, data: Record<string, string>, type = 'Opaque'): KubernetesObject => ({
  apiVersion: 'v1',
  kind: 'Secret',
  metadata: { name, namespace },
  type,
  data,
});
const map = (namespace: string, name: string, recipe: string): KubernetesObject => ({
  apiVersion: 'v1',
  kind: 'ConfigMap',
  metadata: { name, namespace, labels: { 'vaultwright.io/document': 'fixture-map' } },
  data: { 'fixture-map.json': `{"entries":{"a":{"recipe":${recipe}}}}` },
});
const says = (object: KubernetesObject, annotations: Record<string, string>): KubernetesObject => ({
  ...object,
  metadata: { ...object.metadata, annotations },
});
const devOnly = { 'vaultwright.io/dev-only': 'x' };
const settings = (namespace: string, name: string): KubernetesObject => ({
  apiVersion: 'v1',
  kind: 'ConfigMap',
  metadata: { name, namespace, labels: { 'vaultwright.io/document': 'bootstrap-settings' } },
});
/** A CronJob, or a Job, with one container. */
const job = (kind: 'CronJob' | 'Job', namespace: string, name: string, container: object): KubernetesObject => {
  const template = { spec: { restartPolicy: 'Never', containers: [{ name: 'c', image: 'i', ...container }] } };
  return {
    apiVersion: 'batch/v1',
    kind,
    metadata: { name, namespace },
    spec: kind === 'Job' ? { template } : { schedule: '0 0 1 1 *', jobTemplate: { spec: { template } } },
  };
};
const init = { command: ['sh', '-c', 'vault  operator init -format=json'] };
const unseal = { args: ['vault operator unseal'] };
const rootToken = { env: [{ name: 'VAULT_ROOT_TOKEN', value: 'x' }] };
const serving = '/v1/sys/health?standbyok=true&perfstandbyok=true';
const vault = (namespace: string, name: string, path: string): KubernetesObject => {
  const labels = { app: name };
  const container = { name: 'vault', image: 'vault', readinessProbe: { httpGet: { path, port: 8200 } } };
  const template = { metadata: { labels }, spec: { containers: [container] } };
  const spec = { serviceName: name, replicas: 0, selector: { matchLabels: labels }, template };
  return { apiVersion: 'apps/v1', kind: 'StatefulSet', metadata: { name, namespace }, spec };
};
const encoded = (text: string): string => Buffer.from(text).toString('base64');

let bench: Bench;

/**
 * Creates an object as some user, for whom the administrator of the bench speaks; returns what the API server
 * says against it.
 */
async function refusal(user: string, object: KubernetesObject): Promise<string | undefined> {
  try {
    await bench.cluster.impersonating(user).create(object);
    return undefined;
  } catch (error) {
    return (error as Error).message;
  }
}

beforeAll(async () => {
  bench = await Bench.start({ kubernetes: true });
  for (const name of ['shop', 'shop-dev', 'argocd', 'external-secrets'])
    await bench.cluster.apply({ apiVersion: 'v1', kind: 'Namespace', metadata: { name } });
  await bench.cluster.apply({
    apiVersion: 'rbac.authorization.k8s.io/v1',
    kind: 'ClusterRoleBinding',
    metadata: { name: 'everyone' },
    roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: 'ClusterRole', name: 'cluster-admin' },
    subjects: ['jane', argo, operator].map((name) => ({ kind: 'User', apiGroup: 'rbac.authorization.k8s.io', name })),
  });
  for (const policy of policies) await bench.cluster.apply(policy);
  // Each policy takes a moment of its own to be enforced.
  const probes: readonly [string, (name: string) => KubernetesObject, string][] = [
    ['jane', (name) => secret('shop-dev', name, { a: 'eA==' }), 'VW3001'],
    [argo, (name) => map('shop', name, '{"type": "placeholder"}'), 'VW3250'],
    [argo, (name) => settings('shop', name), 'VW3251'],
    [argo, (name) => job('Job', 'shop', name, unseal), 'VW3251'],
    [operator, (name) => secret('shop', name, { a: encoded('fixture-value') }), 'VW3252'],
    [operator, (name) => secret('shop', `${name}-e2e`, { a: 'eA==' }), 'VW3075'],
    [argo, (name) => says(job('CronJob', 'shop', name, {}), devOnly), 'VW3075'],
    [argo, (name) => vault('shop', name, '/v1/sys/health?uninitcode=204'), 'VW3253'],
  ];
  for (const [index, [user, object, code]] of probes.entries())
    for (let attempt = 0; attempt < 100; attempt++) {
      if ((await refusal(user, object(`probe-${index}-${attempt}`)))?.includes(code)) break;
      await new Promise((resume) => setTimeout(resume, 200));
    }
}, 120_000);

afterAll(async () => {
  await bench?.stop();
});

describe('admission policies on a real API server', () => {
  test.each<[string, string, KubernetesObject, string | undefined]>([
    ['a person writes data', 'jane', secret('shop-dev', 'a', { a: 'eA==' }), 'VW3001'],
    ['Argo CD writes data', argo, secret('shop-dev', 'b', { a: 'eA==' }), 'VW3001'],
    [
      'a person writes stringData',
      'jane',
      { apiVersion: 'v1', kind: 'Secret', metadata: { name: 'c', namespace: 'shop-dev' }, stringData: { a: 'x' } },
      'VW3001',
    ],
    ['the operator writes data', operator, secret('shop-dev', 'd', { a: 'eA==' }), undefined],
    ['Helm keeps a release', 'jane', secret('shop-dev', 'e', { release: 'eA==' }, 'helm.sh/release.v1'), undefined],
    ['an empty Secret', 'jane', secret('shop-dev', 'f', {}), undefined],
    ['a placeholder in a regulated namespace', argo, map('shop', 'g', '{"type": "placeholder"}'), 'VW3250'],
    ['a seed in a regulated namespace', argo, map('shop', 'h', '{"derivation":"deterministic"}'), 'VW3250'],
    ['a seed elsewhere', argo, map('shop-dev', 'i', '{"derivation":"deterministic"}'), undefined],
    ['a random recipe', argo, map('shop', 'j', '{"derivation":"random"}'), undefined],
    [
      'unseal keys in a regulated namespace',
      operator,
      secret('shop', 'vault-auto-credentials', { k: 'eA==' }),
      'VW3251',
    ],
    ['unseal keys elsewhere', operator, secret('shop-dev', 'vault-auto-credentials', { k: 'eA==' }), undefined],
    ['a denylisted value', operator, secret('shop', 'k', { a: encoded('fixture-value') }), 'VW3252'],
    ['the settings of a bootstrap', argo, settings('shop', 'm'), 'VW3251'],
    ['the settings of a bootstrap elsewhere', argo, settings('shop-dev', 'm'), undefined],
    ['a CronJob that initialises', argo, job('CronJob', 'shop', 'n', init), 'VW3251'],
    ['a CronJob that initialises elsewhere', argo, job('CronJob', 'shop-dev', 'n', init), undefined],
    ['a Job that unseals', argo, job('Job', 'shop', 'o', unseal), 'VW3251'],
    ['a Job with a root token', argo, job('Job', 'shop', 'p', rootToken), 'VW3251'],
    ['another Job', argo, job('Job', 'shop', 'q', { args: ['vault status'] }), undefined],
    ['a CronJob for development', argo, says(job('CronJob', 'shop', 'r', {}), devOnly), 'VW3075'],
    ['a CronJob for development elsewhere', argo, says(job('CronJob', 'shop-dev', 'r', {}), devOnly), undefined],
    ['a Secret of personas', operator, secret('shop', 'playwright-users', { a: 'eA==' }), 'VW3075'],
    ['a token of end-to-end tests', operator, secret('shop', 'gitlab-e2e', { a: 'eA==' }), 'VW3075'],
    ['a token of tests elsewhere', operator, secret('shop-dev', 'gitlab-e2e', { a: 'eA==' }), undefined],
    ['a Secret with a similar name', operator, secret('shop', 'personal', { a: 'eA==' }), undefined],
    ['a Vault that is ready while it is sealed', argo, vault('shop', 's', `${serving}&sealedcode=200`), 'VW3253'],
    ['a Vault that is ready before it exists', argo, vault('shop', 't', '/v1/sys/health?uninitcode=204'), 'VW3253'],
    ['a Vault that is ready when it serves', argo, vault('shop', 'u', serving), undefined],
    ['a relaxed Vault elsewhere', argo, vault('shop-dev', 'u', `${serving}&sealedcode=200`), undefined],
    ['another value', operator, secret('shop', 'l', { a: encoded('another') }), undefined],
  ])('%s', async (_, user, object, code) => {
    const said = await refusal(user, object);
    if (code === undefined) expect(said).toBeUndefined();
    else expect(said).toContain(code);
  });

  test('a person may annotate what the operator wrote, and not change its data', async () => {
    await bench.cluster.impersonating(operator).create(secret('shop-dev', 'owned', { a: 'eA==' }));
    const jane = bench.cluster.impersonating('jane');
    const reference = { apiVersion: 'v1', kind: 'Secret' };
    await jane.patch(reference, 'owned', 'shop-dev', { metadata: { annotations: { note: 'seen' } } });
    await expect(jane.patch(reference, 'owned', 'shop-dev', { data: { a: 'eQ==' } })).rejects.toThrow(/VW3001/);
  });

  test('no expression gives a type warning', async () => {
    const reference = { apiVersion: 'admissionregistration.k8s.io/v1', kind: 'ValidatingAdmissionPolicy' };
    const live = await bench.cluster.list(reference);
    expect(live).toHaveLength(policies.length / 2);
    expect(live.flatMap(({ status }) => status?.typeChecking?.expressionWarnings ?? [])).toEqual([]);
  });
});
