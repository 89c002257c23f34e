import { z } from 'zod';
import { defineRule } from '../../engine/rule.ts';
import { jobText } from '../../examples/example-texts.ts';
import { accountUses, isAccountTemplated } from '../../indexing/account-uses.ts';
import { nearestName } from '../../indexing/nearest-name.ts';
import { UnknownOperators } from '../../indexing/outside-writers.ts';
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
    for (const { scope, namespace, name: wanted, site } of accountUses(index)) {
      const accounts = known.get(`${scope}\0${namespace ?? ''}`);
      // Where a namespace shows no account at all, a chart that is not rendered here makes them.
      if (accounts === undefined || wanted === 'default' || options.ignore.includes(wanted) || /\{\{|\$\{/.test(wanted))
        continue;
      if (known.get(`${scope}\0`)?.includes(wanted)) continue;
      const missing = {
        account: name(wanted),
        namespace: inNamespace(namespace),
        near: hint(nearestName(wanted, accounts)),
      };
      // A remote base may bring the account, as a chart that goes there may; a test of a chart is run by
      // hand.
      const isOpen =
        isAccountTemplated(site, index) ||
        (site.manifest.isTemplate === true && index.mayBeMade(wanted)) ||
        site.manifest.rendering?.isOpen === true ||
        index.openReleases.goInto(scope, namespace) ||
        operators.mayWrite(wanted, site, scope, namespace) ||
        /test/.test(String(site.object?.annotations['helm.sh/hook'] ?? ''));
      report('missing', site, missing, isOpen ? 'note' : undefined);
    }
  },
});
