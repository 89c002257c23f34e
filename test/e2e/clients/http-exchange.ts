import http from 'node:http';
import https from 'node:https';

export interface HttpAnswer {
  readonly status: number;
  readonly headers: http.IncomingHttpHeaders;
  readonly text: string;
}

export interface HttpRequest {
  readonly method: string;
  readonly url: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
  /** Certificate authority of the server, PEM. */
  readonly authority?: string;
  /** Milliseconds. @default 20000 */
  readonly timeout?: number;
}

const agents = new Map<string, http.Agent>();

function agentFor({ url, authority }: HttpRequest): http.Agent {
  const key = `${new URL(url).origin} ${authority ?? ''}`;
  let agent = agents.get(key);
  if (!agent) {
    const options = { keepAlive: true, maxSockets: 16 };
    agent = authority === undefined ? new http.Agent(options) : new https.Agent({ ...options, ca: authority });
    agents.set(key, agent);
  }
  return agent;
}

/** Closes kept connections, so that no test reaches a server of the test before it. */
export function closeConnections(): void {
  for (const agent of agents.values()) agent.destroy();
  agents.clear();
}

/** Sends a request and gives the answer as it begins; the caller reads the body. */
export function openExchange(request: HttpRequest): Promise<http.IncomingMessage> {
  const { method, url, headers = {}, body, timeout = 20_000 } = request;
  const send = url.startsWith('https:') ? https.request : http.request;
  return new Promise((settle, fail) => {
    const sent = send(url, { method, headers, agent: agentFor(request) }, settle);
    sent.setTimeout(timeout, () => sent.destroy(new Error(`${method} ${url}: no answer in ${timeout} ms`)));
    sent.on('error', fail);
    sent.end(body);
  });
}

/** Sends a request and reads the whole answer, with any status. */
export async function exchange(request: HttpRequest): Promise<HttpAnswer> {
  const answer = await openExchange(request);
  answer.setEncoding('utf8');
  let text = '';
  for await (const chunk of answer) text += chunk;
  return { status: answer.statusCode ?? 0, headers: answer.headers, text };
}
