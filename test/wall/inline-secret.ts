import { metadata } from './route.ts';

/** What must never leave the program in any form: obviously no real credential, and yet shaped like one. */
export const literal = 'fake-Passw0rd-1';
export const encoded = Buffer.from(literal).toString('base64');

export const purpose = 'Wall';
export const secret = { apiVersion: 'v1', kind: 'Secret', metadata };
export const configMap = { apiVersion: 'v1', kind: 'ConfigMap', metadata };

/** An ExternalSecret as a person would write it, with this template. */
export const externalSecret = (template: object): object => ({
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
