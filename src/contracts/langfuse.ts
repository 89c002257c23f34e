import { vault } from '../platform/definition.ts';

export const langfuseApiPublicKey = vault.literal('langfuse-api-public-key', 'pk-lf-ameide');
export const langfuseApiSecretKey = vault.generated('langfuse-api-secret-key');
