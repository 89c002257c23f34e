import { chmodSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { Helm, Include, JsonPatch, Lazy, Yaml } from 'cdk8s';
import { BasicAuthSecret, ConfigMap, Secret as PlusSecret, TlsSecret } from 'cdk8s-plus-28';
import { configMap, encoded, literal, secret } from './inline-secret.ts';
import { metadata, patched, type Route, raw, workload } from './route.ts';

const privateKey = `-----BEGIN PRIVATE KEY-----\n${Buffer.from(literal.repeat(4)).toString('base64')}\n-----END PRIVATE KEY-----\n`;

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

/**
 * A chart as Helm would render it; Helm itself is not there, so a script of that name prints the manifests.
 */
const helm = (title: string, ...manifests: readonly object[]): Route => ({
  title,
  add: (component) => {
    const rendered = file('rendered.yaml', Yaml.stringify(...manifests));
    const helmExecutable = file('helm', `#!/bin/sh\nexec cat '${rendered}'\n`);
    chmodSync(helmExecutable, 0o755);
    new Helm(component, 'helm', { chart: 'chart', releaseName: 'leak', helmExecutable });
  },
});

/** Inline secrets by way of constructs, of other programs' output, and of what cdk8s does to both. */
export const constructRoutes: readonly Route[] = [
  raw('a Secret as ApiObject', { ...secret, stringData: { password: literal } }),
  raw('a Secret as ApiObject, in base64 under a harmless key', { ...secret, data: { greeting: encoded } }),
  raw('a Secret as ApiObject, in plain text under a harmless key', { ...secret, stringData: { greeting: literal } }),
  raw('a Secret whose kind is in lower case', { ...secret, kind: 'secret', stringData: { password: literal } }),
  raw('a Secret whose kind is padded', { ...secret, kind: ' Secret ', stringData: { password: literal } }),
  raw('a Secret whose kind has a letter that looks like another', {
    ...secret,
    kind: 'S\u0435cret',
    stringData: { greeting: literal },
  }),
  raw('a Secret whose field has an invisible character', { ...secret, 'string\u200bData': { greeting: literal } }),
  raw('a Secret whose field is none of a Secret', { ...secret, spec: { stringData: { greeting: literal } } }),
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
];
