import { definePlatform, type Profile } from 'vaultwright';
import { z } from 'zod';

const address = 'http://vault:8200';
const upstream = { type: 'local', secret: 'seed', key: 'seed.json' } as const;
const where = { cluster: 'lab', namespace: 'tiny', upstream } as const;
const autoUnseal = { type: 'transit', address: 'http://transit:8200', keyName: 'unseal' } as const;
const bootstrap = { initialize: true, unseal: true, credentialsSecret: 'vault-keys' };
const sealed = { address, autoUnseal };

export const regulated: Profile = { ...where, lifecycle: 'regulated', vault: sealed };
// @ts-expect-error regulated profile with unseal alone
export const unsealing: Profile = { ...where, lifecycle: 'regulated', vault: { ...sealed, unseal: true } };
// @ts-expect-error regulated profile with stored credentials
export const storing: Profile = { ...where, lifecycle: 'regulated', vault: { ...sealed, credentialsSecret: 'keys' } };
// @ts-expect-error regulated profile with a deterministic recipe
export const derived: Profile = { ...where, lifecycle: 'regulated', vault: sealed, derivation: 'deterministic' };
// @ts-expect-error regulated profile whose unseal keys are held by people
export const shared: Profile = { ...where, lifecycle: 'regulated', vault: { address, autoUnseal: { type: 'shamir' } } };
// @ts-expect-error ephemeral profile without the Secret of its keys
export const keyless: Profile = { ...where, lifecycle: 'ephemeral', vault: { address, bootstrap: { unseal: true } } };
// @ts-expect-error unknown lifecycle
export const lenient: Profile = { ...where, lifecycle: 'relaxed', vault: { address, bootstrap } };
// @ts-expect-error unknown profile field
export const misspelled: Profile = { ...where, lifecycle: 'regulated', vault: sealed, upstraem: upstream };
// @ts-expect-error unknown kind of upstream
export const fileUpstream: Profile = { ...where, upstream: { type: 'file' }, lifecycle: 'regulated', vault: sealed };

const clusters = { lab: { stores: 'namespaced' } } as const;
const fields = z.object({ region: z.string() });
const production = { ...where, region: 'lab-1', lifecycle: 'regulated', vault: sealed } as const;
const { environments } = definePlatform({ store: 'vault', clusters, fields, environments: { production } });
export const region: string | undefined = environments.get('production')?.region;
// @ts-expect-error field that no profile of the platform has
export const zone: string | undefined = environments.get('production')?.zone;
// @ts-expect-error environment that the platform does not define
environments.get('staging');
// @ts-expect-error platform without a store
definePlatform({ clusters, fields, environments: { production } });
// @ts-expect-error unknown kind of stores
definePlatform({ store: 'vault', clusters: { lab: { stores: 'global' } }, fields, environments: { production } });
// @ts-expect-error unknown setting of a platform
definePlatform({ store: 'vault', clusters, fields, environments: { production }, engine: 'kv' });

const smuggled = { ...sealed, bootstrap };
// @ts-expect-error regulated profile with auto-init that comes in through a variable
export const bootstrapped: Profile = { ...where, lifecycle: 'regulated', vault: smuggled };

/** A platform needs no fields of its own. */
export const plain = definePlatform({
  store: 'vault',
  clusters: { main: { stores: 'cluster' } },
  environments: { live: { ...where, cluster: 'main', lifecycle: 'regulated', vault: sealed } },
});
export const named = plain.vault.literal(({ name }) => `${name}-user`, 'app');
