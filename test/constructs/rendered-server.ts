import { load } from 'js-yaml';
import {
  DeliveredSecrets,
  definePlatform,
  type EnvironmentScope,
  FoundationComponent,
  type Profile,
  type RenderedPlatform,
  renderPlatform,
  VaultServer,
  type VaultServerProps,
} from '../../src/index.ts';
import { type ReadBody, readHcl } from './read-hcl.ts';

export const digest = 'a1'.repeat(32);
export const plugin = {
  image: 'registry.example/kms',
  binaryName: 'kms',
  version: 'v0.1.0',
  sha256sum: digest,
} as const;
export const command = { command: 'kms-azure', version: 'v0.1.0', sha256sum: digest } as const;
export const token = { secret: 'seal', key: 'token' } as const;

export const seals = {
  azurekeyvault: { type: 'azurekeyvault', vaultName: 'live', keyName: 'unseal' },
  awskms: { type: 'awskms', region: 'eu-central-1', kmsKeyId: 'alias/unseal' },
  gcpckms: { type: 'gcpckms', project: 'live', keyRing: 'ring', cryptoKey: 'unseal' },
  ocikms: {
    type: 'ocikms',
    keyId: 'ocid1.key.oc1..x',
    cryptoEndpoint: 'https://x-crypto.kms.example',
    managementEndpoint: 'https://x-management.kms.example',
  },
  transit: { type: 'transit', address: 'https://kms.example:8200', keyName: 'unseal', token },
  pkcs11: { type: 'pkcs11', lib: '/usr/lib/hsm.so', tokenLabel: 'vault', keyLabel: 'unseal', pin: token },
  static: { type: 'static', currentKeyId: '2026-1', currentKey: { secret: 'seal', key: 'current' } },
} as const;
export type SealName = keyof typeof seals;

export const servers = {
  'Vault 2.0.4': { product: 'vault', version: '2.0.4' },
  'Vault Enterprise': { product: 'vault', edition: 'enterprise', license: { secret: 'license', key: 'license' } },
  'OpenBao 2.5': { product: 'openbao', version: '2.5.4' },
  'OpenBao 2.6': { product: 'openbao', version: '2.6.3' },
  'OpenBao 2.7': { product: 'openbao', version: '2.7.0' },
  'OpenBao 2.10': { product: 'openbao', version: '2.10.1' },
} as const;
export type ServerName = keyof typeof servers;

const bootstrap = { initialize: true, unseal: false, credentialsSecret: 'keys' };
const service = 'https://vault-live.live.svc.cluster.local:8200';

export interface Case {
  readonly server?: object | undefined;
  readonly autoUnseal?: object | undefined;
  readonly lifecycle?: 'ephemeral' | 'regulated';
  readonly address?: string;
  readonly props?: VaultServerProps;
  readonly managed?: true;
}

/** Renders one server; profiles come in by a cast, since types refuse half of the cells. */
export function render({ lifecycle = 'regulated', address = service, props, ...own }: Case): Promise<RenderedPlatform> {
  const vault = { address, ...own, ...(lifecycle === 'ephemeral' && !own.managed && { bootstrap }) };
  const live = { cluster: 'lab', namespace: 'live', lifecycle, vault } as unknown as Profile;
  const clusters = { lab: { stores: 'namespaced' as const } };
  const platform = definePlatform({
    store: 'play-vault',
    clusters,
    environments: { live: { ...live, cluster: 'lab' } },
  });
  const tls = platform.delivered('vault-live-tls', {
    by: 'cert-manager',
    purpose: 'Certificate of the server',
    keys: ['tls.crt', 'tls.key', 'ca.crt'],
  });
  const ofSeal = platform.delivered('seal', { by: 'a person', purpose: 'Seal', keys: ['token', 'current', 'before'] });
  const license = platform.delivered('license', { by: 'a person', purpose: 'License', keys: ['license'] });
  type Env = EnvironmentScope<typeof platform>;
  class Server extends FoundationComponent<Env> {
    constructor(env: Env) {
      super(env, 'server', { owner: 'players', phase: 150 });
      new DeliveredSecrets(this, [tls, ofSeal, license]);
      new VaultServer(this, props ?? { tls });
    }
  }
  return renderPlatform(platform, { components: [Server] });
}

/** Findings about the server; those about what else an environment needs have tests of their own. */
export const found = ({ diagnostics }: RenderedPlatform): string[] =>
  diagnostics
    .filter(({ code }) => code === 'VW1201' || /^VW12(?:0[5-9]|1\d)$/.test(code))
    .map(({ code, place: { field, constructPath } }) => `${code} ${field ?? constructPath}`);

export interface Values {
  readonly server: Readonly<Record<string, unknown>> & {
    readonly ha?: { readonly raft: { readonly config: string }; readonly apiAddr: string; readonly replicas: number };
    readonly standalone?: { readonly config: string };
  };
}

export function valuesOf({ files }: RenderedPlatform): Values {
  const [, text] = [...files].find(([path]) => path.endsWith('values/server.yaml')) ?? [];
  return load(String(text)) as Values;
}

export const configurationOf = (values: Values): ReadBody =>
  readHcl(values.server.ha?.raft.config ?? values.server.standalone?.config ?? '');

/** The values of a server, as a tree and as the text that Helm reads. */
export async function renderServer(given: Case): Promise<{ readonly text: string; readonly values: Values }> {
  const rendered = await render(given);
  const [, text] = [...rendered.files].find(([path]) => path.endsWith('values/server.yaml')) ?? [];
  return { text: String(text), values: valuesOf(rendered) };
}
