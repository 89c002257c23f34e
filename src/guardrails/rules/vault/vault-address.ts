import { z } from 'zod';
import { defineRule } from '../../engine/rule.ts';
import { jobText } from '../../examples/example-texts.ts';
import { settingsExample } from '../../examples/settings-example.ts';
import { textAt } from '../../manifest/normalise.ts';
import { inNamespace, type ReportText } from '../../reporters/report-text.ts';

const store = (server: string): string =>
  `{apiVersion: external-secrets.io/v1, kind: SecretStore, metadata: {name: vault, namespace: shop}, spec: {provider: {vault: {server: "${server}"}}}}`;
const own = 'http://vault-core-dev.shop.svc:8200';
const besideStore = (text: string) => ({ 'a.yaml': `${store(own)}\n---\n${text}` });
const job = (address: string): string => jobText(`, env: [{name: VAULT_ADDR, value: "${address}"}]`);

export const vaultAddress = defineRule({
  id: 'vault-address',
  code: 'VW3121',
  severity: 'error',
  incidents: ['INC-13'],
  what: 'Programs and values of a namespace talk to the Vault to which its store points.',
  why: 'Bootstrap fills one Vault and the store reads another: every key is missing although everything is green.',
  fix: 'Compute the address once, from the profile of the environment.',
  options: z.strictObject({}),
  messages: {
    other: ({ namespace }: { namespace: ReportText }) => `The Vault address is not the one of the store${namespace}`,
  },
  examples: {
    failing: [
      { title: 'A variable', files: besideStore(job('http://foundation-vault-core:8200')) },
      {
        title: 'Helm values',
        files: {
          'dev/a.yaml': store(own),
          'dev/values/a.yaml': '{clientPatcher: {vault: {addr: "http://vault.vault.svc:8200"}}}',
        },
        configuration: { environments: [{ name: 'dev', cluster: 'dev', namespace: 'shop' }] },
      },
      { title: 'Settings of a bootstrap', files: besideStore(settingsExample({ address: 'http://vault:8200' })) },
    ],
    passing: [
      { title: 'The same address', files: besideStore(job(`${own}/`)) },
      {
        title: 'The same address in the settings of a bootstrap',
        files: besideStore(settingsExample({ address: own })),
      },
      { title: 'No store in the namespace', files: { 'a.yaml': job('http://vault:8200') } },
    ],
  },
  check({ index, report }) {
    const servers = new Map<string, string>();
    for (const { object, vault, namespace } of index.stores.all)
      if (vault?.server !== undefined)
        servers.set(
          `${object.scope}\0${namespace ?? index.environment(object.environment)?.namespace ?? ''}`,
          trimmed(vault.server),
        );
    const compare = (
      address: unknown,
      scope: string,
      namespace: string | undefined,
      site: Parameters<typeof report>[1],
    ): void => {
      const server = namespace === undefined ? undefined : servers.get(`${scope}\0${namespace}`);
      if (
        server === undefined ||
        typeof address !== 'string' ||
        !/^https?:/.test(address) ||
        /\{\{|\$[({]/.test(address)
      )
        return;
      if (trimmed(address) !== server && !/127\.0\.0\.1|localhost/.test(address))
        report('other', site, { namespace: inNamespace(namespace) });
    };
    for (const { value, site, scope, namespace, map } of index.watched.named('addr', 'VAULT_ADDR'))
      if (site.path.some((step) => /vault/i.test(String(step))) || textAt(map, 'authRole') !== undefined)
        compare(value, scope, namespace, site);
    for (const { document, site, scope } of index.documents.settings)
      compare(document.vault.address, scope, document.namespace, { ...site, innerPath: ['vault', 'address'] });
    for (const { site, value, scope, namespace } of index.environmentVariables('VAULT_ADDR'))
      compare(value, scope, namespace, site);
  },
});

const trimmed = (address: string): string =>
  address
    .trim()
    .replace(/(?<!\/)\/+$/, '')
    .replace(/\.svc\.cluster\.local(?=[:/]|$)/, '.svc');
