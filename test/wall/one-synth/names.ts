import { configMap, encoded, externalSecret, literal, secret } from '../inline-secret.ts';
import { container, type Kind, map, of, resource, valuesOf } from './case.ts';

const weak = 'hunter2';
const schema = (password: object): object => ({
  apiVersion: 'apiextensions.k8s.io/v1',
  kind: 'CustomResourceDefinition',
  metadata: { name: 'things.example.com' },
  spec: {
    group: 'example.com',
    names: { kind: 'Thing', plural: 'things' },
    scope: 'Namespaced',
    versions: [
      {
        name: 'v1',
        served: true,
        storage: true,
        schema: { openAPIV3Schema: { type: 'object', properties: { password } } },
      },
    ],
  },
});
const tekton = (parameter: object): object => ({
  apiVersion: 'tekton.dev/v1',
  kind: 'Task',
  metadata: { name: 'leak' },
  spec: { params: [parameter], steps: [{ name: 'run', image: 'app' }] },
});

export const names: readonly Kind[] = [
  {
    kind: 'below its name',
    cases: [
      resource('value', { password: { value: weak } }),
      resource('a value of a value', { password: { value: { text: weak } } }),
      resource('a list', { password: [weak] }),
      resource('a list of values', { password: [{ value: weak }] }),
      resource('a list of lists', { password: [[weak]] }),
      resource('text', { token: { text: weak } }),
      resource('content', { apiToken: { content: weak } }),
      resource('default', { clientSecret: { default: weak } }),
      resource('plain', { password: { plain: weak } }),
      resource('raw', { password: { raw: weak } }),
      resource('inline', { password: { inline: { string: weak } } }),
      resource('a field of any name', { password: { first: { second: literal } } }),
      resource('users and their passwords', { passwords: { admin: weak } }),
      resource('users and their tokens', { tokens: { ci: weak } }),
      resource('a pair of key and value', { settings: [{ key: 'db.password', value: weak }] }),
      resource('a pair of header and value', { headers: [{ header: 'Authorization', value: `Bearer ${literal}` }] }),
      resource('a pair of name and text', { files: [{ name: 'password', text: weak }] }),
      resource('a pair of path and content', { files: [{ path: '/etc/app/db-password', content: weak }] }),
      resource('a pair of type and value', { credentials: [{ type: 'password', value: weak }] }),
      resource('a pair of property and default', { inputs: [{ property: 'apiToken', default: weak }] }),
      resource('a pair of option and value in a tree', { options: [{ option: 'password', value: { literal: weak } }] }),
      resource('two words', { setting: ['password', literal] }),
      resource('words of a command outside of a container', { exec: ['login', '--password', weak] }),
      resource('an operation of a JSON patch', { patches: [{ op: 'add', path: '/spec/password', value: weak }] }),
      resource('a patch of a field path', { transforms: [{ toFieldPath: 'spec.password', value: weak }] }),
      valuesOf('variables of Helm values by name', { env: { API_TOKEN: { value: weak } } }),
      valuesOf('a list of variables with values in a tree', { env: [{ name: 'API_TOKEN', value: { value: weak } }] }),
      valuesOf('a parameter and its content', { files: { password: { content: weak } } }),
      of('a default of Tekton', tekton({ name: 'password', type: 'string', default: weak })),
      of('a list as default of Tekton', tekton({ name: 'tokens', type: 'array', default: [weak] })),
      map('JSON', JSON.stringify({ password: { value: weak } }), 'app.json'),
      map('YAML', `password:\n  value: ${weak}\n`, 'app.yaml'),
      of('an annotation', {
        ...configMap,
        metadata: { name: 'leak', annotations: { config: JSON.stringify({ password: { value: weak } }) } },
      }),
    ],
  },
  {
    kind: 'in a subtree that nobody looks at',
    cases: [
      resource('encrypted', { encrypted: { password: weak } }),
      resource('remoteRef', { remoteRef: { key: 'x', password: weak } }),
      resource('keyMapping', { keyMapping: { password: weak } }),
      resource('secretKeys', { secretKeys: { adminPassword: literal } }),
      resource('a reference to a Secret', { tokenSecretRef: { name: 'sound', token: weak } }),
      resource('an existing Secret', { existingSecret: { name: 'sound', password: weak } }),
      resource('a password of an existing Secret', { existingSecretPassword: weak }),
      resource('a selector of a key', { secretKeyRef: { name: 'sound', key: 'password', password: weak } }),
      resource('owners', { ownerReferences: [{ name: 'x', password: weak }] }),
      resource('certificates', { certificateRefs: [{ name: 'x', password: weak }] }),
      resource('what is switched off', { enabled: false, password: weak }),
      valuesOf('what is switched off in Helm values', { postgresql: { enabled: false, auth: { password: weak } } }),
      valuesOf('what stands beside an existing Secret', {
        auth: { existingSecret: '', secretKeys: { password: literal } },
      }),
      of('managed fields', {
        ...configMap,
        metadata: { name: 'leak', managedFields: [{ manager: 'x', password: weak }] },
      }),
      of('the reason of a suppression', {
        ...configMap,
        metadata: { name: 'leak', annotations: { 'vaultwright.io/ignore': `no-env-credential: password=${literal}` } },
      }),
      of('a default of a schema', schema({ type: 'string', default: weak })),
      of('an example of a schema', schema({ type: 'string', example: weak })),
      of('a status', {
        apiVersion: 'example.com/v1',
        kind: 'Thing',
        metadata: { name: 'leak' },
        status: { password: weak },
      }),
      of('labels', { ...configMap, metadata: { name: 'leak', labels: { 'example.com/password': weak } } }),
      of('an ExternalSecret beside its references', {
        ...externalSecret({}),
        status: { token: weak },
      }),
      of('a Composition', {
        apiVersion: 'apiextensions.crossplane.io/v1',
        kind: 'Composition',
        metadata: { name: 'leak' },
        spec: { resources: [{ base: { spec: { password: weak } } }] },
      }),
      of('an object that says what kinds are for', {
        apiVersion: 'v1',
        kind: 'Template',
        metadata: { name: 'leak' },
        objects: [{ ...secret, data: { greeting: encoded } }],
      }),
      container('a lifecycle hook', [], {
        lifecycle: { postStart: { exec: { command: ['login', '--token', weak] } } },
      }),
      container('a probe', [], {
        readinessProbe: { httpGet: { path: '/', httpHeaders: [{ name: 'Authorization', value: `Basic ${encoded}` }] } },
      }),
    ],
  },
];
