import { z } from 'zod';
import { defineRule } from '../../engine/rule.ts';
import { rootTokenUses } from '../../indexing/root-token-uses.ts';
import { scriptsOf } from '../../indexing/scripts.ts';
import { name, type ReportText } from '../../reporters/report-text.ts';

const script = (text: string): string =>
  JSON.stringify({
    apiVersion: 'batch/v1',
    kind: 'CronJob',
    metadata: { name: 'manager', namespace: 'vault' },
    spec: {
      jobTemplate: {
        spec: { template: { spec: { containers: [{ name: 'manager', command: ['sh', '-c', text] }] } } },
      },
    },
  });
const read = `TOKEN=$(kubectl get secret keys -o jsonpath='{.data.root_token}' | base64 -d)`;

export const noRootTokenUse = defineRule({
  id: 'no-root-token-use',
  code: 'VW3062',
  severity: 'error',
  incidents: ['INC-17'],
  what: "No script writes Vault's root token into an entry, and nothing that runs again and again logs in with it.",
  why: 'Whoever reads the entry, or takes over the job, owns every secret of Vault; the root token never expires and answers to no policy.',
  fix: 'Give the job a role of its own with the policies that it needs, and revoke the root token after the first set-up.',
  options: z.strictObject({}),
  messages: {
    stored: ({ variable }: { variable: ReportText }) => `"${variable}" holds the root token and is written into Vault`,
    used: ({ variable }: { variable: ReportText }) =>
      `"${variable}" takes the root token for what runs again and again`,
  },
  examples: {
    failing: [
      {
        title: 'The root token becomes an entry',
        files: { 'a.yaml': script(`${read}\nvault kv put secret/token value="$TOKEN"`) },
      },
      {
        title: 'A job that works with it for ever',
        files: { 'a.yaml': script(read.replace('TOKEN', 'export VAULT_TOKEN')) },
      },
    ],
    passing: [
      {
        title: 'A token of a policy',
        files: {
          'a.yaml': script('T=$(vault token create -policy=apps -field=token)\nvault kv put secret/t value="$T"'),
        },
      },
      {
        title: 'A Job that sets up once',
        files: { 'a.yaml': script(read.replace('TOKEN', 'export VAULT_TOKEN')).replace('CronJob', 'Job') },
      },
    ],
  },
  check({ index, report }) {
    for (const { object, text, site } of scriptsOf(index))
      for (const { variable, isStored, offset } of rootTokenUses(text))
        if (isStored) report('stored', { ...site, offset }, { variable: name(variable) });
        else if (lasting.has(object.kindKey)) report('used', { ...site, offset }, { variable: name(variable) });
  },
});

const lasting = new Set(['cronjob', 'deployment', 'statefulset', 'daemonset']);
