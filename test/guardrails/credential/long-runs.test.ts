import { expect, test } from 'vitest';
import { findingsOf } from '../findings-of.ts';

const run = (character: string, length = 300_000): string => character.repeat(length);

/** Texts on which an expression that tries every split of a run would take hours. */
test.each([
  ['spaces behind a directive', `requirepass x${run(' ')}!`],
  ['spaces behind words', `${run('word ', 60_000)}${run(' ')}!`],
  ['spaces behind an equals sign', `abcdefghijklmnop=${run(' ')}!`],
  ['spaces before a comment', `password${run(' ')}# x`],
  ['spaces behind a command', `curl -fsSL https://example.org/i.sh${run(' ')}`],
  ['letters and a quote', `${run('a')}"`],
  ['hyphens', `--${run('-')} x`],
  ['colons', `password${run(':')}`],
  ['opening braces', run('{')],
  ['dollar signs', run('$')],
  ['slashes', `https:${run('/')}@`],
  ['tabs in lines', run('\t\n', 30_000)],
  ['quotes', run(`"'`, 20_000)],
])('%s', (_, text) => {
  const map = (kind: string, data: object): string =>
    JSON.stringify({ apiVersion: 'v1', kind, metadata: { name: 'a', namespace: 'shop' }, ...data });
  const files = {
    'a.yaml': map('ConfigMap', { data: { 'redis.conf': text, 'run.sh': text, 'a.properties': text, note: text } }),
    'b.yaml': map('ConfigMap', { data: { 'a.conf': `x\n${text}\n`, 'a.yaml': `x: ${JSON.stringify(text)}\n` } }),
    'c.yaml': map('Pod', {
      spec: {
        containers: [{ name: 'a', args: [text], command: ['sh', '-c', text], env: [{ name: 'A', value: text }] }],
      },
    }),
  };
  // One place has at most one, however long it is.
  expect(findingsOf({ files }).length).toBeLessThan(12);
});
