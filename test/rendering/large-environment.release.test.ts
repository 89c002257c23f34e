import { loadAll } from 'js-yaml';
import { expect, test } from 'vitest';
import {
  AccessMap,
  BootstrapCronJob,
  ClusterSecretStore,
  definePlatform,
  type EnvironmentScope,
  FoundationComponent,
  renderPlatform,
  Service,
  ServiceSecrets,
  VaultFixture,
  whereRead,
} from '../../src/index.ts';

const secrets = 2_000;
const keysOfEach = 5;
/** Bytes of an object: client-side apply takes 262,144 in an annotation, the API server 1 MiB. */
const mostBytes = 200_000;

const platform = definePlatform({
  store: 'large-vault',
  clusters: { lab: { stores: 'cluster' } },
  environments: {
    large: {
      cluster: 'lab',
      namespace: 'large',
      lifecycle: 'ephemeral',
      vault: {
        address: 'http://vault:8200',
        bootstrap: { initialize: true, unseal: true, credentialsSecret: 'vault-keys' },
      },
    },
  },
});
type Env = EnvironmentScope<typeof platform>;
const { vault, secret } = platform;

const contracts = Array.from({ length: secrets }, (_, index) =>
  secret(`secret-${index}`, {
    purpose: 'One of very many',
    keys: Object.fromEntries(
      Array.from({ length: keysOfEach }, (_each, key) => [`key-${key}`, vault.generated(`entry-${index}-${key}`)]),
    ) as never,
  }),
);

class Foundation extends FoundationComponent<Env> {
  constructor(env: Env) {
    super(env, 'foundation', { owner: 'growers', phase: 100 });
    new ClusterSecretStore(this, { conditions: whereRead });
    const maps = { fixtureMap: new VaultFixture(this), accessMap: new AccessMap(this) };
    const image = `docker.io/library/node:24@sha256:${'a'.repeat(64)}` as const;
    const { environment } = env;
    if (environment.lifecycle === 'ephemeral')
      new BootstrapCronJob(this, { environment, name: 'bootstrap', image, ...maps });
  }
}
class Many extends Service<Env> {
  constructor(env: Env) {
    super(env, 'many', { owner: 'growers', phase: 600 });
    new ServiceSecrets(this, contracts as never);
  }
}

test('10,000 keys in 2,000 Secrets render, and no object is near a limit of Kubernetes', async () => {
  const { files, diagnostics } = await renderPlatform(platform, { components: [Foundation, Many] });
  expect(diagnostics).toEqual([]);
  const objects = [...files].flatMap(([file, text]) => (file.endsWith('.yaml') ? loadAll(text) : [])) as {
    readonly kind: string;
    readonly metadata: { readonly name: string };
    readonly data?: Readonly<Record<string, string>>;
    readonly spec?: unknown;
  }[];
  const tooLarge = objects.filter((object) => Buffer.byteLength(JSON.stringify(object)) > mostBytes);
  expect(tooLarge.map(({ kind, metadata }) => `${kind} ${metadata.name}`)).toEqual([]);
  const parts = objects.filter(({ metadata }) => /^vault-fixture-map/.test(metadata.name));
  const entries = parts.flatMap(({ data }) => Object.keys(JSON.parse(data?.['fixture-map.json'] ?? '{}').entries));
  expect(new Set(entries).size).toBe(secrets * keysOfEach);
  // The Pod mounts every part, or it would see some of the keys only.
  const pod = JSON.stringify(objects.find(({ kind }) => kind === 'CronJob'));
  expect(parts.filter(({ metadata }) => !pod.includes(`"${metadata.name}"`))).toEqual([]);
  expect(parts.length).toBeGreaterThan(5);
});
