import { z } from 'zod';
import type { VaultRole } from '../../../model/documents/vault-role.ts';
import { defineRule } from '../../engine/rule.ts';
import { accessExample } from '../../examples/access-example.ts';
import { PolicyRules } from '../../indexing/vault-policy.ts';
import { vaultUsesOf } from '../../indexing/vault-use.ts';
import { name, type ReportText } from '../../reporters/report-text.ts';

export const policyCoversReads = defineRule({
  id: 'policy-covers-reads',
  code: 'VW3114',
  severity: 'error',
  incidents: ['INC-25'],
  what: 'The policies of the role with which a store logs in allow every path that is read or pushed through it.',
  why: 'Vault answers 403 to a path that no policy names, and the ExternalSecret stays in SecretSyncedError.',
  fix: 'Add the path to a policy of the role; the generator derives policies from what is read.',
  options: z.strictObject({}),
  messages: {
    denied: ({ role, capability, path }: { role: ReportText; capability: ReportText; path: ReportText }) =>
      `Role "${role}" has no ${capability} on "${path}"`,
  },
  examples: {
    failing: [
      {
        title: 'A path that no policy names',
        files: { 'a.yaml': accessExample(['secret/data/other'], 'db-password') },
      },
      {
        title: 'A path that a wildcard does not reach',
        files: { 'a.yaml': accessExample(['secret/data/shop/*'], 'db-password') },
      },
    ],
    passing: [
      { title: 'The path itself', files: { 'a.yaml': accessExample(['secret/data/db-password'], 'db-password') } },
      { title: 'A prefix', files: { 'a.yaml': accessExample(['secret/data/db-*'], 'db-password') } },
    ],
  },
  check({ index, report }) {
    const rulesOf = new Map<VaultRole, PolicyRules>();
    for (const { capability, path, apiPath, role, access, site } of vaultUsesOf(index)) {
      const rules =
        rulesOf.get(role) ?? new PolicyRules(access.policies.filter((policy) => role.policies.includes(policy.name)));
      rulesOf.set(role, rules);
      if (!rules.allow(apiPath, capability))
        report('denied', site, { role: name(role.name), capability: name(capability), path: name(path) });
    }
  },
});
