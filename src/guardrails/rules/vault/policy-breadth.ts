import { z } from 'zod';
import { groupBy } from '../../../model/group-by.ts';
import { defineRule } from '../../engine/rule.ts';
import { accessExample } from '../../examples/access-example.ts';
import { isWildcard, policyCovers } from '../../indexing/vault-policy.ts';
import { vaultUsesOf } from '../../indexing/vault-use.ts';
import { name, type ReportText } from '../../reporters/report-text.ts';

export const policyBreadth = defineRule({
  id: 'policy-breadth',
  code: 'VW3115',
  severity: 'warning',
  incidents: ['INC-25'],
  what: 'A policy that only stores use allows no path and no capability that nothing needs.',
  why: 'Whoever takes over one namespace can read every path that its role allows, not only those that it uses.',
  fix: 'List the paths that are read; the generator derives policies from what is read.',
  options: z.strictObject({
    mountWildcard: z.boolean().default(false).describe('Finds a wildcard over the whole mount, too.'),
  }),
  messages: {
    path: ({ policy, path }: { policy: ReportText; path: ReportText }) =>
      `Policy "${policy}" allows "${path}", which nothing reads`,
    wide: ({ policy, path }: { policy: ReportText; path: ReportText }) => `Policy "${policy}" allows all of "${path}"`,
    capability: ({ policy, path, capability }: { policy: ReportText; path: ReportText; capability: ReportText }) =>
      `Policy "${policy}" gives ${capability} on "${path}", which nothing needs`,
  },
  examples: {
    failing: [
      {
        title: 'A path that nothing reads',
        files: { 'a.yaml': accessExample(['secret/data/db-password', 'secret/data/other'], 'db-password') },
      },
      {
        title: 'A capability that nothing needs',
        files: { 'a.yaml': accessExample(['secret/data/db-password'], 'db-password', '["read","update"]') },
      },
    ],
    passing: [
      { title: 'Exactly what is read', files: { 'a.yaml': accessExample(['secret/data/db-password'], 'db-password') } },
      {
        title: 'The whole mount, which only strict finds',
        files: { 'a.yaml': accessExample(['secret/data/*'], 'db-password') },
      },
    ],
  },
  check({ index, options, report }) {
    const uses = groupBy(vaultUsesOf(index), ({ access }) => access);
    for (const { document, site } of index.documents.access) {
      const mine = uses.get(document) ?? [];
      const used = new Set(mine.map(({ role }) => role.name));
      document.policies.forEach((policy, position) => {
        const users = document.roles.filter((role) => role.policies.includes(policy.name));
        if (users.length === 0 || !users.every((role) => used.has(role.name))) return;
        const needs = groupBy(
          mine.filter(({ role }) => role.policies.includes(policy.name)),
          ({ apiPath }) => apiPath,
        );
        const listed = mine.flatMap(({ role, capability, apiPath }) =>
          capability === 'list' && role.policies.includes(policy.name) ? [apiPath] : [],
        );
        policy.rules.forEach((rule, at) => {
          const here = { ...site, innerPath: ['policies', position, 'rules', at] };
          const shown = { policy: name(policy.name), path: name(rule.path) };
          if (rule.path === `${document.mount}/data/*` || rule.path === `${document.mount}/*`) {
            if (options.mountWildcard) report('wide', here, shown);
            return;
          }
          const metadata = `${document.mount}/metadata/`;
          const path = rule.path.startsWith(metadata)
            ? rule.path.replace(metadata, `${document.mount}/data/`)
            : rule.path;
          if (
            listed.some(
              (folder) => rule.path === folder || (isWildcard(rule.path) && folder.startsWith(rule.path.slice(0, -1))),
            ) &&
            rule.capabilities.every((each) => each === 'list')
          )
            return;
          const covered = isWildcard(path)
            ? [...needs].flatMap(([apiPath, each]) => (policyCovers(path, apiPath) ? each : []))
            : (needs.get(path) ?? []);
          const spare = rule.capabilities.find((capability) => !covered.some((need) => need.capability === capability));
          if (covered.length === 0) report('path', here, shown);
          else if (spare !== undefined && path === rule.path)
            report('capability', here, { ...shown, capability: name(spare) });
        });
      });
    }
  },
});
