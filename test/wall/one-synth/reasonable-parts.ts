import { configMap } from '../inline-secret.ts';
import { metadata } from '../route.ts';
import { type Case, map, of } from './case.ts';

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

/** An object of any kind. */
export const object = (title: string, kind: string, apiVersion: string, spec: object): Case =>
  of(title, { apiVersion, kind, metadata: { name: 'sensible' }, spec });

/** A file of a ConfigMap. */
export const file = (title: string, name: string, ...lines: readonly string[]): Case =>
  map(title, `${lines.join('\n')}\n`, name);
export const sound = (key: string): object => ({ name: 'sound', key });
