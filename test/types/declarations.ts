import type { SecretContract, SecretKeyHandle, VaultKey } from 'vaultwright';
import {
  certificate,
  clientSecret,
  credentials,
  delivered,
  family,
  only,
  overrideRecipe,
  password,
  realm,
  secret,
  user,
  vault,
} from './tiny-platform.ts';

const purpose = 'Type test';

// What must compile: a consumer that asks for less gets any contract that has it. Methods are compared
// loosely, so an interface with the method `key(name: string)` takes any contract, and what comes through it
// is refused at synthesis (VW1113).
const forClient: SecretContract<'username'> = credentials;
const loose: { key(name: string): unknown } = credentials;
export const lawful = [forClient, loose, credentials.key('password'), certificate.key('tls.key')];

// @ts-expect-error unknown key
credentials.key('url');
// @ts-expect-error unknown key of a delivered Secret
certificate.key('ca.crt');
// @ts-expect-error a consumer that asks for more than the contract has
export const tooMuch: SecretContract<'username' | 'url'> = credentials;

declare const widened: Record<string, VaultKey>;
// @ts-expect-error widened keys
secret('widened', { purpose, keys: widened });
declare const pattern: Record<`${string}_URL`, VaultKey>;
// @ts-expect-error pattern keys
secret('pattern', { purpose, keys: pattern });
declare const anyName: string;
// @ts-expect-error widened name of a data key
credentials.key(anyName);
// @ts-expect-error a contract where a function of any name is asked for
export const openHandle: (name: string) => unknown = credentials.key;
declare const anyNames: string[];
// @ts-expect-error widened keys of a delivered Secret
delivered('widened-delivered', { by: 'a job', purpose, keys: anyNames });

// @ts-expect-error Secret from Vault of a type that only Kubernetes writes
secret('account', { purpose, type: 'kubernetes.io/service-account-token', keys: { token: password } });
delivered('account', { by: 'Kubernetes', purpose, type: 'kubernetes.io/service-account-token', keys: ['token'] });

// @ts-expect-error string where a Vault key belongs
secret('inline', { purpose, keys: { password: 'not-a-key' } });
// @ts-expect-error string instead of the key of an override
overrideRecipe('ledger-db-password', 'sandbox', { type: 'literal', value: 'a' });

// @ts-expect-error forged handle: a Vault key by its looks
export const forgedKey: VaultKey<'generated'> = { ...password };
// @ts-expect-error forged handle: a data key by its looks
export const forgedHandle: SecretKeyHandle<'password'> = { contract: credentials, name: 'password' };
// @ts-expect-error forged handle: a contract by its looks
export const forgedContract: SecretContract<'username'> = { ...credentials };

// @ts-expect-error fixture on a delivered Secret
delivered('fixed', { by: 'cert-manager Certificate', purpose, keys: { 'tls.key': vault.generated('tls-key') } });
// @ts-expect-error mirror of a data key that a delivered Secret does not have
delivered('mirrored', { by: 'a job', purpose, keys: ['token'], mirror: { tokn: 'mirror-token' } });

// @ts-expect-error generate for a service-generated key
overrideRecipe(clientSecret, 'sandbox', { type: 'generate', length: 32 });
// @ts-expect-error generate as what a service-generated key is until its producer ran
vault.produced('client', { by: realm, until: 'generate' });
overrideRecipe(password, 'sandbox', { type: 'upstream', name: 'a', required: true });
// @ts-expect-error a generated key as an input that may be missing
overrideRecipe(password, 'sandbox', { type: 'upstream', name: 'a' });
vault.generated('given', { inputIn: ['sandbox'] });
// @ts-expect-error unknown environment of an input
vault.generated('given', { inputIn: ['elsewhere'] });
// @ts-expect-error a service-generated key as an input
overrideRecipe(clientSecret, 'sandbox', { type: 'upstream', name: 'a', required: true });

// @ts-expect-error unknown environment in only
only(['elsewhere'], user);
// @ts-expect-error unknown environment of a Secret
secret('elsewhere', { purpose, keys: { username: user }, environments: ['elsewhere'] });
// @ts-expect-error unknown environment of an override
overrideRecipe(password, 'elsewhere', { type: 'generate', length: 32 });

// @ts-expect-error unknown field of an environment
vault.literal('region', (env) => env.zone);
vault.literal('region', (env) => env.region);

const slots = family([0, 1, 2], (slot) => secret(`slot-${slot}`, { purpose, keys: { username: user } }));
slots.at(2).key('username');
// @ts-expect-error index outside a family
slots.at(3);
// @ts-expect-error unknown key of a member of a family
slots.at(1).key('password');
