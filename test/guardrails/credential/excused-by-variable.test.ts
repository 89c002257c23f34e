// biome-ignore-all lint/suspicious/noTemplateCurlyInString: the cases hold variables of other languages
import { describe, expect, test } from 'vitest';
import { judge } from '../../../src/guardrails/credential/credential.ts';

const isFound = (text: string): boolean => judge('password', text, { mayBeName: true }).length > 0;

describe('a variable excuses itself and plain words beside it', () => {
  test.each([
    '${PASSWORD}',
    '$PASSWORD',
    '$password',
    '$(PASSWORD)',
    '{{ .password }}',
    '<password>',
    '%PASSWORD%',
    '@PASSWORD@',
    '"${P}"',
    '${USER}:${PASSWORD}',
    'Bearer ${TOKEN}',
    'app:%PASSWORD%',
    '"$DB_PASSWORD" psql -h db',
    'prefix-${PASSWORD}',
    '$oidc:client-secret',
    '{{ .Values.a }}-{{ .Values.b }}',
  ])('%s', (text) => {
    expect(isFound(text)).toBe(false);
  });
});

describe('a piece of a password that looks like a variable excuses nothing', () => {
  test.each([
    'Zx9!$vLm#T',
    '$ch-=Iy]jCB+',
    '!$v9%Zx~',
    'qT7&{ab}^mZ9',
    'X8O10b0s"$wk38Q~',
    'a!<b>^Zx9|Lm',
    '9x$$(A)!Tq~',
  ])('%s', (text) => {
    expect(isFound(text)).toBe(true);
  });
});
