import type { BootstrapDocuments } from '../../src/lifecycle/run/documents.ts';
import type { FixtureEntry, FixtureRecipe } from '../../src/model/documents/fixture-map.ts';

/**
 * Keys of one made service, in the shares of the platform's own fixture map: 5 generated, 3 literal, 1 URL, 1
 * placeholder.
 */
const keysOfService: readonly [name: string, recipe: (service: string) => FixtureRecipe][] = [
  ['db-username', (service) => ({ type: 'literal', value: service })],
  ['db-password', () => generated(32)],
  ['db-url', databaseUrl],
  ['admin-username', () => ({ type: 'literal', value: 'admin' })],
  ['admin-password', () => generated(32)],
  ['client-id', (service) => ({ type: 'literal', value: `${service}-app` })],
  ['client-secret', () => ({ type: 'placeholder' })],
  ['cookie-secret', () => generated(32)],
  ['encryption-key', () => generated(64, 'hex')],
  ['api-token', () => generated(48)],
];

const generated = (length: number, alphabet: 'alphanumeric' | 'hex' = 'alphanumeric'): FixtureRecipe => ({
  type: 'generate',
  length,
  alphabet,
  derivation: 'deterministic',
});

function databaseUrl(service: string): FixtureRecipe {
  return {
    type: 'compose',
    parts: [
      { text: 'postgresql://' },
      { key: `${service}-db-username`, encode: 'url' },
      { text: ':' },
      { key: `${service}-db-password`, encode: 'url' },
      { text: `@postgres-rw.platform.svc.cluster.local:5432/${service}` },
    ],
  };
}

/** Keys that the store of one namespace reads. */
const keysOfNamespace = 250;

/** The address at which the made environment expects its Vault. */
export const vaultAddress = 'http://vault-core-bench.platform.svc.cluster.local:8200';

/** Makes the documents of an environment with so many keys; a policy and a role for each 250 of them. */
export function makeDocuments(keys: number): BootstrapDocuments {
  const paths = Array.from({ length: keys }, (_, index) => {
    const service = `service-${String(Math.floor(index / keysOfService.length)).padStart(4, '0')}`;
    const [name, recipe] = keysOfService[index % keysOfService.length] as (typeof keysOfService)[number];
    return [`${service}-${name}`, entryOf(recipe(service))] as const;
  });
  const namespaces = Array.from({ length: Math.ceil(keys / keysOfNamespace) }, (_, index) => ({
    name: `team-${index}`,
    reads: paths.slice(index * keysOfNamespace, (index + 1) * keysOfNamespace).map(([path]) => path),
  }));
  const mount = 'secret';
  return {
    settings: {
      kind: 'BootstrapSettings',
      version: 1,
      environment: 'bench',
      name: 'foundation-vault-bootstrap',
      namespace: 'platform',
      vault: { address: vaultAddress, initialize: true, unseal: true, credentialsSecret: 'vault-auto-credentials' },
      kubernetesHost: 'https://kubernetes.default.svc',
      seedSecret: 'vault-bootstrap-seed',
      upstream: { type: 'local', secret: 'vault-bootstrap-local-secrets', key: 'secrets.json' },
      placeholder: 'placeholder-until-the-producer-ran',
      knownPlaceholders: { exact: [], prefixes: [] },
      backfill: [],
      deadlineSeconds: 1800,
    },
    fixtureMap: {
      kind: 'FixtureMap',
      version: 1,
      environment: 'bench',
      mount,
      property: 'value',
      entries: Object.fromEntries(paths),
    },
    accessMap: {
      kind: 'AccessMap',
      version: 1,
      environment: 'bench',
      mount,
      authMount: 'kubernetes',
      roles: namespaces.map(({ name }) => ({
        name,
        serviceAccounts: ['external-secrets'],
        namespaces: [name],
        policies: [name],
      })),
      policies: namespaces.map(({ name, reads }) => ({
        name,
        rules: reads.map((path) => ({ path: `${mount}/data/${path}`, capabilities: ['read'] })),
      })),
    },
  };
}

const entryOf = (recipe: FixtureRecipe): FixtureEntry =>
  recipe.type === 'placeholder'
    ? { origin: 'service-generated', writer: 'bootstrap', recipe }
    : { origin: 'generated', writer: 'bootstrap', recipe };
