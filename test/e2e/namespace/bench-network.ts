import { readFileSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { kubernetesServiceAddress, namespaceVariable } from './enter-namespace.ts';

/** Where a service listens, and how its clients call it. */
export interface Endpoint {
  readonly host: string;
  readonly port: number;
  /** Host name and port as the rendered manifests spell them, or what stands in for them. */
  readonly authority: string;
}

/**
 * Gives services the names and ports under which rendered manifests call them.
 *
 * In a namespace of the bench each has a loopback address of its own and its real port; elsewhere a free
 * port, and {@link substitutions} says what stands in for what.
 */
export class BenchNetwork {
  /** Whether rendered names and ports work as they are. */
  readonly isPrivate: boolean = process.env[namespaceVariable] === '1';
  /** `host:port` as rendered, to what stands in for it; empty in a namespace. */
  readonly substitutions = new Map<string, string>();
  readonly #names = new Map<string, string>([['localhost', '127.0.0.1']]);
  #next = 1;

  /** Makes room for a service. @param names first the one that manifests use, then its short forms */
  async place(names: readonly string[], port: number): Promise<Endpoint> {
    const [name = ''] = names;
    if (!this.isPrivate) {
      const free = await freePort();
      this.substitutions.set(`${name}:${port}`, `127.0.0.1:${free}`);
      return { host: '127.0.0.1', port: free, authority: `127.0.0.1:${free}` };
    }
    const host = `127.0.1.${this.#next++}`;
    for (const each of names) this.pointTo(each, host);
    return { host, port, authority: `${name}:${port}` };
  }

  /** Lets a name lead to an address of the namespace, e.g. to a proxy before a server. */
  pointTo(name: string, address: string): void {
    if (!this.isPrivate) return;
    this.#names.set(name, address);
    this.#write();
  }

  /** Makes the names of the API server lead to its service address. */
  pointToKubernetes(): void {
    for (const suffix of ['.default.svc.cluster.local', '.default.svc', '.default', ''])
      this.pointTo(`kubernetes${suffix}`, kubernetesServiceAddress);
  }

  /** Forgets all names. */
  close(): void {
    this.#names.clear();
    this.#names.set('localhost', '127.0.0.1');
    if (this.isPrivate) this.#write();
  }

  /**
   * Replaces rendered addresses in a text by what stands in for them; in a namespace the text stays as it is.
   */
  localise(text: string): string {
    return [...this.substitutions].reduce((result, [rendered, local]) => result.replaceAll(rendered, local), text);
  }

  #write(): void {
    const text = [...this.#names].map(([name, address]) => `${address} ${name}\n`).join('');
    if (readFileSync('/etc/hosts', 'utf8') !== text) writeFileSync('/etc/hosts', text);
  }
}

/** Finds a port that no program of this machine uses right now. */
export function freePort(): Promise<number> {
  return new Promise((settle, fail) => {
    const server = createServer();
    server.on('error', fail);
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      server.close(() => settle(typeof address === 'object' && address !== null ? address.port : 0));
    });
  });
}
