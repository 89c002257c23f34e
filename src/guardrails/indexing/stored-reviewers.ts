import type { JsonObject } from '../manifest/manifest.ts';
import { textAt } from '../manifest/normalise.ts';
import type { ManifestIndex } from './manifest-index.ts';
import type { Site } from './site.ts';

/** Lists the reviewer tokens and the CAs of its own cluster that the configuration of a login keeps. */
export const storedReviewers = (index: ManifestIndex): Site[] =>
  index.watched
    .named('token_reviewer_jwt', 'tokenReviewerJwt', 'kubernetes_ca_cert', 'kubernetesCaCert')
    .flatMap(({ value, site, map }) =>
      value === '' || site.object?.kind === 'CustomResourceDefinition' || isOtherCluster(map) ? [] : [site],
    );

/**
 * Vault reviews the tokens of another cluster with a token and a CA of that cluster; only of its own it has
 * both already.
 */
const isOtherCluster = (map: JsonObject): boolean => {
  const host = textAt(map, 'kubernetes_host') ?? textAt(map, 'kubernetesHost');
  return host !== undefined && !/kubernetes\.default|KUBERNETES_(?:SERVICE|PORT)/.test(host);
};
