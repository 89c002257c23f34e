import type { JsonObject } from '../../../src/guardrails/manifest/manifest.ts';

/** A choice that depends on the seed only. */
export class Chance {
  #state: number;

  constructor(seed: number) {
    this.#state = seed;
  }

  /** Returns a whole number from 0 to below `limit`. */
  below(limit: number): number {
    this.#state = (this.#state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(this.#state ^ (this.#state >>> 15), 1 | this.#state);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed);
    return ((mixed ^ (mixed >>> 14)) >>> 0) % limit;
  }

  is(percent: number): boolean {
    return this.below(100) < percent;
  }

  of<Item>(items: readonly Item[]): Item {
    return items[this.below(items.length)] as Item;
  }
}

const labels = { app: 'shop' };

function podSpec(chance: Chance): JsonObject {
  return {
    serviceAccountName: chance.of(['runner', 'default', 'absent']),
    ...(chance.is(50) && { imagePullSecrets: [{ name: 'pull' }, { name: 'other' }] }),
    ...(chance.is(40) && {
      initContainers: [
        { name: 'wait', image: 'registry.example:5000/tools/wait:1.0', args: ['--for=$(HOST)', '$$HOME'] },
      ],
    }),
    containers: [
      {
        name: 'web',
        image: chance.of(['nginx', 'nginx:1.25', 'registry.example/nginx:1@sha256:0a', 'busybox:1']),
        env: [
          { name: 'PASSWORD', valueFrom: { secretKeyRef: { name: 'db', key: 'password' } } },
          { name: 'MODE', valueFrom: { configMapKeyRef: { name: 'settings', key: 'mode' } } },
          { name: 'HOST', value: '$(HOST).local' },
        ],
        envFrom: [{ secretRef: { name: 'generated' } }, { configMapRef: { name: 'settings' } }],
        ports: [
          { containerPort: 8080, name: 'http' },
          { containerPort: 53, protocol: 'UDP' },
          { containerPort: 53, protocol: 'TCP' },
        ],
        volumeMounts: [
          { name: 'data', mountPath: '/data' },
          { name: 'keys', mountPath: '/keys' },
        ],
      },
      { name: 'side', image: 'busybox:1', command: ['sh', '-c', 'sleep 1'] },
    ],
    volumes: [
      { name: 'data', persistentVolumeClaim: { claimName: 'data' } },
      { name: 'keys', secret: { secretName: 'db' } },
      { name: 'all', projected: { sources: [{ secret: { name: 'generated' } }, { configMap: { name: 'settings' } }] } },
    ],
    ...(chance.is(30) && {
      topologySpreadConstraints: [
        { maxSkew: 1, topologyKey: 'zone', whenUnsatisfiable: 'DoNotSchedule', labelSelector: { matchLabels: labels } },
      ],
    }),
    ...(chance.is(30) && { priorityClassName: 'high' }),
  };
}

const meta = (name: string, more: JsonObject = {}): JsonObject => ({ name, ...more });

/**
 * The objects of a base; each is there or not as the chance has it, but for those that features are about.
 */
