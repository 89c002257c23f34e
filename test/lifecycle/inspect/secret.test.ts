import { describe, expect, test } from 'vitest';
import type { KubernetesObject } from '../../../src/lifecycle/clients/kubernetes/kubernetes-client.ts';
import { remedyOf, rerunOf } from '../../../src/lifecycle/inspect/remedy.ts';
import { type ExpectedSecret, type SecretJudge, secretFindings } from '../../../src/lifecycle/inspect/secret.ts';
import { formatDiagnostic } from '../../../src/model/diagnostics/diagnostic.ts';
import { placeholderDigests } from '../../../src/model/documents/placeholder-digest.ts';

const expected: ExpectedSecret = {
  namespace: 'shop',
  secret: 'ledger-db',
  externalSecret: 'ledger-db-sync',
  keys: [
    { name: 'password', from: ['ledger-db-password'] },
    { name: 'url', from: ['ledger-db-password', 'ledger-db-username'] },
  ],
};
const judge: SecretJudge = {
  placeholders: placeholderDigests(['to-come'], ['todo_']),
  bootstrap: { name: 'vault-bootstrap', namespace: 'shop' },
  keys: {
    'ledger-db-password': { writer: 'bootstrap' },
    'ledger-db-username': { writer: 'upstream', upstream: 'db-user' },
  },
};
const good = { password: 'p-w-1', url: 'postgresql://x' };

function secret(data: Readonly<Record<string, string | Buffer>>): KubernetesObject {
  const encoded = Object.entries(data).map(([key, value]) => [key, Buffer.from(value).toString('base64')]);
  const metadata = { name: 'ledger-db', namespace: 'shop' };
  return { apiVersion: 'v1', kind: 'Secret', metadata, data: Object.fromEntries(encoded) };
}

describe('secretFindings', () => {
  test.each<[string, Readonly<Record<string, string | Buffer>> | undefined, Partial<ExpectedSecret>, string[]]>([
    ['a whole Secret', good, {}, []],
    ['no Secret', undefined, {}, ['VW5163 password ledger-db-password url']],
    ['a missing key', { url: 'u' }, {}, ['VW5164 password ledger-db-password']],
    ['an undeclared key', { ...good, extra: 'e' }, {}, ['VW5165 extra']],
    ['an undeclared key of a Secret that is merged into', { ...good, extra: 'e' }, { isShared: true }, []],
    ['keys that nobody can know', { a: 'b' }, { keys: [{ name: '*', from: ['whole'] }] }, []],
    ['an empty value', { ...good, password: '' }, {}, ['VW5166 password ledger-db-password']],
    ['a value of blanks', { ...good, password: ' \n' }, {}, ['VW5166 password ledger-db-password']],
    ['a placeholder', { ...good, password: 'to-come' }, {}, ['VW5167 password ledger-db-password']],
    ['a placeholder and a line end', { ...good, password: 'to-come\n' }, {}, ['VW5167 password ledger-db-password']],
    ['a placeholder by its beginning', { ...good, password: 'todo_x' }, {}, ['VW5167 password ledger-db-password']],
    ['a template', { ...good, password: '{{ .password }}' }, {}, ['VW5168 password ledger-db-password']],
    ['bytes that are no text', { ...good, password: Buffer.from([0xff, 0xfe, 0]) }, {}, []],
    ['all at once', { url: '', extra: 'e' }, {}, ['VW5164 password ledger-db-password', 'VW5166 url', 'VW5165 extra']],
  ])('finds %s', (_, data, change, wanted) => {
    const findings = secretFindings({ ...expected, ...change }, data && secret(data), judge);
    expect(findings).toHaveLength(wanted.length);
    for (const [index, words] of wanted.entries()) {
      const text = formatDiagnostic(findings[index] as (typeof findings)[number]);
      for (const word of [...words.split(' '), 'shop/ledger-db']) expect(text).toContain(word);
      for (const value of Object.values(data ?? {})) if (value.length > 3) expect(text).not.toContain(String(value));
    }
  });

  test('says who must act', () => {
    const [{ fix } = { fix: '' }] = secretFindings(expected, undefined, judge);
    expect(fix).toContain('ExternalSecret "ledger-db-sync" writes it.');
    expect(fix).toContain('Bootstrap writes Vault key "ledger-db-password": `kubectl -n shop create job');
    expect(fix).toContain('Put "db-user" into the upstream store for Vault key "ledger-db-username"');
  });
});

describe('remedyOf', () => {
  test.each([
    ['bootstrap', undefined, 'Write Vault key "k" by what seeds this Vault (scoped job or Terraform).'],
    ['others', undefined, 'Others manage Vault key "k": ask them for the value.'],
    ['client-patcher', undefined, 'Run producer "client-patcher", which writes Vault key "k".'],
    ['mirror', undefined, 'Vault key "k" is an audit copy: look at its PushSecret.'],
    ['upstream', 'name', 'Put "name" into the upstream store for Vault key "k"; then copy it into Vault.'],
  ])('names what %s has to do', (writer, upstream, text) => {
    expect(remedyOf(['k', 'k'], { keys: { k: { writer, upstream } } })).toBe(text);
  });

  test('has one sentence for each writer, and shortens long lists', () => {
    const ids = Array.from({ length: 12 }, (_, index) => `key-${index + 10}`);
    const keys = Object.fromEntries(ids.map((id) => [id, { writer: 'bootstrap' }]));
    const text = remedyOf([...ids, 'x'], { keys: { ...keys, x: { writer: 'others' } } });
    expect(text).toContain('"key-17" and 4 more');
    expect(text.split('. ')).toHaveLength(2);
  });

  test('names a Job that Kubernetes accepts', () => {
    const bootstrap = { name: 'b'.repeat(52), namespace: 'n' };
    expect(rerunOf({ bootstrap })?.how).toMatch(/create job b{52}-by-hand --from/);
  });

  test('names the Job of a regulated environment, and no bootstrap', () => {
    const configurator = { name: 'vault-configurator', namespace: 'shop' };
    const keys = { k: { writer: 'bootstrap' }, u: { writer: 'upstream', upstream: 'name' } };
    const run =
      '`kubectl -n shop delete job -l app.kubernetes.io/name=vault-configurator`, and GitOps makes the Job anew';
    expect(remedyOf(['k', 'u'], { configurator, keys })).toBe(
      `The configurator writes Vault key "k": ${run}. ` +
        `Put "name" into the upstream store for Vault key "u". The configurator copies it: ${run}.`,
    );
  });
});
