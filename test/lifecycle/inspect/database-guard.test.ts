import { describe, expect, test } from 'vitest';
import { guardFindings, readGuardPlan } from '../../../src/lifecycle/inspect/database-guard.ts';
import { formatDiagnostic } from '../../../src/model/diagnostics/diagnostic.ts';
import type { DatabaseGuardPlan } from '../../../src/model/documents/database-guard-plan.ts';
import { placeholderDigests } from '../../../src/model/documents/placeholder-digest.ts';

const key = (variable: string, name: string, from: string) => ({ variable, secret: 'app-db', key: name, from: [from] });
const plan: DatabaseGuardPlan = {
  kind: 'DatabaseGuardPlan',
  version: 1,
  environment: 'local',
  namespace: 'shop',
  placeholders: placeholderDigests(['to-come'], []),
  keys: { 'app-db-url': { writer: 'bootstrap' } },
  bootstrap: { name: 'vault-bootstrap', namespace: 'shop' },
  databases: [
    {
      schemes: ['postgresql'],
      url: key('G1', 'APP_DATABASE_URL', 'app-db-url'),
      user: key('G2', 'APP_DATABASE_USER', 'app-db-username'),
      password: key('G3', 'APP_DATABASE_PASSWORD', 'app-db-password'),
    },
  ],
};
const word = ['w', 'o', 'rd'].join('-');
const good = { G1: `postgresql://app:${word}@db:5432/app`, G2: 'app', G3: word };

describe('guardFindings', () => {
  test.each<[string, Readonly<Record<string, string | undefined>>, string[]]>([
    ['nothing', {}, []],
    [
      'all three',
      { G1: undefined, G2: undefined, G3: undefined },
      ['VW5164 APP_DATABASE_URL', 'VW5164 APP_DATABASE_USER', 'VW5164 APP_DATABASE_PASSWORD'],
    ],
    ['an empty user', { G2: '' }, ['VW5166 APP_DATABASE_USER app-db-username']],
    ['a placeholder', { G3: 'to-come' }, ['VW5167 APP_DATABASE_PASSWORD app-db-password']],
    ['a template', { G1: '{{ .url }}' }, ['VW5168 APP_DATABASE_URL app-db-url']],
    ['another user', { G2: 'stranger' }, ['VW5176 APP_DATABASE_URL app-db-url']],
    // A user that is wrong by itself is not compared.
    ['a missing user, once', { G2: undefined }, ['VW5164 APP_DATABASE_USER']],
    [
      'what else is wrong beside a missing user',
      { G2: undefined, G3: 'newer' },
      ['VW5164 APP_DATABASE_USER', 'VW5177 APP_DATABASE_URL'],
    ],
  ])('names %s', (_, change, wanted) => {
    const findings = guardFindings(plan, { ...good, ...change });
    expect(findings.map(({ code }) => code)).toEqual(wanted.map((words) => words.split(' ')[0]));
    findings.forEach((finding, index) => {
      const text = formatDiagnostic(finding);
      for (const part of (wanted[index] ?? '').split(' ')) expect(text).toContain(part);
      expect(text).toContain('shop/app-db');
      expect(text).not.toContain(word);
      expect(text).not.toContain('stranger');
    });
  });

  test('says who must act', () => {
    const [finding] = guardFindings(plan, { ...good, G1: undefined });
    expect(finding?.fix).toContain('kubectl -n shop create job vault-bootstrap-by-hand --from=cronjob/vault-bootstrap');
  });
});

test.each([undefined, '', 'no JSON', '{}', JSON.stringify({ ...plan, version: 2 }), 'null'])(
  'a plan %j is refused',
  (text) => {
    expect(() => readGuardPlan(text)).toThrow('VW5178');
  },
);

test('a plan is read back', () => {
  expect(readGuardPlan(JSON.stringify(plan))).toEqual(plan);
});
