import { z } from 'zod';
import { defineRule } from '../../engine/rule.ts';
import { jobText } from '../../examples/example-texts.ts';
import type { ManifestIndex } from '../../indexing/manifest-index.ts';
import { nearestName } from '../../indexing/nearest-name.ts';
import { isOpenName } from '../../indexing/open-name.ts';
import { UnknownOperators } from '../../indexing/outside-writers.ts';
import type { Site } from '../../indexing/site.ts';
import { fieldOf } from '../../manifest/normalise.ts';
import { hint, inNamespace, name, type ReportText } from '../../reporters/report-text.ts';

const account = (text: string, namespace = 'shop'): string =>
  `{apiVersion: v1, kind: ServiceAccount, metadata: {name: ${text}, namespace: ${namespace}}}`;
const job = (account: string): string =>
  jobText('', 'name: work, namespace: shop').replace('restartPolicy', `serviceAccountName: ${account}, restartPolicy`);

export const serviceAccountExists = defineRule({
  id: 'service-account-exists',
  code: 'VW3120',
  severity: 'warning',
  incidents: ['INC-30'],
  what: 'Every ServiceAccount that a workload or a store names is rendered, in its namespace.',
  why: 'The pod of a Job with an unknown ServiceAccount is never made; the Job waits without a word, and the sync with it.',
  fix: 'Render the ServiceAccount beside its user, or use default.',
  options: z.strictObject({
    ignore: z.array(z.string()).default([]).describe('Accounts that exist although no manifest shows them.'),
  }),
  messages: {
    missing: ({ account: of, namespace, near }: { account: ReportText; namespace: ReportText; near: ReportText }) =>
      `There is no ServiceAccount "${of}"${namespace}${near}`,
  },
  examples: {
    failing: [
      { title: 'A slip in the name', files: { 'a.yaml': `${account('worker')}\n---\n${job('workers')}` } },
      {
        title: 'A store whose account is missing',
        files: {
          'a.yaml': `${account('worker')}\n---\n{apiVersion: external-secrets.io/v1, kind: SecretStore, metadata: {name: vault, namespace: shop}, spec: {provider: {vault: {auth: {kubernetes: {role: x, serviceAccountRef: {name: reader}}}}}}}`,
        },
      },
    ],
    passing: [
      { title: 'Rendered', files: { 'a.yaml': `${account('worker')}\n---\n${job('worker')}` } },
      { title: 'The default one', files: { 'a.yaml': `${account('worker')}\n---\n${job('default')}` } },
    ],
  },
  check({ index, options, report }) {
    const known = new Map<string, string[]>();
    for (const { scope, namespace = '', name: of } of index.ofKind('serviceaccount'))
      for (const where of [`${scope}\0${namespace}`, `${scope}\0`]) known.set(where, [...(known.get(where) ?? []), of]);
    const operators = new UnknownOperators(index);
    const check = (
      scope: string,
      namespace: string | undefined,
      wanted: string,
      site: Parameters<typeof report>[1],
    ): void => {
      const accounts = known.get(`${scope}\0${namespace ?? ''}`);
      // Where a namespace shows no account at all, a chart that is not rendered here makes them.
      if (accounts === undefined || wanted === 'default' || options.ignore.includes(wanted) || /\{\{|\$\{/.test(wanted))
        return;
      if (known.get(`${scope}\0`)?.includes(wanted)) return;
      const missing = {
        account: name(wanted),
        namespace: inNamespace(namespace),
        near: hint(nearestName(wanted, accounts)),
      };
      // A remote base may bring the account, as a chart that goes there may; a test of a chart is run by
      // hand.
      const isOpen =
        isTemplated(site, index) ||
        (site.manifest.isTemplate === true && index.mayBeMade(wanted)) ||
        site.manifest.rendering?.isOpen === true ||
        index.openReleases.goInto(scope, namespace) ||
        operators.mayWrite(wanted, site, scope, namespace) ||
        /test/.test(String(site.object?.annotations['helm.sh/hook'] ?? ''));
      report('missing', site, missing, isOpen ? 'note' : undefined);
    };
    for (const { value, map, site, scope, namespace } of index.watched.named('serviceAccountName'))
      if (
        typeof value === 'string' &&
        value !== '' &&
        site.object &&
        site.manifest.role === 'object' &&
        site.manifest.isAlternative !== true &&
        // Another resource may name the account that its operator is to make.
        (fieldOf(map, 'containers') !== undefined || workload.test(site.object.kindKey)) &&
        // A resource of an operator that runs as what has its own name is given that account.
        (value !== site.object.name || workload.test(site.object.kindKey))
      )
        check(scope, namespace, value, site);
    for (const { object, vault, namespace } of index.stores.all)
      if (vault?.serviceAccount !== undefined)
        check(object.scope, vault.serviceAccountNamespace ?? namespace, vault.serviceAccount, {
          manifest: object.manifest,
          path: [...object.path, 'spec', 'provider', 'vault', 'auth', 'kubernetes', 'serviceAccountRef', 'name'],
          object,
        });
  },
});

/** In a chart that makes an account whose name a helper finds. */
function isTemplated({ manifest: { isTemplate, file } }: Site, index: ManifestIndex): boolean {
  const chart = isTemplate === true ? file.replace(/\/templates\/.*$/, '/templates/') : undefined;
  return (
    chart !== undefined &&
    index.ofKind('serviceaccount').some((own) => own.manifest.file.startsWith(chart) && isOpenName(own.name))
  );
}

const workload =
  /^(?:pod|deployment|deploymentconfig|statefulset|daemonset|replicaset|replicationcontroller|job|cronjob)$/;
