import { describe, expect, test } from 'vitest';
import { sharedRendering } from '../platform/shared-rendering.ts';
import { environmentDifferences } from './environment-differences.ts';
import { expectedEnvironments } from './expected-secrets.ts';

const { files } = await sharedRendering();

const grafana = 'services/grafana/grafana.k8s.yaml';
const bootstrap = 'foundation/foundation-vault-bootstrap/foundation-vault-bootstrap.k8s.yaml';
const bundle = (name: string): string => `foundation/secrets/${name}/${name}.k8s.yaml`;
const service = (name: string): string => `services/${name}/${name}.k8s.yaml`;
const values = (name: string): string => `values/${name}.yaml`;

/** A field of one entry of the fixture map. */
const fixture = (key: string, field: string, value: string): RegExp =>
  new RegExp(`(\\n\\s+"${key}": \\{[^]*?"${field}": )${value}`);

/**
 * What a wrong declaration would render: title, file, what stands there, what would, and what must be said.
 */
const mutations: readonly (readonly [string, string, string | RegExp, string, string])[] = [
  [
    'another ExternalSecret',
    grafana,
    'name: grafana-admin-credentials-sync',
    'name: other',
    'grafana-admin-credentials is written by ExternalSecret other',
  ],
  ['another Secret', grafana, /name: grafana-admin-credentials$/m, 'name: other', 'other is not in the catalogue'],
  [
    'another namespace',
    grafana,
    /(name: grafana-admin-credentials-sync\n\s+namespace: )ameide-dev/,
    '$1other',
    'grafana-admin-credentials is not rendered',
  ],
  [
    'another component',
    grafana,
    /(kind: ExternalSecret\n[\s\S]*?part-of: )grafana/,
    '$1loki',
    'grafana-admin-credentials belongs to loki',
  ],
  ['another store', grafana, 'name: ameide-vault', 'name: other', 'grafana-admin-credentials is read from store other'],
  [
    'a missing data key',
    grafana,
    'secretKey: admin-user',
    'secretKey: other',
    'grafana-admin-credentials lacks data key admin-user',
  ],
  [
    'a further data key',
    grafana,
    'secretKey: admin-user',
    'secretKey: other',
    'grafana-admin-credentials has data key other',
  ],
  [
    'another Vault key',
    grafana,
    'key: grafana-admin-user',
    'key: redis-password',
    'grafana-admin-credentials reads redis-password into admin-user',
  ],
  ['another property', grafana, 'property: value', 'property: other', 'grafana-admin-credentials reads property other'],
  [
    'a template that reads nothing',
    service('redis-failover'),
    '{{ index . "password" }}',
    '',
    'redis-auth reads nothing into users.acl',
  ],
  [
    'another plain text',
    bundle('foundation-gitlab-api-credentials'),
    '/api/v4',
    '/api/v3',
    'gitlab-api-credentials has another text in GITLAB_API_URL',
  ],
  [
    'another type',
    bundle('foundation-ghcr-pull-secret'),
    'type: kubernetes.io/dockerconfigjson',
    'type: Opaque',
    'ghcr-pull has type Opaque',
  ],
  ['another refresh interval', service('www-ameide'), '1m0s', '1h0m0s', 'www-ameide-auth is refreshed every 1h0m0s'],
  [
    'another decoding',
    'foundation/foundation-codex-auth/foundation-codex-auth.k8s.yaml',
    'Base64',
    'None',
    'codex-auth-0 decodes auth.json by None',
  ],
  [
    'another audit copy',
    service('platform-postgres-clusters'),
    'remoteKey: inference-db-password',
    'remoteKey: other',
    'inference-db-credentials does not copy password to inference-db-password',
  ],
  [
    'a delivered Secret of another name',
    bootstrap,
    '"name": "postgres-ameide-superuser"',
    '"name": "other"',
    'postgres-ameide-superuser is not rendered',
  ],
  [
    'a delivered Secret without a key',
    bootstrap,
    '"root-token"',
    '"other"',
    'vault-auto-credentials lacks data key root-token',
  ],
  [
    'an entry that is missing',
    bootstrap,
    '"grafana-admin-user": {',
    '"other": {',
    'grafana-admin-user is not in the fixture map',
  ],
  ['an entry too many', bootstrap, '"grafana-admin-user": {', '"other": {', 'other is not in the catalogue'],
  [
    'another origin',
    bootstrap,
    fixture('grafana-admin-user', 'origin', '"generated"'),
    '$1"external"',
    'grafana-admin-user has origin external',
  ],
  [
    'another writer',
    bootstrap,
    fixture('gitlab-oidc-client-secret', 'writer', '"[^"]+"'),
    '$1"other"',
    'gitlab-oidc-client-secret is written by other',
  ],
  [
    'another recipe',
    bootstrap,
    fixture('gitlab-oidc-client-secret', 'type', '"placeholder"'),
    '$1"literal", "value": "x"',
    'gitlab-oidc-client-secret has recipe literal',
  ],
  [
    'another client id',
    bootstrap,
    fixture('pgadmin-oidc-client-id', 'value', '"pgadmin"'),
    '$1"other"',
    'pgadmin-oidc-client-id has another literal',
  ],
  [
    'a key that is too short',
    bootstrap,
    fixture('plausible-secret-key-base', 'length', '64'),
    '$132',
    'plausible-secret-key-base has 32 characters',
  ],
  [
    'another alphabet',
    bootstrap,
    fixture('langfuse-encryption-key', 'alphabet', '"hex"'),
    '$1"base64url"',
    'langfuse-encryption-key is not encoded as the catalogue says: 64 hex characters',
  ],
  [
    'a URL without encoding',
    bootstrap,
    fixture('platform-db-url', 'encode', '"url"'),
    '$1"none"',
    'platform-db-url is not encoded as the catalogue says: password component is URL-encoded',
  ],
  [
    'a requirement that is missing',
    bootstrap,
    fixture('ghcr-token', 'required', 'true'),
    '$1false',
    'ghcr-token is not required upstream',
  ],
  [
    'a consumer that names another Secret',
    values('agents'),
    'existingSecret: agents-db-secret',
    'existingSecret: other',
    'agents does not read agents-db-secret',
  ],
  [
    'a consumer that asks for another key',
    values('backstage'),
    'key: backstage-client-secret',
    'key: argocd-client-secret',
    'backstage does not read keycloak-realm-oidc-clients',
  ],
  [
    'a consumer under another variable',
    values('backstage'),
    'AUTH_OIDC_CLIENT_SECRET',
    'OTHER',
    'backstage does not read keycloak-realm-oidc-clients',
  ],
  [
    'a consumer without a pull secret',
    values('workflows-runtime'),
    'ghcr-pull',
    'other',
    'workflows-runtime does not read ghcr-pull',
  ],
  [
    'a consumer whose Secret is gone',
    service('redis-failover'),
    'name: redis-auth\n',
    'name: other\n',
    'inference-gateway has nobody to bring redis-auth',
  ],
  [
    'a client that is extracted elsewhere',
    values('keycloak-realm'),
    'vaultKey: pgadmin-oidc-client-secret',
    'vaultKey: other',
    'keycloak-realm does not extract client pgadmin of realm ameide into pgadmin-oidc-client-secret',
  ],
];

const [dev] = expectedEnvironments.filter(({ name }) => name === 'dev');
if (!dev) throw new Error('dev is an environment');
const usual = environmentDifferences(dev, files);

describe('the comparison notices', () => {
  test.each(mutations)('%s', (_, file, text, other, line) => {
    const before = files.get(`dev/${file}`) ?? '';
    const after = before.replace(text, other);
    expect(after).not.toBe(before);
    expect(usual).not.toContain(`dev: ${line}`);
    expect(environmentDifferences(dev, new Map([...files, [`dev/${file}`, after]]))).toContain(`dev: ${line}`);
  });
});
