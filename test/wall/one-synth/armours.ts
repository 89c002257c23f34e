// biome-ignore-all lint/suspicious/noTemplateCurlyInString: the cases hold variables of other languages
import { cased, type Kind, map, resource, word } from './case.ts';

const _random = 'mPq7vXz2LrT9kWb4NcY6hJd3';

const manifest = (fields: string): string => `apiVersion: v1\nkind: Secret\nmetadata:\n  name: app\n${fields}`;

const _secret = manifest(`stringData:\n  greeting: ${word}\n`);

export const armours: readonly Kind[] = [
  {
    kind: 'a template or an armour around it',
    cases: [
      resource('a comment of a template', { password: `{{/* ${word} */}}{{ .password }}` }),
      resource('a comment with dashes', { password: `{{- /* ${cased} */ -}}{{ .password }}` }),
      resource('a comment behind', { password: `{{ .password }}{{/* ${word} */}}` }),
      resource('a comment of another engine', { password: `{# ${word} #}{{ password.value }}` }),
      resource('a comment under no name', { greeting: `{{/* password: ${word} */}}` }),
      resource('a variable of a template that is not printed', { password: `{{ $x := "${word}" }}{{ .password }}` }),
      resource('a condition of a template', {
        password: `{{ if eq .mode "a" }}${word}{{ else }}{{ .password }}{{ end }}`,
      }),
      map(
        'a certificate that is none',
        `-----BEGIN CERTIFICATE-----\n${Buffer.from(`password=${word}, and more of it`).toString('base64')}\n-----END CERTIFICATE-----\n`,
        'ca.crt',
      ),
      resource('a certificate that is none under a name', {
        password: `-----BEGIN CERTIFICATE-----\n${Buffer.from(word).toString('base64')}\n-----END CERTIFICATE-----`,
      }),
      resource('a public key that is none', {
        token: `-----BEGIN PUBLIC KEY-----\n${Buffer.from(`${cased}${cased}`).toString('base64')}\n-----END PUBLIC KEY-----`,
      }),
      resource('what stands behind a certificate', {
        secret: `-----BEGIN CERTIFICATE-----\nMIIBszCCAVmgAwIBAgIUQ0FERQ==\n-----END CERTIFICATE-----\n${word}`,
      }),
      map(
        'another armour',
        `-----BEGIN MESSAGE-----\n${Buffer.from(`password=${word}, and more of it`).toString('base64')}\n-----END MESSAGE-----\n`,
        'message',
      ),
    ],
  },
];
