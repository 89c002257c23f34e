import { load } from 'js-yaml';
import {
  DeliveredSecrets,
  definePlatform,
  type EnvironmentScope,
  FoundationComponent,
  type Profile,
  renderPlatform,
  VaultServer,
} from '../../../src/index.ts';

/** What a test works from: a server as it is rendered. */
export interface RenderedServer {
  /** Configuration in HCL. */
  readonly configuration: string;
  /** Values of the chart. */
  readonly values: ServerValues;
  /** Text of the values, as Helm reads it. */
  readonly text: string;
  /** `vault` of the environment document. */
  readonly document: {
    readonly server: { readonly audit: readonly { path: string; type: string; options: object }[] };
  };
}

export interface ServerValues {
  readonly server: {
    readonly ha: { readonly replicas: number; readonly raft: { readonly config: string } };
    readonly readinessProbe: Readonly<Record<string, unknown>> & { readonly path: string; readonly port: number };
    readonly statefulSet: { readonly annotations: Readonly<Record<string, string>> };
  };
}

type Regulated = Extract<Profile, { readonly lifecycle: 'regulated' }>;

export const service = 'vault-live';
export const namespace = 'live';
export const host = `${service}.${namespace}.svc.cluster.local`;

/** Renders the server of a regulated environment. */
export async function regulatedServer(own: Omit<Regulated['vault'], 'address'>): Promise<RenderedServer> {
  const vault = { address: `https://${host}:8200`, ...own } as Regulated['vault'];
  const platform = definePlatform({
    store: 'live-vault',
    clusters: { lab: { stores: 'namespaced' } },
    environments: { live: { cluster: 'lab', namespace, lifecycle: 'regulated', vault } },
  });
  const keys = ['tls.crt', 'tls.key', 'ca.crt'] as const;
  const tls = platform.delivered(`${service}-tls`, { by: 'a person', purpose: 'Certificate of the server', keys });
  const seal = platform.delivered('seal', { by: 'a person', purpose: 'Token of the seal', keys: ['token'] });
  type Env = EnvironmentScope<typeof platform>;
  class Server extends FoundationComponent<Env> {
    constructor(env: Env) {
      super(env, 'server', { owner: 'platform', phase: 150 });
      new DeliveredSecrets(this, [tls, seal]);
      new VaultServer(this, { tls });
    }
  }
  const { files, problems } = await rendered(() => renderPlatform(platform, { components: [Server] }));
  if (problems.length > 0) throw new Error(problems.join('\n'));
  const textOf = (end: string): string => String([...files].find(([path]) => path.endsWith(end))?.[1]);
  const values = load(textOf('values/server.yaml')) as ServerValues;
  return {
    configuration: values.server.ha.raft.config,
    values,
    text: textOf('values/server.yaml'),
    document: JSON.parse(textOf('environment.json')).vault,
  };
}

/** Problems of the server itself; this environment has no store, which the guardrails would miss. */
async function rendered(render: () => ReturnType<typeof renderPlatform>) {
  const { files, diagnostics } = await render();
  const problems = diagnostics.filter(({ code }) => code.startsWith('VW12')).map(({ what }) => what);
  return { files, problems };
}
