import { loadAll } from 'js-yaml';
import { describe, expect, test } from 'vitest';
import { pinPrograms } from '../../scripts/golden/pin-programs.ts';
import type { JsonObject } from '../../src/guardrails/manifest/manifest.ts';
import { bootstrapSettingsSchema, documentLabel } from '../../src/index.ts';
import { unknownFields } from '../e2e/pods/honoured-fields.ts';
import type { Pod } from '../e2e/pods/pod.ts';
import { sharedRendering } from './shared-rendering.ts';

const { files } = await sharedRendering();
const name = 'foundation-vault-bootstrap-vault-bootstrap';
const ephemeral = [
  {
    environment: 'local',
    namespace: 'ameide-local',
    upstream: { type: 'local', secret: 'vault-bootstrap-local-secrets', key: 'env-secrets.json' },
    read: ['vault-bootstrap-local-secrets'],
    failedJobsHistoryLimit: 0,
  },
  {
    environment: 'dev',
    namespace: 'ameide-dev',
    upstream: { type: 'azure-key-vault', uri: 'https://ameide-dev.vault.azure.net/', secretPrefix: '' },
    read: [],
    failedJobsHistoryLimit: 1,
  },
];
const regulated = ['staging', 'production'];

interface RenderedObject extends JsonObject {
  readonly kind: string;
  readonly metadata: {
    readonly name: string;
    readonly namespace?: string;
    readonly labels: Readonly<Record<string, string>>;
    readonly annotations: Readonly<Record<string, string>>;
  };
}

const isManifest = (file: string): boolean => !/^[^/]+\/values\//.test(file);
const objectsOf = (environment: string): RenderedObject[] =>
  [...files].flatMap(([file, text]) =>
    file.startsWith(`${environment}/`) && isManifest(file) ? (loadAll(text) as RenderedObject[]) : [],
  );

