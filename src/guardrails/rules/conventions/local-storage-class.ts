import { z } from 'zod';
import { defineRule } from '../../engine/rule.ts';
import { name, type ReportText } from '../../reporters/report-text.ts';

const configuration = {
  environments: ['local', 'live'].map((environment) => ({
    name: environment,
    cluster: environment,
    namespace: 'shop',
  })),
  rules: { 'local-storage-class': { severity: 'error' as const, options: { environments: ['local'] } } },
};
const claim =
  '{apiVersion: v1, kind: PersistentVolumeClaim, metadata: {name: data, namespace: shop}, spec: {storageClassName: local-path}}';

export const localStorageClass = defineRule({
  id: 'local-storage-class',
  code: 'VW3403',
  severity: 'error',
  incidents: ['INC-34'],
  what: 'Storage classes of a developer machine are named only in the environments that run on one.',
  why: 'The claim stays Pending on a managed cluster: the database, and with it every Secret that it writes, never comes.',
  fix: 'Leave the class to the profile of the environment.',
  options: z.strictObject({
    classes: z.array(z.string()).default(['local-path', 'hostpath', 'standard-local']),
    environments: z
      .array(z.string())
      .default(['local', 'ci'])
      .describe('Environments that run on a developer machine.'),
  }),
  messages: {
    local: ({ storage, environment }: { storage: ReportText; environment: ReportText }) =>
      `Storage class "${storage}" does not exist in environment ${environment}`,
  },
  examples: {
    failing: [
      { title: 'A claim', files: { 'live/a.yaml': claim }, configuration },
      {
        title: 'Helm values',
        files: { 'live/values/a.yaml': '{primary: {persistence: {storageClass: local-path}}}' },
        configuration,
      },
    ],
    passing: [
      { title: 'On a developer machine', files: { 'local/a.yaml': claim }, configuration },
      { title: 'Another class', files: { 'live/a.yaml': claim.replace('local-path', 'managed-csi') }, configuration },
    ],
  },
  check({ index, options, report }) {
    for (const { value, site } of index.watched.named('storageClassName', 'storageClass')) {
      const { environment } = site.manifest;
      if (typeof value !== 'string' || !options.classes.includes(value)) continue;
      if (environment === undefined || options.environments.includes(environment)) continue;
      report('local', site, { storage: name(value), environment: name(environment) });
    }
  },
});
