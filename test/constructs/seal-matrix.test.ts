import { describe, expect, test } from 'vitest';
import { blockOf } from './read-hcl.ts';
import {
  type Case,
  command,
  configurationOf,
  digest,
  found,
  plugin,
  render,
  type SealName,
  type ServerName,
  seals,
  servers,
  token,
  valuesOf,
} from './rendered-server.ts';

type Verdict = 'has it' | 'VW1205' | 'VW1207' | 'with a plugin';
const vendor = (verdicts: readonly Verdict[]) => ({
  azurekeyvault: verdicts,
  awskms: verdicts,
  gcpckms: verdicts,
  ocikms: verdicts,
});
/** What each server says to each seal, in the order of `servers`. */
const matrix: Readonly<Record<SealName, readonly Verdict[]>> = {
  ...vendor(['has it', 'has it', 'has it', 'has it', 'with a plugin', 'with a plugin']),
  transit: ['has it', 'has it', 'has it', 'has it', 'has it', 'has it'],
  pkcs11: ['VW1205', 'has it', 'has it', 'has it', 'with a plugin', 'with a plugin'],
  static: ['VW1205', 'VW1205', 'has it', 'has it', 'has it', 'has it'],
};
const cells = Object.entries(matrix).flatMap(([seal, verdicts]) =>
  verdicts.map((verdict, index) => [Object.keys(servers)[index], seal, verdict] as [ServerName, SealName, Verdict]),
);

describe('the matrix of servers and seals', () => {
  test.each(cells)('%s, %s: %s', async (serverName, sealName, verdict) => {
    const server = servers[serverName];
    const autoUnseal = seals[sealName];
    // Where the environment is regulated a static seal is refused whatever the server.
    const lifecycle = sealName === 'static' ? 'ephemeral' : 'regulated';
    const plain = await render({ server, autoUnseal, lifecycle });
    const refusal = verdict === 'with a plugin' ? ['VW1207 environments.live.vault.autoUnseal.plugin'] : [];
    expect(found(plain)).toEqual(
      verdict.startsWith('VW') ? [`${verdict} environments.live.vault.autoUnseal.type`] : refusal,
    );
    if (verdict.startsWith('VW')) return;
    const rendered =
      verdict === 'has it' ? plain : await render({ server, autoUnseal: { ...autoUnseal, plugin }, lifecycle });
    expect(found(rendered)).toEqual([]);
    const configuration = configurationOf(valuesOf(rendered));
    expect(blockOf(configuration, 'seal').labels).toEqual([sealName]);
    const plugins = configuration.blocks.filter(({ type }) => type === 'plugin').map(({ labels }) => labels);
    expect(plugins).toEqual(verdict === 'has it' ? [] : [['kms', sealName]]);
  });

  test.each<[string, Case, string]>([
    [
      'a static seal where regulated',
      { server: servers['OpenBao 2.6'], autoUnseal: seals.static },
      'VW1206 vault.autoUnseal.type',
    ],
    ['a plugin of Vault', { autoUnseal: { ...seals.awskms, plugin } }, 'VW1207 vault.autoUnseal.plugin'],
    [
      'a plugin of OpenBao 2.5',
      { server: servers['OpenBao 2.5'], autoUnseal: { ...seals.awskms, plugin } },
      'VW1207 vault.autoUnseal.plugin',
    ],
    [
      'an HMAC key of OpenBao',
      { server: servers['OpenBao 2.6'], autoUnseal: { ...seals.pkcs11, hmacKeyLabel: 'x' } },
      'VW1205 vault.autoUnseal.hmacKeyLabel',
    ],
    [
      'an Enterprise edition without license',
      { server: { product: 'vault', edition: 'enterprise' } },
      'VW1205 vault.server.license',
    ],
    [
      'a license of the community edition',
      { server: { product: 'vault', license: token } },
      'VW1205 vault.server.license',
    ],
    ['a Vault that nobody mends', { server: { product: 'vault', version: '1.13.0' } }, 'VW1210 vault.server.version'],
    [
      'an OpenBao of the beginning',
      { server: { product: 'openbao', version: '2.0.0' } },
      'VW1210 vault.server.version',
    ],
    ['one node where regulated', { server: { product: 'vault', replicas: 1 } }, 'VW1208 vault.server.replicas'],
    [
      'file storage where regulated',
      { server: { product: 'vault', storage: 'file', replicas: 3 } },
      'VW1208 vault.server.storage',
    ],
    [
      'file storage of OpenBao 2.7',
      { server: { product: 'openbao', version: '2.7.1', storage: 'file' }, lifecycle: 'ephemeral' },
      'VW1208 vault.server.storage',
    ],
    [
      'file storage of two nodes',
      { server: { product: 'vault', storage: 'file', replicas: 3 }, lifecycle: 'ephemeral' },
      'VW1208 vault.server.storage',
    ],
    [
      'one audit device where regulated',
      { server: { product: 'vault', audit: { a: { type: 'file' } } } },
      'VW1209 vault.server.audit',
    ],
    [
      'two files of one volume',
      { server: { product: 'vault', audit: { a: { type: 'file' }, b: { type: 'file', file: 'b.log' } } } },
      'VW1209 vault.server.audit.b',
    ],
    [
      'two ways to one collector',
      {
        server: {
          product: 'vault',
          audit: { a: { type: 'socket', address: 'c:9' }, b: { type: 'socket', address: 'c:9', protocol: 'tcp' } },
        },
      },
      'VW1209 vault.server.audit.b',
    ],
    ['an even number of nodes', { server: { product: 'vault', replicas: 4 } }, 'VW1201 vault.server.replicas'],
    [
      'a digest that is short',
      { server: servers['OpenBao 2.7'], autoUnseal: { ...seals.awskms, plugin: { ...command, sha256sum: 'ab' } } },
      'VW1201 vault.autoUnseal.plugin.sha256sum',
    ],
    [
      'a plugin from nowhere',
      {
        server: servers['OpenBao 2.7'],
        autoUnseal: { ...seals.awskms, plugin: { version: 'v0.1.0', sha256sum: digest } },
      },
      'VW1201 vault.autoUnseal.plugin',
    ],
    ['a literal token', { autoUnseal: { ...seals.transit, token: 'x' } }, 'VW1201 vault.autoUnseal.token'],
    [
      'slot and label',
      { server: servers['OpenBao 2.6'], autoUnseal: { ...seals.pkcs11, slot: '1' } },
      'VW1201 vault.autoUnseal.slot',
    ],
    ['a server of others with a seal', { managed: true, autoUnseal: seals.awskms }, 'VW1201 vault.managed'],
  ])('refuses %s', async (_, given, expected) => {
    const result = await render({ autoUnseal: given.managed ? undefined : seals.transit, ...given });
    const [code, field] = expected.split(' ');
    expect(found(result)).toEqual([`${code} environments.live.${field}`]);
  });
});
