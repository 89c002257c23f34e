import { listAt, textAt } from '../manifest/normalise.ts';
import { findNamed, type NamedObject, vaultReference } from './deliveries.ts';
import type { IndexedObject } from './indexed-object.ts';
import type { ManifestIndex } from './manifest-index.ts';
import { isOpenName } from './open-name.ts';
import { type Site, siteOf } from './site.ts';

/** An object that names what delivers its Secret, in a scope that shows any of that kind. */
export interface DeliveryUse {
  readonly object: IndexedObject;
  readonly site: Site;
  readonly wanted: NamedObject;
  readonly found: IndexedObject | undefined;
}

/** Lists the logins that Secrets of the Vault Secrets Operator name. */
export const loginUses = (index: ManifestIndex): DeliveryUse[] =>
  ['vaultstaticsecret', 'vaultdynamicsecret', 'vaultpkisecret'].flatMap((kind) =>
    usesOf(index, kind, 'vaultAuthRef', 'vaultauth'),
  );

/** Lists the connections that logins of the Vault Secrets Operator name. */
export const connectionUses = (index: ManifestIndex): DeliveryUse[] =>
  usesOf(index, 'vaultauth', 'vaultConnectionRef', 'vaultconnection');

function usesOf(index: ManifestIndex, kind: string, field: string, wantedKind: string): DeliveryUse[] {
  const all = index.ofKind(wantedKind);
  return index.ofKind(kind).flatMap((object): DeliveryUse[] => {
    const wanted = vaultReference(object, field);
    if (wanted === undefined || !all.some(({ scope }) => scope === object.scope)) return [];
    return [{ object, site: siteOf(object, 'spec', field), wanted, found: findNamed(all, object, wanted) }];
  });
}

/** Lists the classes that volumes of the Secrets Store driver name. */
export function classUses(index: ManifestIndex): DeliveryUse[] {
  const all = index.ofKind('secretproviderclass');
  return mounts(index).flatMap(({ name, site, scope, namespace }): DeliveryUse[] => {
    if (isOpenName(name) || !all.some((one) => one.scope === scope) || site.object === undefined) return [];
    const wanted = { name, namespace };
    return [{ object: site.object, site, wanted, found: findNamed(all, site.object, wanted) }];
  });
}

/** Lists the Secrets that are read and that a class makes which no pod mounts. */
export function unmountedSecrets(index: ManifestIndex): { readonly secret: string; readonly site: Site }[] {
  const mounted = mounts(index);
  const idle = index
    .ofKind('secretproviderclass')
    .filter(
      ({ scope, name }) =>
        !mounted.some(
          (mount) => mount.scope === scope && (mount.name === name || isOpenName(mount.name) || isOpenName(name)),
        ),
    );
  return idle.flatMap((object) =>
    listAt(object.value, 'spec', 'secretObjects').flatMap((made, position) => {
      const secret = textAt(made, 'secretName');
      const isRead = index.references.some((one) => one.name === secret && one.scope === object.scope);
      if (secret === undefined || !isRead) return [];
      return [{ secret, site: siteOf(object, 'spec', 'secretObjects', position, 'secretName') }];
    }),
  );
}

const mounts = (index: ManifestIndex) =>
  index.watched
    .named('secretProviderClass')
    .flatMap(({ value, site, scope, namespace }) =>
      typeof value === 'string' ? [{ name: value, site, scope, namespace }] : [],
    );
