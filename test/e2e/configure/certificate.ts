import { execFileSync } from 'node:child_process';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** A certificate of a server, its private key, and the authority that signed it; PEM. */
export interface ServerCertificate {
  readonly authority: string;
  readonly certificate: string;
  readonly privateKey: string;
}

/** Makes an authority and a certificate of a host, with OpenSSL, that live as long as the folder. */
export function makeCertificate(folder: string, host: string): ServerCertificate {
  mkdirSync(folder, { recursive: true });
  const at = (name: string): string => join(folder, name);
  const openssl = (...args: readonly string[]): void => void execFileSync('openssl', args, { stdio: 'pipe' });
  const ec = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes', '-days', '2'];
  openssl('req', '-x509', ...ec, '-subj', '/CN=harbour', '-keyout', at('ca.key'), '-out', at('ca.crt'));
  openssl('req', ...ec.slice(0, 5), '-subj', `/CN=${host}`, '-keyout', at('server.key'), '-out', at('server.csr'));
  writeFileSync(at('names'), `subjectAltName=DNS:${host}\n`);
  const signing = [
    '-CA',
    at('ca.crt'),
    '-CAkey',
    at('ca.key'),
    '-CAcreateserial',
    '-days',
    '2',
    '-extfile',
    at('names'),
  ];
  openssl('x509', '-req', '-in', at('server.csr'), ...signing, '-out', at('server.crt'));
  const read = (name: string): string => readFileSync(at(name), 'utf8');
  return { authority: read('ca.crt'), certificate: read('server.crt'), privateKey: read('server.key') };
}
