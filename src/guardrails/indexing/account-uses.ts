import { fieldOf } from '../manifest/normalise.ts';
import type { ManifestIndex } from './manifest-index.ts';
import { isOpenName } from './open-name.ts';
import { type Site, siteOf } from './site.ts';

/** A place that names a ServiceAccount. */
export interface AccountUse {
  readonly scope: string;
  /** Where the account must stand. */
  readonly namespace: string | undefined;
  readonly name: string;
  readonly site: Site;
}

/** Lists the ServiceAccounts that pods run as and that stores log in by. */
export const accountUses = (index: ManifestIndex): AccountUse[] => [
  ...accountsOfPods(index),
  ...accountsOfStores(index),
];

const accountsOfPods = (index: ManifestIndex): AccountUse[] =>
  index.watched.named('serviceAccountName').flatMap(({ value, map, site, scope, namespace }) => {
    const { object, manifest } = site;
    if (typeof value !== 'string' || value === '' || object === undefined) return [];
    if (manifest.role !== 'object' || manifest.isAlternative === true) return [];
    const isWorkload = workload.test(object.kindKey);
    // Another resource may name the account that its operator is to make; one that runs as what has its own
    // name is given that account.
    const isMeant = isWorkload || (fieldOf(map, 'containers') !== undefined && value !== object.name);
    return isMeant ? [{ scope, namespace, name: value, site }] : [];
  });

const accountsOfStores = (index: ManifestIndex): AccountUse[] =>
  index.stores.all.flatMap(({ object, vault, namespace }) => {
    if (vault?.serviceAccount === undefined) return [];
    const site = siteOf(object, 'spec', 'provider', 'vault', 'auth', 'kubernetes', 'serviceAccountRef', 'name');
    return [
      { scope: object.scope, namespace: vault.serviceAccountNamespace ?? namespace, name: vault.serviceAccount, site },
    ];
  });

/** Recognises a place in a chart that makes an account whose name a helper finds. */
export function isAccountTemplated({ manifest: { isTemplate, file } }: Site, index: ManifestIndex): boolean {
  const chart = isTemplate === true ? file.replace(/\/templates\/.*$/, '/templates/') : undefined;
  return (
    chart !== undefined &&
    index.ofKind('serviceaccount').some((own) => own.manifest.file.startsWith(chart) && isOpenName(own.name))
  );
}

const workload =
  /^(?:pod|deployment|deploymentconfig|statefulset|daemonset|replicaset|replicationcontroller|job|cronjob)$/;
