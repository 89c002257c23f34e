import { generateKeyPairSync } from 'node:crypto';
import { brotliCompressSync, deflateRawSync, deflateSync, gzipSync, zstdCompressSync } from 'node:zlib';
import { configMap, encoded, literal, secret } from '../inline-secret.ts';
import { type Case, container, type Kind, map, of, resource, valuesOf } from './case.ts';

const settings = `db.user=app\ndb.password=${literal}\n`;
const document = JSON.stringify({ db: { user: 'app', password: literal } });
const bytes = Buffer.from(settings);
const base64 = (content: Buffer | string): string => Buffer.from(content).toString('base64');
const wide = (text: string): Buffer => Buffer.from(text, 'utf16le');
const binary = (title: string, content: Buffer): Case =>
  of(title, { ...configMap, binaryData: { blob: base64(content) } });
const again = (count: number, text: string, wrap: (text: string) => string): string =>
  Array.from({ length: count }).reduce<string>((inner) => wrap(inner), text);
const inConfigMap = (text: string): string => JSON.stringify({ ...configMap, data: { 'inner.yaml': text } });
const inJson = (text: string): string => JSON.stringify({ inner: text });
const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
const der = (type: 'pkcs8' | 'sec1'): Buffer => privateKey.export({ format: 'der', type });
const encrypted = (): Buffer =>
  privateKey.export({ format: 'der', type: 'pkcs8', cipher: 'aes-256-cbc', passphrase: literal });
