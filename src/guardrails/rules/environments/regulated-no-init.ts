import { z } from 'zod';
import { isRegulated } from '../../engine/regulated.ts';
import { defineRule } from '../../engine/rule.ts';
import { settingsExample } from '../../examples/settings-example.ts';
import { isBootstrapSwitch, isRootMaterial } from '../../knowledge/root-material.ts';
import { everyField } from '../../manifest/every-field.ts';
import { name, type ReportText } from '../../reporters/report-text.ts';

const configuration = { environments: [{ name: 'live', cluster: 'live', namespace: 'shop', regulated: true }] };
const initScript = 'command: [sh, -c, "vault operator init"]';
const job = (container: string): string =>
  `{apiVersion: batch/v1, kind: Job, metadata: {name: bootstrap, namespace: shop}, spec: {template: {spec: {containers: [{name: bootstrap, ${container}}]}}}}`;

export const regulatedNoInit = defineRule({
  id: 'regulated-no-init',
  code: 'VW3251',
  severity: 'error',
  incidents: ['INC-16', 'INC-17'],
  what: 'In a regulated environment nothing initialises or unseals Vault, and no root token or unseal key is kept in the cluster.',
  why: 'Whoever reads the unseal key or the root token owns every secret; production is unsealed by a key service and initialised once, by people.',
  fix: 'Turn init, unseal and credential storage off there; give automation a scoped, short-lived token.',
  options: z.strictObject({
    secretNames: z
      .array(z.string())
      .default(['vault-auto-credentials', 'vault-unseal-keys', 'vault-init'])
      .describe('Names of Secrets that hold the root token or unseal keys.'),
  }),
  messages: {
    found: ({ thing }: { thing: ReportText }) => `"${thing}" belongs to initialising or unsealing Vault in the cluster`,
  },
  examples: {
    failing: [
      {
        title: 'A root token in the environment',
        files: { 'live/a.yaml': job('env: [{name: VAULT_ROOT_TOKEN, valueFrom: {secretKeyRef: {name: x, key: y}}}]') },
        configuration,
      },
      { title: 'An init command', files: { 'live/a.yaml': job(initScript) }, configuration },
      {
        title: 'Values that switch it on',
        files: { 'live/values/vault.yaml': '{bootstrap: {init: {enabled: true}}}' },
        configuration,
      },
      {
        title: 'Settings of a bootstrap',
        files: { 'live/a.yaml': settingsExample({}) },
        configuration,
      },
    ],
    passing: [
      { title: 'Another environment', files: { 'dev/a.yaml': job(initScript) }, configuration },
      {
        title: 'Switched off',
        files: { 'live/values/vault.yaml': '{bootstrap: {init: {enabled: false}, unseal: false}}' },
        configuration,
      },
    ],
  },
  check({ index, configuration: settings, options, report }) {
    const secrets = new Set(options.secretNames);
    for (const { document, site } of index.documents.settings)
      if (isRegulated(site.manifest, site.object?.namespace, settings)) {
        const steps = (['initialize', 'unseal'] as const).filter((step) => document.vault[step]);
        for (const step of steps) report('found', { ...site, innerPath: ['vault', step] }, { thing: name(step) });
        // The program that reads them holds a root token, even if it is told to leave parts out.
        if (steps.length === 0) report('found', { ...site, innerPath: ['kind'] }, { thing: name(document.kind) });
      }
    for (const manifest of index.manifests) {
      const object = index.objectOf(manifest);
      if (!isRegulated(manifest, object?.namespace, settings)) continue;
      for (const { key, parent, value, path } of everyField(manifest.value)) {
        const thing = offending(key, parent, value, secrets);
        if (thing !== undefined) report('found', { manifest, path, ...(object && { object }) }, { thing: name(thing) });
      }
    }
  },
});

function offending(key: string, parent: string, value: unknown, secrets: ReadonlySet<string>): string | undefined {
  if (typeof value === 'string') {
    if (secrets.has(value)) return value;
    if (value.length < 4000 && /\bvault\s+operator\s+(?:init|unseal)\b/.test(value)) return 'vault operator';
    return value.length < 80 && isRootMaterial(value) && /^(?:name|key|secretKey)$/.test(key) ? value : undefined;
  }
  if (value === true && isBootstrapSwitch(key === 'enabled' ? parent : key))
    return key === 'enabled' ? `${parent}.enabled` : key;
  return isRootMaterial(key) && value !== false && value !== null ? key : undefined;
}
