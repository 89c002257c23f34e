import { secret, template, vault } from '../platform/definition.ts';

export const redisPassword = vault.generated('redis-password', { enforcedBy: 'redis' });

export const redisAuth = secret('redis-auth', {
  purpose: 'Password of Redis, and the access list that demands it',
  keys: {
    password: redisPassword,
    'users.acl': template`user default on >${redisPassword} ~* &* +@all`,
  },
});