const openSsh = Buffer.concat([Buffer.from('openssh-key-v1\0'), Buffer.alloc(80, 7)]);
const base32 = (text: string): string => {
  const bits = [...Buffer.from(text)].map((byte) => byte.toString(2).padStart(8, '0')).join('');
  return (bits.match(/.{5}/g) ?? [])
    .map((five) => 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'[Number.parseInt(five, 2)])
    .join('');
};
const escaped = (text: string, write: (code: number) => string): string =>
  [...text].map((letter) => write(letter.charCodeAt(0))).join('');
const zip = (content: Buffer): Buffer => {
  const packed = deflateRawSync(content);
  const head = Buffer.alloc(30);
  head.writeUInt32LE(0x04034b50, 0);
  head.writeUInt16LE(8, 8);
  head.writeUInt32LE(packed.length, 18);
  head.writeUInt16LE(1, 26);
  return Buffer.concat([head, Buffer.from('a'), packed]);
};
const tar = (content: Buffer): Buffer =>
  Buffer.concat([Buffer.from('app.properties'.padEnd(512, '\0')), content, Buffer.alloc(512)]);

export const carriers: readonly Kind[] = [
  {
    kind: 'in another encoding',
    cases: [
      binary('UTF-16 of either end: little', Buffer.concat([Buffer.from([0xff, 0xfe]), wide(settings)])),
      binary('UTF-16 of either end: big', Buffer.concat([Buffer.from([0xfe, 0xff]), wide(settings).swap16()])),
      binary('UTF-16 without a mark', wide(settings)),
      binary('UTF-16 without a mark, big end first', wide(settings).swap16()),
      binary('Latin-1', Buffer.from(`# caf\u00e9\n${settings}`, 'latin1')),
      binary('a NUL', Buffer.from(`\0${settings}`)),
      binary('NULs between the lines', Buffer.from(settings.replaceAll('\n', '\0'))),
      binary('gzip', gzipSync(bytes)),
      binary('gzip of gzip', gzipSync(gzipSync(bytes))),
      binary('zlib', deflateSync(bytes)),
      binary('deflate', deflateRawSync(Buffer.from(settings.repeat(3)))),
      binary('brotli', brotliCompressSync(Buffer.from(settings.repeat(3)))),
      binary('zstd', zstdCompressSync(bytes)),
      binary('zip', zip(bytes)),
      binary('tar', tar(bytes)),
      binary('tar in gzip', gzipSync(tar(bytes))),
      binary('a private key in DER', der('pkcs8')),
      binary('a private key in DER of its curve', der('sec1')),
      binary('an encrypted private key in DER', encrypted()),
      binary('a private key of OpenSSH', openSsh),
      binary('a Java key store', Buffer.concat([Buffer.from('feedfeed', 'hex'), Buffer.alloc(64, 1)])),
      binary('a private key in DER in gzip', gzipSync(der('pkcs8'))),
      map('base64', base64(settings)),
      map('base64 in lines', base64(settings.repeat(4)).replace(/.{40}/g, '$&\n')),
      map('double base64', base64(base64(settings))),
      map('base64 of URLs', Buffer.from(`${document}????`).toString('base64url')),
      map('base64 without its padding', base64(settings).replace(/=+$/, '')),
      map('hex', bytes.toString('hex')),
      map('hex in capitals', bytes.toString('hex').toUpperCase()),
      map('hex with colons', bytes.toString('hex').replace(/..(?=.)/g, '$&:')),
      map('base64 of hex', base64(bytes.toString('hex'))),
      map('base32', base32(`${settings}.....`.slice(0, 40))),
      map('a data URI', `data:text/plain;base64,${base64(settings)}`),
      map('a data URI in a text', `see data:text/plain;base64,${base64(settings)} for more`),
      map('a data URI without base64', `data:text/plain,${encodeURIComponent(settings)}`),
      map('base64 inside a script', `echo ${base64(settings)} | base64 -d > /etc/app.properties`, 'setup.sh'),
      map('gzip in base64', base64(gzipSync(bytes))),
      map('a private key in DER in base64', base64(der('pkcs8'))),
      map(
        'escapes of JSON',
        escaped(`password=${literal}`, (code) => `\\u${code.toString(16).padStart(4, '0')}`),
      ),
      map(
        'escapes of URLs',
        escaped(`password=${literal}`, (code) => `%${code.toString(16).padStart(2, '0')}`),
      ),
      map(
        'escapes of HTML',
        escaped(`password=${literal}`, (code) => `&#${code};`),
      ),
      valuesOf('base64 in Helm values', { extra: base64(settings) }),
      resource('base64 in a custom resource', { userData: base64(settings) }),
      container('base64 in a variable', [{ name: 'CONFIG', value: base64(document) }]),
      container('base64 in an argument', [], { args: ['--config-base64', base64(document)] }),
      of('base64 in an annotation', {
        ...configMap,
        metadata: { name: 'leak', annotations: { config: base64(document) } },
      }),
      resource('a bundle of a webhook', {
        caBundle: base64(`-----BEGIN PRIVATE KEY-----\n${encoded.repeat(4)}\n-----END PRIVATE KEY-----\n`),
      }),
    ],
  },
  {
    kind: 'a document in a document',
    cases: [
      map('JSON in JSON', again(3, document, inJson), 'app.json'),
      map('JSON in JSON, six deep', again(6, document, inJson), 'app.json'),
      map('a ConfigMap in a ConfigMap', again(1, document, inConfigMap), 'inner.yaml'),
      map('a ConfigMap in a ConfigMap, six deep', again(6, document, inConfigMap), 'inner.yaml'),
      map(
        'a Secret in a ConfigMap, six deep',
        again(6, JSON.stringify({ ...secret, stringData: { greeting: literal } }), inConfigMap),
        'inner.yaml',
      ),
      map('settings in JSON', JSON.stringify({ file: settings }), 'app.json'),
      map('JSON in settings', `db.user=app\nextra=${document}\n`, 'app.properties'),
      map('JSON in base64 in YAML', `user: app\nextra: ${base64(document)}\n`, 'app.yaml'),
      map('XML', `<config><db><password>${literal}</password></db></config>`, 'app.xml'),
      valuesOf('a Secret in the text of an extra object', {
        extraDeploy: [`kind: Secret\napiVersion: v1\nmetadata: {name: x}\nstringData:\n  greeting: ${literal}\n`],
      }),
      resource('a manifest in a custom resource, in JSON', {
        manifest: JSON.stringify({ ...secret, data: { greeting: encoded } }),
      }),
    ],
  },
  {
    kind: 'more than is opened',
    cases: [
      map('JSON that nests deeper than its reader goes', '{"a":'.repeat(200) + document + '}'.repeat(200), 'app.json'),
      map('lists in JSON that nest too deep', '['.repeat(500) + document + ']'.repeat(500)),
      map('lists in YAML that nest too deep', `${'- '.repeat(200)}${document}`, 'app.yaml'),
      map(
        'JSON in JSON without end',
        again(13, '{"a":"b"}', (text) => base64(`{"x":"${text}"}`)),
      ),
      map('base64 without end', again(14, document, base64)),
      binary('gzip of a great many bytes', gzipSync(Buffer.alloc(20_000_000, 'x'))),
      resource('a tree without end', { tree: JSON.parse(`${'['.repeat(120)}"x"${']'.repeat(120)}`) }),
    ],
  },
];
