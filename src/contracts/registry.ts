import { ameide, dockerConfigJson, secret, vault } from '../platform/definition.ts';

/** Without these no private image can be pulled, so bootstrap fails rather than go on without. */
const requiredIn = ameide.environmentNames;

const ghcrUsername = vault.external('ghcr-username', { requiredIn });
/** A personal token, which its owner replaces every quarter. */
export const ghcrToken = vault.external('ghcr-token', { requiredIn, maxAge: '2160h' });

export const ghcrPull = secret('ghcr-pull', {
  purpose: 'Pull credentials of the container registry',
  type: 'kubernetes.io/dockerconfigjson',
  keys: { '.dockerconfigjson': dockerConfigJson('ghcr.io', ghcrUsername, ghcrToken) },
});
