import { chmodSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { ApiObject, Helm, Include, JsonPatch, Lazy, Yaml } from 'cdk8s';
import { BasicAuthSecret, ConfigMap, Secret as PlusSecret, TlsSecret } from 'cdk8s-plus-28';
import { ServiceSecrets } from '../../src/index.ts';
import type { SmallPlatform, SmallService } from '../constructs/small-platform.ts';

/** What must never leave the program in any form: obviously no real credential, and yet shaped like one. */
export const literal = 'fake-Passw0rd-1';
const encoded = Buffer.from(literal).toString('base64');
const privateKey = `-----BEGIN PRIVATE KEY-----\n${Buffer.from(literal.repeat(4)).toString('base64')}\n-----END PRIVATE KEY-----\n`;

/** One way to bring an inline secret into the output. */
export interface Route {
  readonly title: string;
  /** Adds it to a component of a sound platform; it is called for every environment. */
  add?(component: SmallService, platform: SmallPlatform): void;
  /** Recipe that replaces the sound one of a user name in one environment. */
  readonly override?: { readonly type: 'literal'; readonly value: string };
}

const metadata = { name: 'leak' };
const secret = { apiVersion: 'v1', kind: 'Secret', metadata };
const configMap = { apiVersion: 'v1', kind: 'ConfigMap', metadata };
const purpose = 'Wall';

const object = (component: SmallService, manifest: object): ApiObject =>
  new ApiObject(component, 'object', manifest as ConstructorParameters<typeof ApiObject>[2]);

const raw = (title: string, manifest: object): Route => ({
  title,
  add: (component) => {
    object(component, manifest);
  },
});

const values = (title: string, tree: Parameters<SmallService['values']>[0]): Route => ({
  title,
  add: (component) => component.values(tree),
});

const workload = (kind: string, pod: object): object => {
  const template = { spec: { containers: [{ name: 'app', image: 'app', ...pod }] } };
  const batch = kind === 'CronJob' ? { jobTemplate: { spec: { template } } } : { template };
  return { apiVersion: kind === 'CronJob' ? 'batch/v1' : 'apps/v1', kind, metadata, spec: batch };
};

/** Writes what a test feeds in from outside into a folder of its own. */
function file(name: string, text: string): string {
  const target = path.join(mkdtempSync(path.join(tmpdir(), 'vw-wall-')), name);
  writeFileSync(target, text);
  return target;
}

const include = (title: string, ...manifests: readonly object[]): Route => ({
  title,
  add: (component) => {
    new Include(component, 'include', { url: file('chart.yaml', Yaml.stringify(...manifests)) });
  },
});

/** A chart as Helm would render it; Helm itself is not there, so a script of that name prints the manifests. */
const helm = (title: string, ...manifests: readonly object[]): Route => ({
  title,
  add: (component) => {
    const rendered = file('rendered.yaml', Yaml.stringify(...manifests));
    const helmExecutable = file('helm', `#!/bin/sh\nexec cat '${rendered}'\n`);
    chmodSync(helmExecutable, 0o755);
    new Helm(component, 'helm', { chart: 'chart', releaseName: 'leak', helmExecutable });
  },
});

const patched = (title: string, manifest: object, patch: JsonPatch): Route => ({
  title,
  add: (component) => {
    object(component, manifest).addJsonPatch(patch);
  },
});

const externalSecret = (template: object): object => ({
  apiVersion: 'external-secrets.io/v1',
  kind: 'ExternalSecret',
  metadata,
  spec: {
    refreshInterval: '1h0m0s',
    secretStoreRef: { kind: 'ClusterSecretStore', name: 'small-vault' },
    target: { name: 'leak', creationPolicy: 'Owner', deletionPolicy: 'Retain', template },
    data: [{ secretKey: 'user', remoteRef: { key: 'sound-user', property: 'value' } }],
  },
});

export const routes: readonly Route[] = [
  raw('a Secret as ApiObject', { ...secret, stringData: { password: literal } }),
  raw('a Secret as ApiObject, in base64 under a harmless key', { ...secret, data: { greeting: encoded } }),
  raw('a Secret as ApiObject, in plain text under a harmless key', { ...secret, stringData: { greeting: literal } }),
  raw('a Secret whose kind is in lower case', { ...secret, kind: 'secret', stringData: { password: literal } }),
  raw('a Secret whose kind is padded', { ...secret, kind: ' Secret ', stringData: { password: literal } }),
  raw('a Secret whose field is in mixed case', { ...secret, StringData: { password: literal } }),
  raw('a Secret whose field is padded', { ...secret, ' data ': { password: encoded } }),
  raw('a Secret whose key is in mixed case and padded', { ...secret, stringData: { ' PassWord ': literal } }),
  raw('a Secret of another API version', { ...secret, apiVersion: 'V1 ', stringData: { greeting: literal } }),
  raw('a Secret whose data is a text', { ...secret, stringData: `password: ${literal}` }),
  raw('a SealedSecret', {
    apiVersion: 'bitnami.com/v1alpha1',
    kind: 'SealedSecret',
    metadata,
    spec: { encryptedData: { password: encoded } },
  }),
  raw('a Secret in a List', {
    apiVersion: 'v1',
    kind: 'List',
    items: [{ ...secret, stringData: { greeting: literal } }],
  }),
  raw('a Secret in a List in a List', {
    apiVersion: 'v1',
    kind: 'List',
    items: [{ apiVersion: 'v1', kind: 'List', items: [{ ...secret, data: { greeting: encoded } }] }],
  }),
  raw('a SecretList whose items name no kind', {
    apiVersion: 'v1',
    kind: 'SecretList',
    items: [{ metadata, data: { greeting: encoded } }],
  }),
  raw('a Secret in the applied configuration of an annotation', {
    ...configMap,
    metadata: {
      ...metadata,
      annotations: {
        'kubectl.kubernetes.io/last-applied-configuration': JSON.stringify({
          ...secret,
          stringData: { password: literal },
        }),
      },
    },
  }),
  raw('a Secret in the text of a ConfigMap, under a key that tells nothing', {
    ...configMap,
    data: { 'setup.yaml': `apiVersion: v1\nkind: Secret\nmetadata:\n  name: leak\nstringData:\n  note: ${literal}\n` },
  }),
  raw('a Secret as a document in a ConfigMap', {
    ...configMap,
    data: { 'secret.yaml': Yaml.stringify({ ...secret, stringData: { password: literal } }) },
  }),
  {
    title: 'a Secret of cdk8s-plus',
    add: (component) => {
      new PlusSecret(component, 'plus', { stringData: { greeting: literal } });
    },
  },
  {
    title: 'a Secret of cdk8s-plus that grows later',
    add: (component) => {
      new PlusSecret(component, 'plus').addStringData('greeting', literal);
    },
  },
  {
    title: 'a basic-auth Secret of cdk8s-plus',
    add: (component) => {
      new BasicAuthSecret(component, 'plus', { username: 'user', password: literal });
    },
  },
  {
    title: 'a TLS Secret of cdk8s-plus',
    add: (component) => {
      new TlsSecret(component, 'plus', { tlsCert: 'certificate', tlsKey: privateKey });
    },
  },
  {
    title: 'a ConfigMap of cdk8s-plus',
    add: (component) => {
      new ConfigMap(component, 'plus', { data: { password: literal } });
    },
  },
  include('a Secret in included YAML', configMap, { ...secret, stringData: { password: literal } }),
  include('a Secret in a List in included YAML', {
    apiVersion: 'v1',
    kind: 'List',
    items: [{ ...secret, data: { greeting: encoded } }],
  }),
  include(
    'an environment variable in included YAML',
    workload('Deployment', { env: [{ name: 'DB_PASSWORD', value: literal }] }),
  ),
  helm('a Secret in the output of Helm', configMap, { ...secret, data: { password: encoded } }),
  helm('an argument in the output of Helm', workload('StatefulSet', { args: [`--password=${literal}`] })),
  patched('a JSON patch that adds data', secret, JsonPatch.add('/stringData', { greeting: literal })),
  patched(
    'a JSON patch that adds the value of an environment variable',
    workload('Deployment', { env: [{ name: 'DB_PASSWORD' }] }),
    JsonPatch.add('/spec/template/spec/containers/0/env/0/value', literal),
  ),
  patched(
    'a JSON patch that makes a Secret of a ConfigMap',
    { ...configMap, data: { greeting: encoded } },
    JsonPatch.replace('/kind', 'Secret'),
  ),
  raw('a Lazy value in a Secret', {
    ...secret,
    stringData: Lazy.any({ produce: () => ({ password: literal }) }),
  }),
  raw('a Lazy value in an environment variable', {
    ...workload('Deployment', { env: [{ name: 'DB_PASSWORD', value: Lazy.any({ produce: () => literal }) }] }),
  }),
  {
    title: 'a data key bound to a literal by a cast',
    add: (component, platform) => {
      const user = platform.vault.literal('cast-user', 'user');
      const contract = platform.secret('cast', { purpose, keys: { user, password: literal as never } });
      new ServiceSecrets(component, contract);
    },
  },
  {
    title: 'a template that is nothing but a literal',
    add: (component, platform) => {
      const user = platform.vault.literal('template-user', 'user');
      const contract = platform.secret('template', {
        purpose,
        keys: { user, password: platform.template`${literal}` },
      });
      new ServiceSecrets(component, contract);
    },
  },
  {
    title: 'a template with a literal beside a variable',
    add: (component, platform) => {
      const user = platform.vault.literal('mixed-user', 'user');
      const ini = platform.template`user=${user}\npassword=${literal}\n`;
      new ServiceSecrets(component, platform.secret('mixed', { purpose, keys: { 'app.ini': ini } }));
    },
  },
  {
    title: 'a URL in a template with a literal password',
    add: (component, platform) => {
      const user = platform.vault.literal('url-user', 'user');
      const url = platform.template`postgresql://${user}:${literal}@postgres:5432/app`;
      new ServiceSecrets(component, platform.secret('url', { purpose, keys: { url } }));
    },
  },
  {
    title: 'a literal recipe that is no user name',
    add: (component, platform) => {
      const password = platform.vault.literal('literal-password', literal);
      new ServiceSecrets(component, platform.secret('literal', { purpose, keys: { password } }));
    },
  },
  {
    title: 'a composed recipe of nothing but a literal',
    add: (component, platform) => {
      const password = platform.vault.compose('composed-password')`${literal}`;
      new ServiceSecrets(component, platform.secret('composed', { purpose, keys: { password } }));
    },
  },
  {
    title: 'a composed URL with a literal password',
    add: (component, platform) => {
      const user = platform.vault.literal('composed-user', 'user');
      const url = platform.vault.url('composed-url')`postgresql://${user}:${literal}@postgres:5432/app`;
      new ServiceSecrets(component, platform.secret('composed', { purpose, keys: { url } }));
    },
  },
  {
    title: 'a recipe override with a literal',
    override: { type: 'literal', value: `postgresql://user:${literal}@postgres` },
  },
  raw('a template of an ExternalSecret', externalSecret({ data: { password: literal } })),
  raw(
    'a default in a template of an ExternalSecret',
    externalSecret({ data: { password: `{{ .user | default "${literal}" }}` } }),
  ),
  raw(
    'a literal template of an ExternalSecret',
    externalSecret({ templateFrom: [{ literal: `password: ${literal}` }] }),
  ),
  raw('a store with a fake provider', {
    apiVersion: 'external-secrets.io/v1',
    kind: 'SecretStore',
    metadata,
    spec: { provider: { fake: { data: [{ key: 'greeting', value: literal }] } } },
  }),
  raw('a generator that is no generator', {
    apiVersion: 'generators.external-secrets.io/v1alpha1',
    kind: 'Fake',
    metadata,
    spec: { data: { greeting: literal } },
  }),
  values('a password in Helm values', { postgresql: { auth: { password: literal } } }),
  values('a password in Helm values in mixed case', { postgresql: { auth: { ' PassWord ': literal } } }),
  values('an environment variable in Helm values', { extraEnv: [{ name: 'DB_PASSWORD', value: literal }] }),
  values('a map of environment variables in Helm values', { env: { DB_PASSWORD: literal } }),
  values('a URL in Helm values', { database: { url: `postgresql://app:${literal}@postgres/app` } }),
  values('Helm values that depend on the environment', ({ host }) => ({
    auth: { password: () => `${literal}-${host}` },
  })),
  values('a Secret among the extra objects of Helm values', {
    extraObjects: [{ ...secret, stringData: { greeting: literal } }],
  }),
  values('a file in Helm values', { config: `[database]\npassword = ${literal}\n` }),
  raw('a key of a ConfigMap', { ...configMap, data: { DB_PASSWORD: literal } }),
  raw('a file in a ConfigMap', { ...configMap, data: { 'app.properties': `db.password=${literal}\n` } }),
  raw('a JSON document in a ConfigMap', {
    ...configMap,
    data: { 'app.json': JSON.stringify({ db: { password: literal } }) },
  }),
  raw('binary data of a ConfigMap', { ...configMap, binaryData: { password: encoded } }),
  raw('a URL in a ConfigMap', { ...configMap, data: { HOME: `https://app:${literal}@example.com` } }),
  raw('an environment variable', workload('Deployment', { env: [{ name: 'API_TOKEN', value: literal }] })),
  raw('an environment variable of a CronJob', workload('CronJob', { env: [{ name: 'API_TOKEN', value: literal }] })),
  raw(
    'a default of a variable',
    workload('Deployment', { env: [{ name: 'API_TOKEN', value: `\${API_TOKEN:-${literal}}` }] }),
  ),
  raw(
    'a URL in an environment variable',
    workload('Deployment', { env: [{ name: 'DB', value: `redis://:${literal}@redis` }] }),
  ),
  raw('an argument', workload('Deployment', { args: ['--db-password', literal] })),
  raw('a shell script', workload('Deployment', { command: ['sh', '-c', `export PGPASSWORD=${literal}; exec app`] })),
  raw('an annotation', { ...configMap, metadata: { ...metadata, annotations: { 'example.com/password': literal } } }),
  raw('a label', { ...configMap, metadata: { ...metadata, labels: { password: literal } } }),
  raw('a field of a custom resource', {
    apiVersion: 'example.com/v1',
    kind: 'Database',
    metadata,
    spec: { auth: { password: literal } },
  }),
  raw('parameters of an Application', {
    apiVersion: 'argoproj.io/v1alpha1',
    kind: 'Application',
    metadata,
    spec: { source: { helm: { parameters: [{ name: 'auth.password', value: literal }] } } },
  }),
  raw('Helm values as text in an Application', {
    apiVersion: 'argoproj.io/v1alpha1',
    kind: 'Application',
    metadata,
    spec: { source: { helm: { values: `auth:\n  password: ${literal}\n` } } },
  }),
  raw('the generator of a kustomization', {
    apiVersion: 'kustomize.config.k8s.io/v1beta1',
    kind: 'Kustomization',
    metadata,
    secretGenerator: [{ name: 'leak', literals: [`password=${literal}`] }],
  }),
];
