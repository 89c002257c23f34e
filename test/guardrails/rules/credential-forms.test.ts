import { describe, expect, test } from 'vitest';
import { linesOf } from '../findings-of.ts';

/** Every place where a text can stand, around a value and a key that says nothing about it. */
const places: Readonly<Record<string, (value: string) => Readonly<Record<string, string>>>> = {
  env: (value) => pod(`env: [{name: SETTING, value: ${value}}]`),
  argument: (value) => pod(`args: [${value}]`),
  annotation: (value) => ({
    'a.yaml': `{apiVersion: v1, kind: Service, metadata: {name: a, annotations: {example.org/setting: ${value}}}}`,
  }),
  configmap: (value) => ({
    'a.yaml': `{apiVersion: v1, kind: ConfigMap, metadata: {name: a}, data: {setting: ${value}}}`,
  }),
  values: (value) => ({ 'values.yaml': `{app: {setting: ${value}}}` }),
  template: (value) => ({
    'a.yaml': `{apiVersion: external-secrets.io/v1, kind: ExternalSecret, metadata: {name: a}, spec: {target: {template: {data: {setting: ${value}}}}}}`,
  }),
  field: (value) => ({
    'a.yaml': `{apiVersion: example.org/v1, kind: Thing, metadata: {name: a}, spec: {setting: ${value}}}`,
  }),
  generator: (value) => ({
    'kustomization.yaml': `{secretGenerator: [{name: a, literals: [${value.replace(/^"/, '"setting=')}]}]}`,
  }),
};
const pod = (body: string) => ({
  'a.yaml': `{apiVersion: v1, kind: Pod, metadata: {name: a}, spec: {containers: [{name: a, ${body}}]}}`,
});

// Put together here, so that no tool takes this file for a leak.
const key = ['-----BEGIN', 'PRIVATE KEY-----'].join(' ');
const forms = [
  [
    'no-private-key',
    `"${key}\\nRkFLRUZBS0VGQUtFRkFLRQ==\\n${key.replace('BEGIN', 'END')}\\n"`,
    'error',
    'a private key',
  ],
  [
    'no-password-hash',
    `"$2b$12$${'fakeFAKE0fakeFAKE0fakeFAKE0fakeFAKE0fakeFAKE0fakeFAKE0'.slice(0, 53)}"`,
    'warning',
    'a password hash',
  ],
  ['no-url-credential', '"postgresql://app:fakeFAKE9fakeFAKE7@db/app"', 'error', 'a URL with a password in it'],
] as const;

/**
 * The rule of a template is more specific about what a template holds; a hash among the literals of a
 * generator is not told apart.
 */
const others: Readonly<Record<string, readonly string[]>> = {
  'no-url-credential': ['template'],
  'no-private-key': ['template'],
  'no-password-hash': ['generator'],
};

describe.each(forms)('%s', (rule, value, severity, form) => {
  test.each(Object.entries(places).filter(([place]) => !others[rule]?.includes(place)))('in place %s', (_, files) => {
    const lines = linesOf(rule, files(value));
    expect(lines).toHaveLength(1);
    expect(lines[0]).toMatch(new RegExp(`^${severity}: ".*" holds ${form} \\| `));
  });
});

test.each(forms.filter(([rule]) => others[rule]?.includes('template')))(
  '%s speaks of a template where template-literal is off',
  (rule, value) => {
    const off = { rules: { 'template-literal': 'off' as const } };
    expect(linesOf(rule, places.template?.(value) ?? {}, off)).toHaveLength(1);
  },
);

test('a hash that stands alone among the literals of a generator is found', () => {
  const [, hash = ''] = forms[1];
  const files = { 'kustomization.yaml': `{configMapGenerator: [{name: a, literals: [${hash}]}]}` };
  expect(linesOf('no-password-hash', files)).toHaveLength(1);
});

test('no-password-hash leaves what is no hash to others', () => {
  const onlyRules = ['no-password-hash'];
  expect(
    linesOf('no-password-hash', places.env?.('"postgresql://app:fakeFAKE9fakeFAKE7@db/app"') ?? {}, { onlyRules }),
  ).toEqual([]);
});

test('a hash in a Secret is a warning, and nothing else', () => {
  const [, hash = ''] = forms[1];
  const secret = `{apiVersion: v1, kind: Secret, metadata: {name: a}, stringData: {password: ${hash}}}`;
  expect(linesOf('no-password-hash', secret)).toEqual([
    'warning: "password" holds a password hash | a.yaml | stringData.password',
  ]);
  expect(linesOf('no-inline-secret', secret)).toEqual([]);
  expect(linesOf('no-annotation-credential', places.annotation?.(hash) ?? {})).toEqual([]);
});