export function baseObjects(chance: Chance): JsonObject[] {
  const own = chance.is(30) ? { namespace: 'own' } : {};
  const template = { metadata: { labels }, spec: podSpec(chance) };
  const workload = { replicas: 1, selector: { matchLabels: labels }, template };
  const optional: JsonObject[] = [
    {
      apiVersion: 'apps/v1',
      kind: 'StatefulSet',
      metadata: meta('store', own),
      spec: {
        ...workload,
        serviceName: 'web',
        volumeClaimTemplates: [
          {
            metadata: { name: 'data' },
            spec: { storageClassName: 'fast', resources: { requests: { storage: '1Gi' } } },
          },
        ],
      },
    },
    {
      apiVersion: 'batch/v1',
      kind: 'CronJob',
      metadata: meta('nightly', own),
      spec: {
        schedule: '0 * * * *',
        jobTemplate: { spec: { template: { spec: { ...podSpec(chance), restartPolicy: 'Never' } } } },
      },
    },
    { apiVersion: 'batch/v1', kind: 'Job', metadata: meta('once', own), spec: { template: { spec: podSpec(chance) } } },
    { apiVersion: 'v1', kind: 'Pod', metadata: meta('alone', own), spec: podSpec(chance) },
    {
      apiVersion: 'apps/v1',
      kind: 'DaemonSet',
      metadata: meta('agent', own),
      spec: { selector: { matchLabels: labels }, template },
    },
    {
      apiVersion: 'networking.k8s.io/v1',
      kind: 'Ingress',
      metadata: meta('web', {
        ...own,
        annotations: { 'nginx.ingress.kubernetes.io/auth-secret': 'db', 'example.org/keep': 'db' },
      }),
      spec: {
        tls: [{ secretName: 'generated', hosts: ['$(HOST)'] }],
        rules: [
          {
            host: 'shop.example',
            http: {
              paths: [{ path: '/', pathType: 'Prefix', backend: { service: { name: 'web', port: { number: 80 } } } }],
            },
          },
        ],
      },
    },
    {
      apiVersion: 'autoscaling/v2',
      kind: 'HorizontalPodAutoscaler',
      metadata: meta('web', own),
      spec: { scaleTargetRef: { apiVersion: 'apps/v1', kind: 'Deployment', name: 'web' }, maxReplicas: 3 },
    },
    {
      apiVersion: 'policy/v1',
      kind: 'PodDisruptionBudget',
      metadata: meta('web', own),
      spec: { minAvailable: 1, selector: { matchLabels: labels } },
    },
    {
      apiVersion: 'networking.k8s.io/v1',
      kind: 'NetworkPolicy',
      metadata: meta('web', own),
      spec: {
        podSelector: { matchLabels: labels },
        ingress: [{ from: [{ podSelector: { matchLabels: { app: 'x' } } }, { namespaceSelector: {} }] }],
      },
    },
    {
      apiVersion: 'rbac.authorization.k8s.io/v1',
      kind: 'Role',
      metadata: meta('reader', own),
      rules: [
        { apiGroups: [''], resources: ['secrets'], resourceNames: ['db', 'generated', 'settings'], verbs: ['get'] },
      ],
    },
    {
      apiVersion: 'rbac.authorization.k8s.io/v1',
      kind: 'RoleBinding',
      metadata: meta('reader', own),
      roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: chance.of(['Role', 'ClusterRole']), name: 'reader' },
      subjects: [
        {
          kind: 'ServiceAccount',
          name: 'runner',
          ...(chance.is(50) && { namespace: chance.of(['own', 'default', 'elsewhere']) }),
        },
        { kind: 'ServiceAccount', name: 'default', namespace: 'elsewhere' },
      ],
    },
    { apiVersion: 'rbac.authorization.k8s.io/v1', kind: 'ClusterRole', metadata: meta('reader'), rules: [] },
    {
      apiVersion: 'rbac.authorization.k8s.io/v1',
      kind: 'ClusterRoleBinding',
      metadata: meta('reader'),
      roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: 'ClusterRole', name: 'reader' },
      subjects: [{ kind: 'ServiceAccount', name: 'runner', namespace: 'default' }],
    },
    { apiVersion: 'v1', kind: 'Namespace', metadata: meta('own') },
    {
      apiVersion: 'v1',
      kind: 'PersistentVolumeClaim',
      metadata: meta('data', own),
      spec: { storageClassName: 'fast', volumeName: 'disk' },
    },
    {
      apiVersion: 'v1',
      kind: 'PersistentVolume',
      metadata: meta('disk'),
      spec: { storageClassName: 'fast', azureFile: { secretName: 'db', shareName: 's' } },
    },
    {
      apiVersion: 'storage.k8s.io/v1',
      kind: 'StorageClass',
      metadata: meta('fast'),
      provisioner: 'p',
      parameters: { adminSecretName: 'db' },
    },
    { apiVersion: 'scheduling.k8s.io/v1', kind: 'PriorityClass', metadata: meta('high'), value: 5 },
    {
      apiVersion: 'apiextensions.k8s.io/v1',
      kind: 'CustomResourceDefinition',
      metadata: meta('things.example.org'),
      spec: { group: 'example.org', names: { kind: 'Thing', plural: 'things' }, scope: 'Namespaced', versions: [] },
    },
    {
      apiVersion: 'admissionregistration.k8s.io/v1',
      kind: 'ValidatingWebhookConfiguration',
      metadata: meta('hook'),
      webhooks: [
        { name: 'a.example.org', clientConfig: { service: { name: 'web', namespace: 'default', path: '/' } } },
      ],
    },
    {
      apiVersion: 'example.org/v1',
      kind: 'Thing',
      metadata: meta('thing', own),
      spec: {
        secretName: 'generated',
        items: [
          { name: 'a', size: 1 },
          { name: 'b', size: 2 },
        ],
        containers: [{ name: 'c', image: 'nginx:1' }],
      },
    },
    {
      apiVersion: 'external-secrets.io/v1',
      kind: 'ExternalSecret',
      metadata: meta('db-sync', own),
      spec: { target: { name: 'db' }, data: [{ secretKey: 'password', remoteRef: { key: 'db' } }] },
    },
    {
      apiVersion: 'v1',
      kind: 'List',
      items: [{ apiVersion: 'v1', kind: 'ConfigMap', metadata: meta('listed', own), data: { a: 'b' } }],
    } as JsonObject,
  ];
  const always: JsonObject[] = [
    {
      apiVersion: 'apps/v1',
      kind: 'Deployment',
      metadata: meta('web', { ...own, labels: { tier: 'front' }, annotations: { note: 'x' } }),
      spec: workload,
    },
    {
      apiVersion: 'v1',
      kind: 'Service',
      metadata: meta('web', own),
      spec: {
        selector: labels,
        ports: [
          { port: 80, name: 'http' },
          { port: 53, protocol: 'UDP', name: 'dns' },
        ],
      },
    },
    {
      apiVersion: 'v1',
      kind: 'ConfigMap',
      metadata: meta('settings', own),
      data: { mode: 'fast', host: 'shop.example:8080', text: 'a: 1\nb: 2\n' },
    },
    {
      apiVersion: 'v1',
      kind: 'Secret',
      metadata: meta('db', own),
      type: 'Opaque',
      stringData: { password: chance.of(['x', 'y']) },
    },
    {
      apiVersion: 'v1',
      kind: 'ServiceAccount',
      metadata: meta('runner', own),
      imagePullSecrets: [{ name: 'pull' }],
      secrets: [{ name: 'db' }],
    },
  ];
  return [...always, ...optional.filter(() => chance.is(35))];
}
