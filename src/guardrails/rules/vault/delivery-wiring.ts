import { z } from 'zod';
import { defineRule } from '../../engine/rule.ts';
import {
  authExample,
  classExample,
  mountExample,
  podExample,
  staticSecretExample,
} from '../../examples/delivery-example.ts';
import { admitsNamespace } from '../../indexing/deliveries.ts';
import { classUses, connectionUses, loginUses, unmountedSecrets } from '../../indexing/delivery-uses.ts';
import type { IndexedObject } from '../../indexing/indexed-object.ts';
import { inNamespace, name, type ReportText, type ReportTexts } from '../../reporters/report-text.ts';

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
  messages: {
    auth: ({ auth, namespace }: ReportTexts<'auth' | 'namespace'>) => `No VaultAuth "${auth}"${namespace}`,
    refused: ({ auth, namespace }: ReportTexts<'auth' | 'namespace'>) =>
      `VaultAuth "${auth}" does not allow namespace ${namespace}`,
    connection: ({ connection, namespace }: ReportTexts<'connection' | 'namespace'>) =>
      `No VaultConnection "${connection}"${namespace}`,
    provider: ({ provider, namespace }: ReportTexts<'provider' | 'namespace'>) =>
      `No SecretProviderClass "${provider}"${namespace}`,
    unmounted: ({ secret }: { secret: ReportText }) =>
      `Secret "${secret}" is only made while a pod mounts its SecretProviderClass, and none does`,
  },
  examples: {
    failing: [
      {
        title: 'A login that is not there',
        files: { 'a.yaml': `${staticSecretExample('vso/web')}\n---\n${authExample('main', '')}` },
      },
      {
        title: 'One that does not admit',
        files: { 'a.yaml': `${staticSecretExample('vso/main')}\n---\n${authExample('main', '')}` },
      },
      {
        title: 'A class that is not there',
        files: { 'a.yaml': `${classExample}\n---\n${podExample(mountExample('web'))}` },
      },
    ],
    passing: [
      {
        title: 'A login for the namespace',
        files: {
          'a.yaml': `${staticSecretExample('vso/main')}\n---\n${authExample('main', 'allowedNamespaces: [shop]')}`,
        },
      },
      {
        title: 'A class that is mounted',
        files: { 'a.yaml': `${classExample}\n---\n${podExample(mountExample('db'))}` },
      },
    ],
  },
  check({ index, report }) {
    // What is not shown may make what is missing.
    const lowered = ({ manifest, scope, namespace }: IndexedObject): 'note' | undefined =>
      manifest.isTemplate === true || index.openReleases.mayCreateIn(scope, namespace) ? 'note' : undefined;
    for (const { object, site, wanted, found } of loginUses(index)) {
      const shown = { auth: name(wanted.name), namespace: inNamespace(wanted.namespace) };
      if (found === undefined) report('auth', site, shown, lowered(object));
      else if (object.namespace !== undefined && !admitsNamespace(found, object.namespace))
        report('refused', site, { auth: name(wanted.name), namespace: name(object.namespace) }, lowered(object));
    }
    for (const { object, site, wanted, found } of connectionUses(index)) {
      const shown = { connection: name(wanted.name), namespace: inNamespace(wanted.namespace) };
      if (found === undefined) report('connection', site, shown, lowered(object));
    }
    for (const { object, site, wanted, found } of classUses(index)) {
      const shown = { provider: name(wanted.name), namespace: inNamespace(wanted.namespace) };
      if (found === undefined) report('provider', site, shown, lowered(object));
    }
    // A pod that is not shown may mount it.
    for (const { secret, site } of unmountedSecrets(index)) report('unmounted', site, { secret: name(secret) }, 'note');
  },
});
