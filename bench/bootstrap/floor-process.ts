import { readFileSync } from 'node:fs';
import type { OutgoingHttpHeaders } from 'node:http';
import type { FloorInput, RecordedRequest } from './recorded-request.ts';

/**
 * The floor of a bootstrap: sends recorded requests by a bare client with kept connections, and does nothing
 * with the answers.
 *
 * What configures Vault is sent one after the other. Then each key has its requests in their order, and so
 * many keys at once as there are connections; unlike the bootstrap it does not wait for the keys from which
 * others are composed.
 */
// Not by import, which would load a client of WebSockets as well.
const http = process.getBuiltinModule('node:http');
const { address, token, requests, mount, connections } = JSON.parse(readFileSync(0, 'utf8')) as FloorInput;
const { hostname, port } = new URL(address);
const agent = new http.Agent({ keepAlive: true, maxSockets: connections });
let current = token;

function send({ method, path, body }: RecordedRequest): Promise<string> {
  const headers: OutgoingHttpHeaders = { 'x-vault-request': 'true', 'x-vault-token': current };
  if (body !== '') {
    headers['content-type'] = method === 'PATCH' ? 'application/merge-patch+json' : 'application/json';
    headers['content-length'] = Buffer.byteLength(body);
  }
  return new Promise((settle, fail) => {
    const sent = http.request({ hostname, port, method, path, headers, agent }, (answer) => {
      const chunks: Buffer[] = [];
      answer.on('data', (chunk: Buffer) => chunks.push(chunk));
      answer.on('end', () => {
        const { statusCode = 0 } = answer;
        // What is absent at first is answered so.
        if (statusCode < 300 || (statusCode === 404 && method === 'GET')) settle(Buffer.concat(chunks).toString());
        else fail(new Error(`${method} ${path} was answered ${statusCode}`));
      });
    });
    sent.on('error', fail).end(body);
  });
}

const keyOf = ({ path }: RecordedRequest): string | undefined => {
  const [, version, at, kind, key = ''] = (path.split('?')[0] ?? '').split('/');
  return version === 'v1' && at === mount && (kind === 'data' || kind === 'metadata') && key !== '' ? key : undefined;
};

const chains = new Map<string, RecordedRequest[]>();
const before: RecordedRequest[] = [];
const after: RecordedRequest[] = [];
for (const request of requests) {
  const key = keyOf(request);
  if (key === undefined) (chains.size === 0 ? before : after).push(request);
  else chains.set(key, [...(chains.get(key) ?? []), request]);
}

for (const request of before) {
  const answer = await send(request);
  if (request.path.startsWith('/v1/auth/token/create')) current = JSON.parse(answer).auth.client_token;
}
const remaining = chains.values();
const worker = async (): Promise<void> => {
  for (const chain of remaining) for (const request of chain) await send(request);
};
await Promise.all(Array.from({ length: connections }, worker));
for (const request of after) await send(request);
agent.destroy();
