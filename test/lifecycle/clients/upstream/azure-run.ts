import { azureKeyVault } from '../../../../src/lifecycle/clients/upstream/azure-key-vault.ts';
import type { UpstreamNote, UpstreamValue } from '../../../../src/lifecycle/clients/upstream/upstream.ts';
import { VaultwrightError } from '../../../../src/model/diagnostics/errors.ts';
import type { AzureStandIn } from './azure-stand-in.ts';
import { FakeTime } from './fake-time.ts';

export interface AzureCase {
  /** Names that are asked for. @default ghcr-token */
  readonly names?: readonly string[];
  readonly prefix?: string;
  readonly clientId?: string;
  readonly uri?: string;
  /** On top of what the webhook sets; `undefined` removes. */
  readonly environment?: Readonly<Record<string, string | undefined>>;
  /**
   * Contents of the token file at each reading; the last one repeats, `undefined` is a missing file.
   * @default a valid token
   */
  readonly tokenFile?: readonly (string | undefined)[];
  /** Milliseconds. @default 60000 */
  readonly deadline?: number;
  readonly signal?: AbortSignal;
  /** Whether the same upstream was read before, with whatever result. @default false */
  readonly again?: boolean;
}

export interface AzureOutcome {
  readonly values?: ReadonlyMap<string, UpstreamValue>;
  readonly codes: readonly string[];
  /** Everything that an error says, wherever it says it. */
  readonly text: string;
  readonly notes: readonly UpstreamNote[];
  readonly waits: readonly number[];
  /** How often the token file was read. */
  readonly readings: number;
}

/** Reads the stand-in once, as the bootstrap would, and tells what came of it. */
export async function readAzure(azure: AzureStandIn, run: AzureCase = {}): Promise<AzureOutcome> {
  const { names = ['ghcr-token'], prefix = '', uri = azure.vault.origin, deadline = 60_000 } = run;
  const time = new FakeTime();
  const notes: UpstreamNote[] = [];
  const contents = run.tokenFile ?? [...azure.federatedTokens];
  let readings = 0;
  const environment = {
    AZURE_CLIENT_ID: azure.clientId,
    AZURE_TENANT_ID: azure.tenant,
    AZURE_FEDERATED_TOKEN_FILE: '/var/run/secrets/azure/tokens/azure-identity-token',
    AZURE_AUTHORITY_HOST: `${azure.authority.origin}/`,
    ...run.environment,
  };
  const readFile = async (path: string): Promise<string> => {
    const content = contents[Math.min(readings, contents.length - 1)];
    readings += 1;
    if (content === undefined) throw new Error(`ENOENT: no such file or directory, open '${path}'`);
    return content;
  };
  const settings = {
    type: 'azure-key-vault',
    uri,
    secretPrefix: prefix,
    ...(run.clientId !== undefined && { clientId: run.clientId }),
  } as const;
  const outcome = (): Omit<AzureOutcome, 'values' | 'codes' | 'text'> => ({ notes, waits: time.waits, readings });
  try {
    const upstream = azureKeyVault(settings, { environment, readFile, clock: time });
    const read = () => upstream.read(names, time.deadline(deadline, run.signal), (note) => notes.push(note));
    if (run.again) await read().catch(() => undefined);
    const values = await read();
    return { values, codes: [], text: '', ...outcome() };
  } catch (error) {
    if (!(error instanceof VaultwrightError)) throw error;
    const text = `${error.message}\n${error.stack}\n${JSON.stringify(error)}`;
    return { codes: error.diagnostics.map(({ code }) => code), text, ...outcome() };
  }
}
