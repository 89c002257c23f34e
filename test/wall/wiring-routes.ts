import { ApiObject, JsonPatch } from 'cdk8s';
import { DeliveredSecrets, SecretMirror, ServiceSecrets } from '../../src/index.ts';
import type { SmallPlatform, SmallService } from '../constructs/small-platform.ts';
import { configMap, externalSecret, purpose } from './inline-secret.ts';
import { metadata, object, type Route, raw, values, workload } from './route.ts';

/** Finds an object of the environment, as a patch from elsewhere would. */
function find({ app }: SmallService, kind: string, name?: string): ApiObject | undefined {
  return app.node
    .findAll()
    .filter(ApiObject.isApiObject)
    .find((candidate) => candidate.kind === kind && (name === undefined || candidate.name === name));
}

/** Places a sound Secret and gives its ExternalSecret. */
function placed(component: SmallService, { vault, secret }: SmallPlatform): ApiObject {
  const contract = secret('wired', { purpose, keys: { token: vault.generated('wired-token') } });
  new ServiceSecrets(component, contract);
  const found = find(component, 'ExternalSecret', 'wired-sync');
  if (!found) throw new Error('the ExternalSecret of the placed contract is missing');
  return found;
}

const rewired = (title: string, code: string, ...patches: readonly JsonPatch[]): Route => ({
  title,
  code,
  add: (component, platform) => placed(component, platform).addJsonPatch(...patches),
});

const fixtureMap = (title: string, code: string, ...patches: readonly JsonPatch[]): Route => ({
  title,
  code,
  add: (component, platform) => {
    placed(component, platform);
    find(component, 'ConfigMap', 'vault-fixture-map')?.addJsonPatch(...patches);
  },
});

const store = (title: string, kind: 'ClusterSecretStore' | 'SecretStore', code: string, patch: JsonPatch): Route => ({
  title,
  code,
  add: (component) => find(component, kind)?.addJsonPatch(patch),
});

const login = '/spec/provider/vault/auth/kubernetes';
const reads = (secretKeyRef: object): object =>
  workload('Deployment', { env: [{ name: 'TOKEN', valueFrom: { secretKeyRef } }] });

/**
 * Ways to break what must agree, on the rendered bytes: each type and each construct has let them through.
 */
export const wiringRoutes: readonly Route[] = [
  rewired(
    'a remoteRef that the fixture map does not have',
    'VW3151',
    JsonPatch.replace('/spec/data/0/remoteRef/key', 'other'),
  ),
  rewired('a property that nobody writes', 'VW3151', JsonPatch.replace('/spec/data/0/remoteRef/property', 'other')),
  rewired('keys found by a pattern', 'VW3151', JsonPatch.add('/spec/dataFrom', [{ find: { name: { regexp: '.*' } } }])),
  fixtureMap(
    'a fixture map that no tool would know',
    'VW3151',
    JsonPatch.remove('/metadata/labels/vaultwright.io~1document'),
  ),
  fixtureMap('a fixture map of another shape', 'VW3150', JsonPatch.replace('/data/fixture-map.json', '{}')),
  raw('a Secret that nobody writes', reads({ name: 'nobody', key: 'token' }), 'VW3050'),
  raw('a key that its Secret does not have', reads({ name: 'sound', key: 'token' }), 'VW3051'),
  raw(
    'a volume with a key that its Secret does not have',
    {
      apiVersion: 'v1',
      kind: 'Pod',
      metadata,
      spec: {
        containers: [{ name: 'app', image: 'app' }],
        volumes: [{ name: 'v', secret: { secretName: 'sound', items: [{ key: 'token', path: 'token' }] } }],
      },
    },
    'VW3051',
  ),
  values('Helm values that name a Secret which nobody writes', { auth: { existingSecret: 'nobody' } }, 'VW3050'),
  values(
    'Helm values that name a key which the Secret does not have',
    { auth: { existingSecret: 'sound', passwordKey: 'token', createSecret: false } },
    'VW3051',
  ),
  values(
    'Helm values that let the chart make the Secret too',
    { auth: { existingSecret: 'sound', createSecret: true } },
    'VW3350',
  ),
  {
    title: 'a second ExternalSecret for one Secret',
    code: 'VW3100',
    add: (component) => {
      const second = structuredClone(externalSecret({})) as { spec: { target: object; secretStoreRef: object } };
      second.spec.target = { name: 'sound', creationPolicy: 'Owner', deletionPolicy: 'Retain' };
      second.spec.secretStoreRef = { kind: component.app.storeKind, name: 'small-vault' };
      object(component, second);
    },
  },
  {
    title: 'one object twice',
    code: 'VW3101',
    add: (component) => {
      object(component, configMap);
      new ApiObject(component, 'again', configMap);
    },
  },
  rewired('an alias of the store', 'VW3112', JsonPatch.replace('/spec/secretStoreRef/name', 'vault')),
  rewired(
    'an alias of the store for one key',
    'VW3112',
    JsonPatch.add('/spec/data/0/sourceRef', { storeRef: { kind: 'ClusterSecretStore', name: 'vault' } }),
  ),
  rewired('a namespace without a store', 'VW3110', JsonPatch.replace('/metadata/namespace', 'elsewhere')),
  store('a store under another role', 'SecretStore', 'VW3113', JsonPatch.replace(`${login}/role`, 'other')),
  store(
    'a store for the whole cluster without conditions',
    'ClusterSecretStore',
    'VW3116',
    JsonPatch.remove('/spec/conditions'),
  ),
  store(
    'a store for the whole cluster whose condition is not anchored',
    'ClusterSecretStore',
    'VW3116',
    JsonPatch.add('/spec/conditions/0/namespaceRegexes', ['small']),
  ),
  {
    title: 'an ExternalSecret that differs in one environment',
    code: 'VW3200',
    add: (component, platform) => {
      const found = placed(component, platform);
      if (component.environment.name === 'live')
        found.addJsonPatch(JsonPatch.replace('/spec/refreshInterval', '2h0m0s'));
    },
  },
  {
    title: 'an ExternalSecret in one environment only',
    code: 'VW3200',
    add: (component, platform) => {
      if (component.environment.name === 'live') placed(component, platform);
    },
  },
  {
    title: 'a mirror of a Secret that nobody delivers',
    code: 'VW3050',
    add: (component, { delivered }) => {
      const mirror = { password: 'mirrored-password' };
      new SecretMirror(component, delivered('mirrored', { by: 'CNPG', purpose, keys: ['password'], mirror }));
    },
  },
  {
    title: 'a PushSecret to a path that an ExternalSecret reads, which no policy allows either',
    code: 'VW3155',
    add: (component) => {
      const remoteRef = { remoteKey: 'sound-password', property: 'value' };
      object(component, {
        apiVersion: 'external-secrets.io/v1alpha1',
        kind: 'PushSecret',
        metadata,
        spec: {
          secretStoreRefs: [{ kind: component.app.storeKind, name: 'small-vault' }],
          selector: { secret: { name: 'sound' } },
          data: [{ match: { secretKey: 'password', remoteRef } }],
        },
      });
    },
  },
  {
    title: 'a mirror to a path that an ExternalSecret reads',
    code: 'VW1106',
    add: (component, { delivered }) => {
      const mirror = { password: 'sound-password' };
      const source = delivered('mirrored', { by: 'CNPG', purpose, keys: ['password'], mirror });
      new DeliveredSecrets(component, source);
      new SecretMirror(component, source);
    },
  },
];
