import { z } from 'zod';
import { defineRule, type RuleContext } from '../../engine/rule.ts';
import { admitsNamespace, findNamed, vaultReference } from '../../indexing/deliveries.ts';
import type { IndexedObject } from '../../indexing/indexed-object.ts';
import type { ManifestIndex } from '../../indexing/manifest-index.ts';
import { isOpenName } from '../../indexing/open-name.ts';
import { siteOf } from '../../indexing/site.ts';
import { listAt, textAt } from '../../manifest/normalise.ts';
import { inNamespace, name, type ReportText } from '../../reporters/report-text.ts';

const auth = (name: string, spec: string): string =>
  `{apiVersion: secrets.hashicorp.com/v1beta1, kind: VaultAuth, metadata: {name: ${name}, namespace: vso}, spec: {${spec}}}`;
const secret = (ref: string): string =>
  `{apiVersion: secrets.hashicorp.com/v1beta1, kind: VaultStaticSecret, metadata: {name: db, namespace: shop}, spec: {vaultAuthRef: ${ref}, destination: {name: db, create: true}}}`;
const provider = `{apiVersion: secrets-store.csi.x-k8s.io/v1, kind: SecretProviderClass, metadata: {name: db, namespace: shop}, spec: {provider: vault, secretObjects: [{secretName: db, type: Opaque, data: [{objectName: a, key: a}]}]}}`;
const pod = (volume: string): string =>
  `{apiVersion: v1, kind: Pod, metadata: {name: app, namespace: shop}, spec: {containers: [{name: app, envFrom: [{secretRef: {name: db}}]}], volumes: [${volume}]}}`;
const mount = (name: string): string =>
  `{name: v, csi: {driver: secrets-store.csi.k8s.io, volumeAttributes: {secretProviderClass: ${name}}}}`;

const messages = {
  auth: ({ auth, namespace }: { auth: ReportText; namespace: ReportText }) => `No VaultAuth "${auth}"${namespace}`,
  refused: ({ auth, namespace }: { auth: ReportText; namespace: ReportText }) =>
    `VaultAuth "${auth}" does not allow namespace ${namespace}`,
  connection: ({ connection, namespace }: { connection: ReportText; namespace: ReportText }) =>
    `No VaultConnection "${connection}"${namespace}`,
  provider: ({ provider, namespace }: { provider: ReportText; namespace: ReportText }) =>
    `No SecretProviderClass "${provider}"${namespace}`,
  unmounted: ({ secret }: { secret: ReportText }) =>
    `Secret "${secret}" is only made while a pod mounts its SecretProviderClass, and none does`,
};
type Context = Pick<RuleContext<unknown, typeof messages>, 'index' | 'report'>;

/**
 * What delivers Secrets beside the External Secrets Operator.
 * @see https://developer.hashicorp.com/vault/docs/deploy/kubernetes/vso/api-reference
 * @see https://secrets-store-csi-driver.sigs.k8s.io/topics/sync-as-kubernetes-secret
 */
export const deliveryWiring = defineRule({
  id: 'delivery-wiring',
  code: 'VW3091',
  severity: 'error',
  incidents: ['INC-03'],
  what: 'What the Vault Secrets Operator and the Secrets Store driver deliver by exists, and admits who names it.',
  why: 'Without its login or its class nothing is delivered: the Secret stays away, and so does every pod that reads it.',
  fix: 'Name the VaultAuth, VaultConnection or SecretProviderClass that is there, list the namespace in allowedNamespaces, or mount the class where its Secret is read.',
  options: z.strictObject({}),
  messages,
  examples: {
    failing: [
      { title: 'A login that is not there', files: { 'a.yaml': `${secret('vso/web')}\n---\n${auth('main', '')}` } },
      { title: 'One that does not admit', files: { 'a.yaml': `${secret('vso/main')}\n---\n${auth('main', '')}` } },
      { title: 'A class that is not there', files: { 'a.yaml': `${provider}\n---\n${pod(mount('web'))}` } },
    ],
    passing: [
      {
        title: 'A login for the namespace',
        files: { 'a.yaml': `${secret('vso/main')}\n---\n${auth('main', 'allowedNamespaces: [shop]')}` },
      },
      { title: 'A class that is mounted', files: { 'a.yaml': `${provider}\n---\n${pod(mount('db'))}` } },
    ],
  },
  check(context) {
    logins(context);
    connections(context);
    classes(context);
  },
});

function logins({ index, report }: Context): void {
  const all = index.ofKind('vaultauth');
  for (const object of ['vaultstaticsecret', 'vaultdynamicsecret', 'vaultpkisecret'].flatMap((kind) =>
    index.ofKind(kind),
  )) {
    const wanted = vaultReference(object, 'vaultAuthRef');
    if (wanted === undefined || !all.some(({ scope }) => scope === object.scope)) continue;
    const site = siteOf(object, 'spec', 'vaultAuthRef');
    const found = findNamed(all, object, wanted);
    const namespace = object.namespace;
    if (found === undefined)
      report(
        'auth',
        site,
        { auth: name(wanted.name), namespace: inNamespace(wanted.namespace) },
        lowered(object, index),
      );
    else if (namespace !== undefined && !admitsNamespace(found, namespace))
      report('refused', site, { auth: name(wanted.name), namespace: name(namespace) }, lowered(object, index));
  }
}

function connections({ index, report }: Context): void {
  const all = index.ofKind('vaultconnection');
  for (const object of index.ofKind('vaultauth')) {
    const wanted = vaultReference(object, 'vaultConnectionRef');
    if (wanted === undefined || !all.some(({ scope }) => scope === object.scope) || findNamed(all, object, wanted))
      continue;
    const shown = { connection: name(wanted.name), namespace: inNamespace(wanted.namespace) };
    report('connection', siteOf(object, 'spec', 'vaultConnectionRef'), shown, lowered(object, index));
  }
}

function classes({ index, report }: Context): void {
  const all = index.ofKind('secretproviderclass');
  const mounts = index.watched
    .named('secretProviderClass')
    .flatMap(({ value, site, scope, namespace }) =>
      typeof value === 'string' ? [{ name: value, site, scope, namespace }] : [],
    );
  for (const { site, scope, namespace, name: wanted } of mounts) {
    if (isOpenName(wanted) || !all.some((one) => one.scope === scope) || site.object === undefined) continue;
    if (findNamed(all, site.object, { name: wanted, namespace }) !== undefined) continue;
    report(
      'provider',
      site,
      { provider: name(wanted), namespace: inNamespace(namespace) },
      lowered(site.object, index),
    );
  }
  for (const object of all) {
    const isMounted = mounts.some(
      (mount) =>
        mount.scope === object.scope &&
        (mount.name === object.name || isOpenName(mount.name) || isOpenName(object.name)),
    );
    if (isMounted) continue;
    listAt(object.value, 'spec', 'secretObjects').forEach((made, position) => {
      // A pod that is not shown may mount it.
      const secret = textAt(made, 'secretName');
      const isRead = index.references.some((one) => one.name === secret && one.scope === object.scope);
      if (secret === undefined || !isRead) return;
      report(
        'unmounted',
        siteOf(object, 'spec', 'secretObjects', position, 'secretName'),
        { secret: name(secret) },
        'note',
      );
    });
  }
}

/** What is not shown may make what is missing. */
const lowered = ({ manifest, scope, namespace }: IndexedObject, index: ManifestIndex): 'note' | undefined =>
  manifest.isTemplate === true || index.openReleases.mayCreateIn(scope, namespace) ? 'note' : undefined;
