import { z } from 'zod';
import { isRegulated } from '../../engine/regulated.ts';
import { defineRule } from '../../engine/rule.ts';
import { textAt } from '../../manifest/normalise.ts';
import { name, type ReportText } from '../../reporters/report-text.ts';

const environments = [
  { name: 'dev', cluster: 'dev', namespace: 'shop' },
  { name: 'live', cluster: 'live', namespace: 'shop', regulated: true },
];
const serving = 'standbyok=true&perfstandbyok=true';
const values = (query: string, codes = serving): string =>
  `{server: {readinessProbe: {enabled: true, path: "/v1/sys/health?${codes}${query}"}}}`;
const relaxed = '&sealedcode=200&uninitcode=200';

export const vaultReadiness = defineRule({
  id: 'vault-readiness',
  code: 'VW3253',
  severity: 'error',
  incidents: ['INC-16', 'INC-17'],
  what: 'Where bootstrap runs in the cluster a sealed Vault counts as ready; where a key service unseals it, it does not, and a standby does.',
  why: 'Argo CD waits for Vault before it starts what unseals it; in production the same codes would send requests to a sealed Vault.',
  fix: 'Add sealedcode=200 and uninitcode=200 to the readiness path in ephemeral environments only, and standbyok=true everywhere.',
  options: z.strictObject({}),
  messages: {
    strict: ({ environment }: { environment: ReportText }) =>
      `A sealed Vault is not ready in environment ${environment}, so that what unseals it never starts`,
    relaxed: ({ environment }: { environment: ReportText }) =>
      `A sealed Vault counts as ready in environment ${environment}, which is regulated`,
    standby: ({ environment }: { environment: ReportText }) =>
      `No standby of Vault is ever ready in environment ${environment}, so that a StatefulSet of raft never is`,
  },
  examples: {
    failing: [
      {
        title: 'Strict codes where bootstrap unseals',
        files: { 'dev/values/vault-core.yaml': values('') },
        configuration: { environments },
      },
      {
        title: 'Relaxed codes in production',
        files: { 'live/values/vault-core.yaml': values(relaxed) },
        configuration: { environments },
      },
      {
        title: 'One relaxed code in production',
        files: { 'live/values/vault-core.yaml': values('&uninitcode=204') },
        configuration: { environments },
      },
      {
        title: 'Standbys that are never ready',
        files: { 'live/values/vault-core.yaml': values('', 'standbyok=false') },
        configuration: { environments },
      },
    ],
    passing: [
      {
        title: 'Outside the known environments',
        files: { 'values.yaml': values('') },
        configuration: { environments },
      },
      {
        title: 'Relaxed codes where bootstrap unseals',
        files: { 'dev/values/vault-core.yaml': values(relaxed) },
        configuration: { environments },
      },
      {
        title: 'Strict codes in production',
        files: { 'live/values/vault-core.yaml': values('') },
        configuration: { environments },
      },
    ],
  },
  check({ index, configuration, report }) {
    for (const { value, site } of index.watched.named('readinessProbe')) {
      const path = textAt(value, 'path') ?? textAt(value, 'httpGet', 'path');
      if (
        path === undefined ||
        !path.includes('/v1/sys/health') ||
        index.environment(site.manifest.environment) === undefined
      )
        continue;
      const query = new URLSearchParams(path.slice(path.indexOf('?') + 1));
      const passes = (code: string): boolean => /^[23]\d\d$/.test(query.get(code) ?? '');
      const regulated = isRegulated(site.manifest, site.object?.namespace, configuration);
      const shown = { environment: name(site.manifest.environment) };
      const at = { ...site, path: [...site.path, 'path'] };
      if (!regulated) {
        if (!passes('sealedcode') || !passes('uninitcode')) report('strict', at, shown);
      } else if (passes('sealedcode') || passes('uninitcode')) report('relaxed', at, shown);
      else if (query.get('standbyok') !== 'true' && !passes('standbycode')) report('standby', at, shown);
    }
  },
});
