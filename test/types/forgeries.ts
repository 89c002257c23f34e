import type { Family, Producer, RecipeOverride, SecretContract, SecretTemplate, VaultKey } from 'vaultwright';
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
  tiny,
  user,
  vault,
} from './tiny-platform.ts';

const purpose = 'Type test';

/** Everything public that a Vault key has; a class with this shape is still no Vault key. */
class LooksLikeKey {
  readonly origin = 'generated';
  readonly declaredAt = undefined;
  readonly producer = undefined;
  readonly isMirror = false;
  readonly storedAs = 'plain';
  readonly recipe = { type: 'generate', length: 32, alphabet: 'hex' } as const;
  belongsTo(): boolean {
    return true;
  }
  pathIn(): string {
    return 'forged';
  }
}
// @ts-expect-error forged Vault key: a class with the same shape
export const forgedByClass: VaultKey<'generated'> = new LooksLikeKey();
// @ts-expect-error forged Vault key: an object literal as a data key
secret('forged', { purpose, keys: { password: { origin: 'generated', pathIn: () => 'forged' } } });
// @ts-expect-error forged Vault key inside only
only(['sandbox'], new LooksLikeKey());
// @ts-expect-error forged Vault key inside a composed value
vault.compose('forged-compose')`${new LooksLikeKey()}`;
// @ts-expect-error forged producer: an object literal
export const forgedProducer: Producer = { name: 'realm-patcher', declaredAt: undefined };
// @ts-expect-error forged template: an object literal
export const forgedTemplate: SecretTemplate = { parts: [], declaredAt: undefined };
const { key, environment, recipe, declaredAt } = overrideRecipe(clientSecret, 'sandbox', { type: 'absent' });
// @ts-expect-error forged recipe override: an object literal, which could name any environment and any recipe
export const forgedOverride: RecipeOverride = { key, environment, recipe, declaredAt };
// @ts-expect-error forged family: an array
export const forgedFamily: Family<0 | 1, VaultKey> = [user, password];

const inGit = vault.literal('in-git', 'hello');
// @ts-expect-error literal where the key of a hash belongs
vault.bcrypt('hash-of-literal', inGit);
// @ts-expect-error hash of what is composed of literals alone
vault.bcrypt('hash-of-literals', vault.compose('in-git-twice')`${inGit}-${inGit}`);
// @ts-expect-error hash of a URL that is composed of literals alone
vault.bcrypt('hash-of-url', vault.url('in-git-url')`https://${inGit}@db`);
// @ts-expect-error hash of a text
vault.bcrypt('hash-of-text', vault.compose('in-git-text')`hello`);
// @ts-expect-error literal where the password of a registry belongs
vault.dockerConfigJson('pull-literal', { registry: 'registry.example', username: user, password: inGit });
// @ts-expect-error literal of an entry where the key of a hash belongs
vault.entry('literals', (entry) => ({ plain: entry.literal('hello'), hash: entry.bcrypt(entry.literal('hello')) }));
/** What holds one credential is one, and a literal may be a part of it. */
export const hashes = [
  vault.bcrypt('hash-of-both', vault.compose('both')`${inGit}:${password}`),
  vault.bcrypt('hash-of-password', password),
];
// @ts-expect-error string where the key of a hash belongs
vault.bcrypt('hash', 'not-a-key');
// @ts-expect-error string where the password of a registry belongs
vault.dockerConfigJson('pull', { registry: 'registry.example', username: user, password: 'not-a-key' });
// @ts-expect-error string where a producer belongs
vault.produced('client', { by: 'realm-patcher', until: 'placeholder' });
// @ts-expect-error number inside a URL
vault.url('database-url')`postgresql://${user}:${5432}`;
// @ts-expect-error number inside a template
tiny.template`port=${5432}`;
// @ts-expect-error contract inside a template
tiny.template`secret=${credentials}`;
// @ts-expect-error data key of a Secret inside a template
tiny.template`password=${credentials.key('password')}`;
// @ts-expect-error nested only
secret('nested', { purpose, keys: { username: only(['sandbox'], only(['sandbox'], user)) } });

// @ts-expect-error Vault key as a key of a delivered Secret
delivered('keyed', { by: 'a job', purpose, keys: [password] });
declare const patternNames: `${string}_URL`[];
// @ts-expect-error pattern keys of a delivered Secret
delivered('pattern-delivered', { by: 'a job', purpose, keys: patternNames });
declare const mixedNames: ('token' | `${string}_URL`)[];
// @ts-expect-error pattern among the literal keys of a delivered Secret
delivered('mixed-delivered', { by: 'a job', purpose, keys: mixedNames });
declare const mixed: Record<'token' | `${string}_URL`, VaultKey>;
// @ts-expect-error pattern among literal keys
secret('mixed', { purpose, keys: mixed });
declare const optional: { password?: VaultKey };
// @ts-expect-error key that may be absent
secret('optional', { purpose, keys: optional });
const computed: string = 'password';
// @ts-expect-error computed name of a data key
secret('computed', { purpose, keys: { [computed]: password } });
declare const indices: number[];
// @ts-expect-error family of unknown indices
family(indices, (index) => vault.generated(`slot-${index}`));

// @ts-expect-error placeholder for an external key
overrideRecipe(vault.external('upstream-token'), 'sandbox', { type: 'placeholder' });
// @ts-expect-error absent for a generated key
overrideRecipe(password, 'sandbox', { type: 'absent' });
// @ts-expect-error compose for a service-generated key
overrideRecipe(clientSecret, 'sandbox', { type: 'compose', parts: [{ key: password, encode: 'none' }] });
// @ts-expect-error generated value for what a producer publishes
vault.produced('client', { by: realm, until: 'absent', length: 32 });
// @ts-expect-error key enforced by an operator where bootstrap alone decides
export const notEnforced: VaultKey<'generated'> = vault.generated('enforced', { enforcedBy: 'cnpg' });

// @ts-expect-error deterministic recipe: of a generated key
vault.generated('derived', { derivation: 'deterministic' });
// @ts-expect-error deterministic recipe: a seed
vault.generated('seeded', { seed: 'not-a-seed' });
// @ts-expect-error deterministic recipe: by an override
overrideRecipe(password, 'sandbox', { type: 'generate', length: 32, derivation: 'deterministic' });
// @ts-expect-error deterministic recipe: as a type of its own
overrideRecipe(password, 'sandbox', { type: 'deterministic' });

// @ts-expect-error unknown environment in requiredIn
vault.external('required', { requiredIn: ['elsewhere'] });
// @ts-expect-error unknown environment of a delivered Secret
delivered('limited', { by: 'a job', purpose, keys: ['token'], environments: ['elsewhere'] });
declare const someNames: string[];
// @ts-expect-error widened environments in only
only(someNames, user);

/** What a chart's author writes: it takes any Secret that has both keys. */
declare function connect(database: SecretContract<'username' | 'password'>): void;
connect(credentials);
connect(secret('wider', { purpose, keys: { username: user, password, extra: user } }));
// @ts-expect-error consumer given a Secret that lacks a key
connect(secret('narrow', { purpose, keys: { username: user } }));
// @ts-expect-error consumer given a delivered Secret that lacks its keys
connect(certificate);
