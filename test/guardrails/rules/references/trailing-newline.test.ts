import { expect, test } from 'vitest';
import { checkFiles } from '../../probes/check-files.ts';

const encoded = (text: string): string => Buffer.from(text).toString('base64');
const secret = (data: string, kind = 'Secret', field = 'data'): string =>
  `apiVersion: v1\nkind: ${kind}\nmetadata: {name: db, namespace: shop}\n${field}:\n  ${data}\n`;

test.each<[string, string, boolean]>([
  ['a word and its newline', secret(`user: ${encoded('app\n')}`), true],
  ['a reference to Vault', secret(`user: ${encoded(`${'vault:'}secret/data/cred#auth\n`)}`), true],
  ['what Windows writes', secret(`user: ${encoded('app\r\n')}`), true],
  ['a sentence', secret(`user: ${encoded('an app of ours\n')}`), true],
  ['a block scalar around the base64', secret(`user: |\n    ${encoded('app\n')}`), true],
  ['no newline', secret(`user: ${encoded('app')}`), false],
  ['two lines', secret(`user: ${encoded('a\nb\n')}`), false],
  ['only a newline', secret(`user: ${encoded('\n')}`), false],
  ['two newlines', secret(`user: ${encoded('a\n\n')}`), false],
  ['a file', secret(`tls.crt: ${encoded('app\n')}`), false],
  ['bytes', secret(`user: ${Buffer.from([0xff, 0xfe, 0x0a]).toString('base64')}`), false],
  ['no base64', secret('user: "a=b"'), false],
  ['a template of Helm', secret('user: "{{ .Values.user | b64enc }}"'), false],
  ['text as it is', secret('user: "app\\n"', 'Secret', 'stringData'), false],
  ['another kind', secret(`user: ${encoded('app\n')}`, 'ConfigMap'), false],
  ['a text of the longest length', secret(`user: ${encoded(`${'a'.repeat(749)}\n`)}`), true],
  ['base64 without its padding', secret(`user: ${encoded('app\n').replaceAll('=', '')}`), false],
  ['base64 with a sign of another kind', secret(`user: "${encoded('app\n').slice(0, -1)}*"`), false],
  ['a number', secret('user: 5'), false],
  ['what could only be read line by line', secret(`user: ${encoded('app\n')}\n  : {{ broken\n  - [`), false],
  ['a long text', secret(`user: ${encoded(`${'a'.repeat(800)}\n`)}`), false],
])('%s', (_, text, isFound) => {
  const found = checkFiles({ 'a.yaml': text }).filter(({ rule }) => rule === 'trailing-newline');
  expect(found.map(({ severity, place: { position, field } }) => [severity, position?.line, field])).toEqual(
    isFound ? [['warning', 5, 'data.user']] : [],
  );
});
