import { vault } from '../platform/definition.ts';

/** Signs sessions; Auth.js refuses a short one at login. */
export const wwwAmeidePlatformAuthSecret = vault.generated('www-ameide-platform-auth-secret', { length: 48 });