describe.each(ephemeral)('in $environment', ({ environment, namespace, upstream, read, failedJobsHistoryLimit }) => {
  const objects = objectsOf(environment);
  const find = (kind: string, of = name): RenderedObject => {
    const found = objects.filter((object) => object.kind === kind && object.metadata.name === of);
    expect(found.map(({ metadata }) => metadata.namespace)).toEqual([namespace]);
    return found[0] as RenderedObject;
  };

  test('one CronJob runs each minute, never twice at a time, and leaves little behind', () => {
    const ownCronJobs = objects.filter(
      ({ kind, metadata }) =>
        kind === 'CronJob' && metadata.labels['app.kubernetes.io/part-of'] === 'foundation-vault-bootstrap',
    );
    expect(ownCronJobs).toHaveLength(1);
    const { metadata, spec } = find('CronJob') as RenderedObject & { readonly spec: JsonObject };
    expect(spec).toMatchObject({
      schedule: '*/1 * * * *',
      concurrencyPolicy: 'Forbid',
      startingDeadlineSeconds: 120,
      successfulJobsHistoryLimit: 1,
      failedJobsHistoryLimit,
      jobTemplate: { spec: { backoffLimit: 0, activeDeadlineSeconds: 300, ttlSecondsAfterFinished: 300 } },
    });
    expect(metadata.labels['vaultwright.io/phase']).toBe('155');
    expect(metadata.annotations).toMatchObject({
      'vaultwright.io/environments': 'dev,local',
      'vaultwright.io/dev-only': expect.stringContaining('unseal key'),
    });
  });

  test('its Pod may do nothing that it need not, from an image that is pinned', () => {
    const { template } = (find('CronJob') as unknown as { spec: { jobTemplate: { spec: { template: Pod } } } }).spec
      .jobTemplate.spec;
    expect(template.spec).toMatchObject({
      restartPolicy: 'Never',
      serviceAccountName: name,
      automountServiceAccountToken: true,
      enableServiceLinks: false,
      securityContext: { runAsNonRoot: true, runAsUser: 65532, seccompProfile: { type: 'RuntimeDefault' } },
      containers: [
        {
          name: 'bootstrap',
          image: expect.stringMatching(/^docker\.io\/library\/node:24\.[^@]+@sha256:[0-9a-f]{64}$/),
          terminationMessagePolicy: 'File',
          securityContext: {
            allowPrivilegeEscalation: false,
            readOnlyRootFilesystem: true,
            capabilities: { drop: ['ALL'] },
          },
        },
      ],
    });
    // The bench of real servers runs no Pod with a field that it would leave out.
    expect(unknownFields(template)).toEqual([]);
  });

  test('what its Pod mounts is rendered, key by key', () => {
    const { spec } = find('CronJob') as unknown as { spec: { jobTemplate: { spec: { template: Pod } } } };
    const { volumes = [] } = spec.jobTemplate.spec.template.spec;
    const sources = volumes.flatMap(({ configMap, projected }) => [
      ...(configMap ? [configMap] : []),
      ...(projected?.sources ?? []).flatMap((source) => source.configMap ?? []),
    ]);
    const mounted = sources.flatMap(({ name: of, items = [] }) => {
      const { data } = find('ConfigMap', of) as unknown as { readonly data: Readonly<Record<string, string>> };
      return items.map(({ key, path }) => [path, typeof data[key]]);
    });
    expect(mounted).toEqual(
      ['bootstrap.mjs', 'bootstrap-settings.json', 'fixture-map.json', 'access-map.json'].map((file) => [
        file,
        'string',
      ]),
    );
  });

  test('its settings say what the profile says', () => {
    const { metadata, data } = find('ConfigMap', 'vault-bootstrap-settings') as RenderedObject & {
      readonly data: Readonly<Record<string, string>>;
    };
    expect(metadata.labels[documentLabel]).toBe('bootstrap-settings');
    expect(bootstrapSettingsSchema.parse(JSON.parse(data['bootstrap-settings.json'] ?? ''))).toEqual({
      kind: 'BootstrapSettings',
      version: 1,
      environment,
      name,
      namespace,
      vault: {
        address: `http://vault-core-${environment}.${namespace}.svc.cluster.local:8200`,
        initialize: true,
        unseal: true,
        credentialsSecret: 'vault-auto-credentials',
      },
      kubernetesHost: 'https://kubernetes.default.svc',
      seedSecret: 'vault-bootstrap-seed',
      upstream,
      placeholder: 'keycloak_generated_placeholder',
      knownPlaceholders: {
        exact: ['CHANGEME', 'REPLACE_ME', 'changeme', 'platform_client_secret', 'www_ameide_platform_keycloak_secret'],
        prefixes: ['placeholder_'],
      },
      backfill: [],
      deadlineSeconds: 240,
    });
  });

  test('its Role names each object that it grants, and is bound to its ServiceAccount alone', () => {
    const verbs = ['get', 'create', 'patch'];
    const [core, leases] = [[''], ['coordination.k8s.io']];
    find('ServiceAccount');
    expect(find('Role').rules).toEqual([
      {
        apiGroups: core,
        resources: ['secrets'],
        resourceNames: ['vault-auto-credentials', 'vault-bootstrap-seed'],
        verbs,
      },
      ...(read.length > 0 ? [{ apiGroups: core, resources: ['secrets'], resourceNames: read, verbs: ['get'] }] : []),
      { apiGroups: leases, resources: ['leases'], resourceNames: [name], verbs },
    ]);
    expect(find('RoleBinding')).toMatchObject({
      roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: 'Role', name },
      subjects: [{ kind: 'ServiceAccount', name, namespace }],
    });
  });
});

describe.each(regulated)('in %s', (environment) => {
  // The smoke's program only reads; what it may say of a bootstrap is no trace of one.
  const mine = [...pinPrograms(files)].filter(([file]) => file.startsWith(`${environment}/`));

  test('nothing that is rendered initialises or unseals Vault, or keeps its keys', () => {
    expect(mine.length).toBeGreaterThan(50);
    const traces =
      /vault-auto-credentials|root-token|unseal-?key|vault-bootstrap-vault-bootstrap|bootstrap-settings|bootstrap\.mjs|vault-bootstrap-seed|sys\/init|sys\/unseal|"deterministic"|keycloak_generated_placeholder|dev-only/i;
    expect(mine.flatMap(([file, text]) => (traces.test(text) ? [`${file}: ${traces.exec(text)?.[0]}`] : []))).toEqual(
      [],
    );
    const jobs = objectsOf(environment).filter(({ kind }) => /^(?:Cron)?Job$/.test(kind));
    expect(jobs.filter((job) => !/\/(?:configure|preflight|smoke|snapshot)\.mjs"/.test(JSON.stringify(job)))).toEqual(
      [],
    );
  });
});
