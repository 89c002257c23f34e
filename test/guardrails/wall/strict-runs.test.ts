// biome-ignore-all lint/suspicious/noTemplateCurlyInString: the cases hold variables of other languages
import { expect, test } from 'vitest';
import { StrictWalk } from '../../../src/guardrails/wall/strict-walk.ts';

const run = (piece: string, length = 60_000): string => piece.repeat(length / piece.length);

/**
 * Texts on which an expression that looks ahead from every place, or back to the start, would take minutes.
 */
test.each([
  '{{',
  '$(',
  '${',
  '`',
  '<%=',
  '[',
  '{"a":',
  '<a ',
  '<![CDATA[',
  '\n',
  '\r',
  ' ',
  '@',
  'a:',
  'a://b:@',
  '://%3A',
  'a/b@c',
  '/a/:a',
  'password=',
  "password '",
  'password|x\n',
  'password,user\n',
  'password=x\r',
  'token ab1 ',
  'echo a ',
  '<a key="password">',
  'variable "password" {',
  'PASSWORD "',
  '-u a:',
  'A=$A;',
  'password = get("a", ',
  '-----BEGIN PRIVATE KEY-----',
  '{{ .a | default "',
  '{{ "abc" .c }}',
  '0a',
  'aGVsbG8g',
  'data:,',
  '\\u0041',
  '%41',
  '\u00e9',
  'Ab1',
  'a.',
  'password("',
  'password = (',
  '"password", ',
  'X=$X ',
  'cat <<EOF\n',
  '```\n',
  'kind: Secret\ndata:\n',
  'INSERT INTO a (password) VALUES (',
  "IDENTIFIED BY 'a",
  '<password a="',
  '<key>password</key>',
  'echo a > ',
  '$(params.a)x',
  'ghp_A1',
])('%j again and again', (piece) => {
  const text = run(piece);
  const data = { settings: text, password: text, 'a.js': text, 'a.properties': text, args: [text] };
  const walk = new StrictWalk({ secrets: new Set(), dataKeys: new Set(), isJudgedElsewhere: () => false });
  const value = { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'a' }, data };
  walk.document({ role: 'object', value, file: 'a.yaml', document: 0 }, value);
  // Under the name of a password none of them is a reference, whatever it costs to see that.
  expect(walk.sites.some(({ path }) => path[1] === 'password')).toBe(piece.trim() !== '');
});
