import { configMap } from '../inline-secret.ts';
import { metadata } from '../route.ts';

/** Parts of several reasonable objects. */
export const fromSecret = (key: string): object => ({ valueFrom: { secretKeyRef: { name: 'sound', key } } });
export const annotated = (annotations: object): object => ({ ...configMap, metadata: { ...metadata, annotations } });
export const pod = (spec: object): object => ({
  apiVersion: 'v1',
  kind: 'Pod',
  metadata,
  spec: { containers: [{ name: 'app', image: 'app' }], ...spec },
});
export const script =
  '#!/bin/sh\nset -eu\npassword="$(cat /run/secrets/db/password)"\nexport PGPASSWORD="$password"\nexec psql "postgresql://app@db/app"\n';
export const nginx =
  'server {\n  listen 8080;\n  location / {\n    proxy_set_header Authorization $http_authorization;\n    proxy_pass http://app:8080;\n  }\n}\n';
