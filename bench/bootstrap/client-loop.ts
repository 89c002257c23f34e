import { spawn } from 'node:child_process';
import type { RecordedRequest } from './recorded-request.ts';

/** What a loop of the `vault` client took, in milliseconds. */
export interface LoopCost {
  /** All that is done for the keys: read, write under check-and-set, mark. */
  readonly wallMs: number;
  /** The writes alone. */
  readonly putMs: number;
}

/** How the loop reaches Vault. */
export interface LoopSurroundings {
  /** Path of the client. */
  readonly binary: string;
  readonly address: string;
  readonly token: string;
  readonly mount: string;
}

/**
 * Does for some keys what the bootstrap does for each, as a script would: three calls of the `vault` client a
 * key.
 */
export async function loopOfClient(
  { binary, address, token, mount }: LoopSurroundings,
  keys: readonly string[],
  requests: readonly RecordedRequest[],
): Promise<LoopCost> {
  const call = (args: readonly string[], input = '', allowed: readonly number[] = [0]): Promise<void> =>
    new Promise((settle, fail) => {
      const child = spawn(binary, args, {
        stdio: ['pipe', 'ignore', 'pipe'],
        env: { VAULT_ADDR: address, VAULT_TOKEN: token, HOME: '/nonexistent' },
      });
      let complaint = '';
      child.stderr.setEncoding('utf8').on('data', (text: string) => {
        complaint += text;
      });
      child.stdin.on('error', () => undefined).end(input);
      child
        .on('error', fail)
        .on('close', (status) =>
          allowed.includes(status ?? -1)
            ? settle()
            : fail(new Error(`vault ${args.slice(0, 3).join(' ')} ended with status ${status}: ${complaint.trim()}`)),
        );
    });
  const started = performance.now();
  let putMs = 0;
  for (const key of keys) {
    const body = (method: string, kind: string) =>
      JSON.parse(
        requests.find((one) => one.method === method && one.path === `/v1/${mount}/${kind}/${key}`)?.body ?? '',
      );
    const { data, options } = body('POST', 'data');
    const { custom_metadata: marker } = body('PATCH', 'metadata');
    const at = [`-mount=${mount}`, key];
    // Status 2 says that it is absent.
    await call(['kv', 'get', '-format=json', ...at], '', [2]);
    const beforePut = performance.now();
    await call(['kv', 'put', `-cas=${options.cas}`, ...at, 'value=-'], data.value);
    putMs += performance.now() - beforePut;
    const fields = Object.entries(marker).map(([name, value]) => `-custom-metadata=${name}=${value}`);
    await call(['kv', 'metadata', 'patch', ...fields, ...at]);
  }
  return { wallMs: performance.now() - started, putMs };
}
