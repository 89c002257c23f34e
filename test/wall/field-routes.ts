import { configMap, encoded, literal, secret } from './inline-secret.ts';
import { metadata, type Route, raw, values, workload } from './route.ts';

/** Inline secrets by way of Helm values and of fields of objects that are no Secret. */
export const fieldRoutes: readonly Route[] = [
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
  raw('a key of a ConfigMap with a letter that looks like another', {
    ...configMap,
    data: { 'p\u0430ssword': literal },
  }),
  raw('a key of a ConfigMap in wide letters', {
    ...configMap,
    data: { '\uff50\uff41\uff53\uff53\uff57\uff4f\uff52\uff44': literal },
  }),
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
