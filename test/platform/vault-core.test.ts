import { loadAll } from 'js-yaml';
import { expect, test } from 'vitest';
import { sharedRendering } from './shared-rendering.ts';

/** What tests ask of objects that give rights. */
interface RightsObject {
  readonly kind: string;
  readonly metadata: {
    readonly name: string;
    readonly namespace?: string;
    readonly labels?: Readonly<Record<string, string>>;
  };
  readonly roleRef?: unknown;
  readonly subjects?: unknown;
  readonly rules?: unknown;
}

const rendered = await sharedRendering();
const serving = '/v1/sys/health?standbyok=true&perfstandbyok=true';
const listening = `${serving}&sealedcode=200&uninitcode=200`;

const environments = [
  // Argo CD comes to what unseals Vault only once Vault is ready; where a key service does, a sealed one is
  // not.
  { environment: 'local', suffix: 'local', path: listening, rights: ['auth-delegator'] },
  { environment: 'dev', suffix: 'dev', path: listening, rights: ['auth-delegator', 'namespace-reader'] },
  { environment: 'staging', suffix: 'staging', path: serving, rights: ['auth-delegator'] },
  { environment: 'production', suffix: 'prod', path: serving, rights: ['auth-delegator'] },
];

test.each(environments)('Vault of $environment is ready as its unsealing needs', ({ environment, suffix, path }) => {
  const [values] = loadAll(rendered.files.get(`${environment}/values/foundation-vault-core.yaml`) ?? '');
  expect(values).toMatchObject({
    fullnameOverride: `vault-core-${suffix}`,
    server: { authDelegator: { enabled: false }, readinessProbe: { enabled: true, path } },
  });
});

test.each(environments)(
  'Vault of $environment may review tokens, and read namespaces where a role selects them by label',
  ({ environment, suffix, rights }) => {
    const [account, namespace] = [`vault-core-${suffix}`, `ameide-${suffix}`];
    const objects = rendered.manifests.flatMap(({ role, value, environment: of }) =>
      role === 'object' && of === environment ? [value as unknown as RightsObject] : [],
    );
    const ofVault = ({ metadata }: RightsObject): boolean =>
      metadata.labels?.['app.kubernetes.io/part-of'] === 'foundation-vault-core';
    const bindings = objects.filter((object) => object.kind === 'ClusterRoleBinding' && ofVault(object));
    expect(bindings.map(({ metadata, roleRef, subjects }) => [metadata, roleRef, subjects])).toEqual(
      rights.map((right) => {
        const name = `${account}-${namespace}-${right}`;
        return [
          expect.objectContaining({ name, labels: expect.objectContaining({ 'vaultwright.io/phase': '150' }) }),
          {
            apiGroup: 'rbac.authorization.k8s.io',
            kind: 'ClusterRole',
            name: right === 'auth-delegator' ? 'system:auth-delegator' : name,
          },
          [{ kind: 'ServiceAccount', name: account, namespace }],
        ];
      }),
    );
    const roles = objects.filter((object) => object.kind === 'ClusterRole' && ofVault(object));
    expect(roles.map(({ metadata: { name }, rules }) => [name, rules])).toEqual(
      rights
        .filter((right) => right !== 'auth-delegator')
        .map((right) => [
          `${account}-${namespace}-${right}`,
          [{ apiGroups: [''], resources: ['namespaces'], verbs: ['get'] }],
        ]),
    );
    for (const { kind, metadata } of objects)
      if (kind === 'ClusterRole' || kind === 'ClusterRoleBinding') expect(metadata.namespace).toBeUndefined();
  },
);
