import { definePlatform, type SecretContract } from 'vaultwright';
import { vault as tinyVault } from './tiny-platform.ts';

const purpose = 'Type test';
const platform = definePlatform({
  store: 'typed-vault',
  clusters: { lab: { stores: 'cluster' } },
  stores: {
    apps: { provider: 'vault', mount: 'apps' },
    old: { provider: 'vault', mount: 'old', version: 'v1' },
    theirs: {
      provider: 'vault',
      mount: 'kv',
      server: 'https://theirs.example',
      login: { method: 'token', token: { secret: 'a', key: 'b' } },
    },
    queue: { provider: 'aws', service: 'SecretsManager', region: 'eu' },
  },
  environments: {
    sandbox: {
      cluster: 'lab',
      namespace: 'typed',
      lifecycle: 'ephemeral',
      vault: { address: 'http://vault', managed: true },
    },
  },
});
const { vault, secret, stores } = platform;

const entry = vault.entry('typed/db', (own) => ({ username: own.literal('a'), password: own.generated() }), {
  engine: 'apps',
});
const whole = secret('whole', { purpose, from: entry, rename: { password: 'PASSWORD' } });
export const renamed: SecretContract<'username' | 'PASSWORD'> = whole;
const found = secret('found', { purpose, find: { DOCUMENT: entry } });
export const lawful = [whole.key('PASSWORD'), found.key('DOCUMENT'), stores.queue.existing('q', ['url']).url];

// @ts-expect-error property that the entry does not have
entry.url;
// @ts-expect-error data key that was renamed
whole.key('password');
// @ts-expect-error rename of a property that the entry does not have
secret('typo', { purpose, from: entry, rename: { pasword: 'PASSWORD' } });
// @ts-expect-error engine that the platform does not have
vault.generated('a', { engine: 'nowhere' });
// @ts-expect-error recipe in an engine without check-and-set
vault.generated('a', { engine: 'old' });
// @ts-expect-error recipe in a Vault of somebody else
vault.literal('a', 'b', { engine: 'theirs' });
// @ts-expect-error recipe behind another provider
vault.entry('a', (own) => ({ b: own.generated() }), { engine: 'queue' });
// @ts-expect-error engine in a platform that has none
tinyVault.generated('a', { engine: 'apps' });
// @ts-expect-error store that the platform does not have
stores.nowhere;
// @ts-expect-error property of an entry of which nobody knows them
vault.existing('unknown').password;
// @ts-expect-error data key of an entry of which nobody knows them
secret('unknown', { purpose, from: vault.existing('unknown') }).key('password');
// @ts-expect-error property of an existing entry that was not declared
vault.existing('mail', ['host']).password;
// @ts-expect-error string where a Vault key belongs in an entry
vault.entry('inline', () => ({ password: 'not-a-key' }));
// @ts-expect-error forged entry
secret('forged', { purpose, from: { password: entry.password } });
const clusters = { lab: { stores: 'cluster' } } as const;
const nobody = { cluster: 'lab', namespace: 'a', lifecycle: 'regulated', vault: { address: 'https://a' } } as const;
// @ts-expect-error environment that says neither who runs Vault nor how
definePlatform({ store: 's', clusters, environments: { a: nobody } });
