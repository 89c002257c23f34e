import {
  type IExternalSecret,
  ExternalSecret as ModelledExternalSecret,
} from '@kubernetes-models/external-secrets/external-secrets.io/v1/ExternalSecret';
import { describe, expect, it } from 'vitest';
import type { ExternalSecret, SecretStore } from '../../imports/external-secrets.io.d.ts';
import { closeSchema, type SchemaNode } from '../../scripts/crd-import/closed-schema.ts';
import { type GoModuleError, goModuleFolder } from '../../scripts/crd-import/go-module.ts';
import { importSources } from '../../scripts/crd-import/import-source.ts';
import { importedKinds, importedSchemas, missingDefaults, schemaProblems } from './manifest-schema.ts';

const bare: ExternalSecret = {
  apiVersion: 'external-secrets.io/v1',
  kind: 'ExternalSecret',
  metadata: { name: 'ledger-db-credentials-sync', namespace: 'ameide-dev' },
  spec: {
    secretStoreRef: { name: 'ameide-vault', kind: 'ClusterSecretStore' },
    target: { name: 'ledger-db-credentials', template: { data: { url: '{{ index . "user" }}' } } },
    data: [{ secretKey: 'user', remoteRef: { key: 'ledger-db-username', property: 'value' } }],
  },
};

const complete: ExternalSecret = {
  ...bare,
  spec: {
    ...bare.spec,
    refreshInterval: '1h',
    target: {
      name: 'ledger-db-credentials',
      creationPolicy: 'Owner',
      deletionPolicy: 'Retain',
      template: { engineVersion: 'v2', mergePolicy: 'Replace', data: { url: '{{ index . "user" }}' } },
    },
    data: [
      {
        secretKey: 'user',
        remoteRef: {
          key: 'ledger-db-username',
          property: 'value',
          conversionStrategy: 'Default',
          decodingStrategy: 'None',
          metadataPolicy: 'None',
        },
      },
    ],
  },
};

const store: SecretStore = {
  apiVersion: 'external-secrets.io/v1',
  kind: 'SecretStore',
  metadata: { name: 'ameide-vault', namespace: 'ameide-dev' },
  spec: {
    provider: {
      vault: {
        server: 'http://vault-core-dev.ameide-dev.svc.cluster.local:8200',
        path: 'secret',
        version: 'v2',
        auth: {
          kubernetes: { mountPath: 'kubernetes', role: 'external-secrets', serviceAccountRef: { name: 'default' } },
        },
      },
    },
  },
};

describe('imports/', () => {
  it('refuses a module whose content is not the pinned one', async ({ skip }) => {
    const [source] = importSources;
    if (source === undefined) throw new Error('nothing is imported');
    const reason = await goModuleFolder({ ...source, sum: 'h1:other' }, { offline: true }).then(
      () => 'accepted',
      (error: GoModuleError) => error.reason,
    );
    if (reason === 'go-missing' || reason === 'unavailable') skip(`the module cache cannot be read: ${reason}`);
    expect(reason).toBe('checksum');
  });

  it('names Go when it is missing', async () => {
    const path = process.env.PATH;
    process.env.PATH = '/nowhere';
    try {
      const [source] = importSources;
      await expect(goModuleFolder(source ?? { module: '', version: '', sum: '' })).rejects.toThrow(/Install Go/);
    } finally {
      process.env.PATH = path;
    }
  });

  it('has every kind that the sources list', () => {
    const listed = importSources.flatMap(({ kinds }) => kinds.map(({ apiVersion, kind }) => `${apiVersion} ${kind}`));
    expect([...importedKinds].sort()).toEqual(listed.sort());
  });

  it('is closed: every object names its fields or is a map of one type', () => {
    const open = importedSchemas.flatMap(({ definitions }) =>
      Object.entries(definitions).flatMap(([name, definition]) => openPlaces(definition, name)),
    );
    // Parameters of whatever provider a mirror writes to.
    expect(open).toEqual(['PushSecretSpec.data[].metadata']);
  });
});

describe('the schema of rendered manifests', () => {
  const accepted: Record<string, object> = {
    'an ExternalSecret': bare,
    'an ExternalSecret with its defaults': complete,
    'a SecretStore': store,
    'a ClusterSecretStore': { ...store, kind: 'ClusterSecretStore', metadata: { name: 'ameide-vault' } },
    'a ConfigMap': { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'map' }, data: { key: 'text' } },
    'a token Secret': {
      apiVersion: 'v1',
      kind: 'Secret',
      type: 'kubernetes.io/service-account-token',
      metadata: { name: 'token', annotations: { 'kubernetes.io/service-account.name': 'default' } },
    },
    'a CronJob': {
      apiVersion: 'batch/v1',
      kind: 'CronJob',
      metadata: { name: 'bootstrap' },
      spec: {
        schedule: '*/1 * * * *',
        jobTemplate: {
          metadata: { labels: { app: 'bootstrap' } },
          spec: {
            template: {
              metadata: { labels: { app: 'bootstrap' } },
              spec: {
                restartPolicy: 'Never',
                containers: [{ name: 'bootstrap', image: 'node', resources: { limits: { memory: '1Gi', cpu: 1 } } }],
              },
            },
          },
        },
      },
    },
  };

  it.each(Object.entries(accepted))('accepts %s', (_name, manifest) => {
    expect(schemaProblems(manifest)).toEqual([]);
  });

  const refused: [string, object, string][] = [
    [
      'a misspelled field',
      { ...bare, spec: { ...bare.spec, refreshIntervall: '1m' } },
      'spec: unknown field refreshIntervall',
    ],
    [
      'a misspelled field deep inside',
      { ...bare, spec: { data: [{ secretKey: 'a', remoteRef: { key: 'a', propertyy: 'value' } }] } },
      'spec.data.0.remoteRef: unknown field propertyy',
    ],
    [
      'a value outside an enumeration',
      { ...bare, spec: { ...bare.spec, target: { creationPolicy: 'owner' } } },
      'spec.target.creationPolicy: must be one of Owner, Orphan, Merge, None',
    ],
    ['a wrong type', { ...bare, spec: { ...bare.spec, refreshInterval: 60 } }, 'spec.refreshInterval: must be string'],
    ['a status', { ...bare, status: {} }, 'the object: unknown field status'],
    ['metadata of the server', { ...bare, metadata: { name: 'a', uid: '1' } }, 'metadata: unknown field uid'],
    ['an object without a name', { ...bare, metadata: {} }, "metadata: must have required property 'name'"],
    [
      'two providers in one store',
      { ...store, spec: { provider: { ...store.spec.provider, fake: { data: [] } } } },
      'spec.provider: must NOT have more than 1 properties',
    ],
    [
      'an old version',
      { ...bare, apiVersion: 'external-secrets.io/v1beta1' },
      'no schema of external-secrets.io/v1beta1 ExternalSecret is imported; add it to scripts/crd-import/import-source.ts',
    ],
    [
      'a misspelled field of a pod',
      {
        apiVersion: 'batch/v1',
        kind: 'Job',
        metadata: { name: 'a' },
        spec: { template: { spec: { containers: [{ name: 'a', comand: [] }] } } },
      },
      'spec.template.spec.containers.0: unknown field comand',
    ],
  ];

  it.each(refused)('refuses %s', (_name, manifest, problem) => {
    expect(schemaProblems(manifest)).toEqual([problem]);
  });

  it('agrees with the validator of an independent library on a complete object', () => {
    // Its types lag behind the pinned operator (generators that it does not know), hence the cast.
    const modelled = complete as IExternalSecret;
    expect(() => new ModelledExternalSecret(modelled).validate()).not.toThrow();
  });
});

describe('the defaults of the controller', () => {
  it('are listed where a manifest leaves them out', () => {
    expect(missingDefaults(bare)).toEqual([
      { field: 'spec.data[0].remoteRef.conversionStrategy', value: 'Default' },
      { field: 'spec.data[0].remoteRef.decodingStrategy', value: 'None' },
      { field: 'spec.data[0].remoteRef.metadataPolicy', value: 'None' },
      { field: 'spec.refreshInterval', value: '1h' },
      { field: 'spec.target.creationPolicy', value: 'Owner' },
      { field: 'spec.target.deletionPolicy', value: 'Retain' },
      { field: 'spec.target.template.engineVersion', value: 'v2' },
      { field: 'spec.target.template.mergePolicy', value: 'Replace' },
    ]);
  });

  it('include a whole object that is missing', () => {
    const { target: _target, ...spec } = complete.spec;
    expect(missingDefaults({ ...complete, spec })).toEqual([
      { field: 'spec.target', value: { creationPolicy: 'Owner', deletionPolicy: 'Retain' } },
    ]);
  });

  it('are none where all are written out, and none for built-in kinds', () => {
    expect(missingDefaults(complete)).toEqual([]);
    expect(missingDefaults({ apiVersion: 'v1', kind: 'Service', spec: { ports: [{ port: 1 }] } })).toEqual([]);
  });
});

describe('closeSchema', () => {
  it('keeps free maps and unknown-preserving objects open, and closes the rest', () => {
    const closed = closeSchema(
      {
        type: 'object',
        description: 'gone',
        properties: {
          map: { type: 'object', additionalProperties: { type: 'string' } },
          free: { type: 'object', 'x-kubernetes-preserve-unknown-fields': true },
          port: { 'x-kubernetes-int-or-string': true },
          empty: { type: 'object', nullable: true, default: {} },
        },
        anyOf: [{ required: ['map'] }, { type: 'object', properties: { free: {} } }],
      },
      'Kind',
    );
    expect(closed).toEqual({
      type: 'object',
      additionalProperties: false,
      properties: {
        map: { type: 'object', additionalProperties: { type: 'string' } },
        free: { type: 'object' },
        port: { anyOf: [{ type: 'integer' }, { type: 'string' }] },
        empty: { type: ['object', 'null'], additionalProperties: false, default: {} },
      },
      anyOf: [{ required: ['map'] }, { type: 'object', properties: { free: {} } }],
    });
  });

  it('stops at a keyword that it does not know', () => {
    expect(() => closeSchema({ type: 'object', properties: { a: { contains: {} } } }, 'Kind')).toThrow(
      'Kind.properties.a.contains',
    );
  });
});

/** Places where a schema accepts fields that it does not name. */
function openPlaces(node: SchemaNode, at: string): string[] {
  const { items, additionalProperties, $ref, anyOf, const: only } = node;
  if ([$ref, anyOf, only].some((said) => said !== undefined)) return [];
  const types = [node.type ?? 'anything'].flat();
  if (types.includes('anything') || (types.includes('object') && additionalProperties === undefined)) return [at];
  const properties = Object.entries((node.properties ?? {}) as Record<string, SchemaNode>);
  const below = properties.map(([name, property]): [SchemaNode, string] => [property, `${at}.${name}`]);
  if (items !== undefined) below.push([items as SchemaNode, `${at}[]`]);
  if (typeof additionalProperties === 'object') below.push([additionalProperties as SchemaNode, `${at}.*`]);
  return below.flatMap(([schema, place]) => openPlaces(schema, place));
}
