import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { urlFaults } from '../../../src/lifecycle/inspect/database-url.ts';

const schemes = ['postgresql', 'postgres'];
const secret = ['s', '3', 'cret'].join('-');
const reserved = `p@ss/${secret}`;
const url = (password = secret, user = 'app', rest = '@db.shop.svc:5432/app') =>
  `postgresql://${user}:${password}${rest}`;

describe('urlFaults', () => {
  test.each<[string, string, string, string, string[]]>([
    ['a sound URL', url(), 'app', secret, []],
    ['the other scheme', url().replace('postgresql', 'postgres'), 'app', secret, []],
    ['a scheme in capitals', url().replace('postgresql', 'PostgreSQL'), 'app', secret, []],
    ['an encoded password', url(encodeURIComponent(reserved)), 'app', reserved, []],
    ['several hosts', url(secret, 'app', '@a:1,b:2/app?sslmode=require'), 'app', secret, []],
    ['an address in brackets', url(secret, 'app', '@[::1]:5432/app'), 'app', secret, []],
    ['an option with an at sign', url(secret, 'app', '@db/app?options=a@b'), 'app', secret, []],
    ['another scheme', url().replace('postgresql', 'mysql'), 'app', secret, ['VW5174']],
    ['a JDBC URL', `jdbc:${url()}`, 'app', secret, ['VW5174']],
    ['a password in its place', secret, 'app', secret, ['VW5174']],
    ['no user', 'postgresql://db/app', 'app', secret, ['VW5174']],
    ['no host', url(secret, 'app', '@/app'), 'app', secret, ['VW5174']],
    ['no database', url(secret, 'app', '@db:5432'), 'app', secret, ['VW5174']],
    ['a line end', `${url()}\n`, 'app', secret, ['VW5174']],
    ['an at sign and a slash as they are', url(reserved), 'app', reserved, ['VW5175']],
    ['a hash as it is', url(`${secret}#x`), 'app', `${secret}#x`, ['VW5175']],
    ['a percent sign as it is', url(`${secret}%41`), 'app', `${secret}%41`, ['VW5175']],
    ['half an encoding', url(`${secret}%4`), 'app', `${secret}%4`, ['VW5175']],
    ['a blank as a plus', url('a+b'), 'app', 'a b', ['VW5175']],
    ['a user with an at sign as it is', url(secret, 'app@shop'), 'app@shop', secret, ['VW5175']],
    ['another user', url(), 'stranger', secret, ['VW5176']],
    ['another password', url(), 'app', `${secret}-newer`, ['VW5177']],
    ['no password', 'postgresql://app@db/app', 'app', secret, ['VW5177']],
    ['another user and another password', url(), 'stranger', `${secret}-newer`, ['VW5176', 'VW5177']],
    ['another scheme and another user', url().replace('postgresql', 'mysql'), 'stranger', secret, ['VW5174', 'VW5176']],
  ])('judges %s', (_, text, user, password, codes) => {
    const faults = urlFaults(text, user, password, schemes);
    expect(faults.map(({ code }) => code)).toEqual(codes);
    for (const { what } of faults) for (const part of [secret, 'shop', 'stranger']) expect(what).not.toContain(part);
  });

  test('accepts whatever is encoded, and refuses what is not', () => {
    const word = fc.string({ minLength: 1, unit: 'grapheme' }).filter((text) => text.trim() !== '');
    fc.assert(
      fc.property(word, word, (user, password) => {
        const encoded = url(encodeURIComponent(password), encodeURIComponent(user));
        expect(urlFaults(encoded, user, password, schemes)).toEqual([]);
        if (!/[@/?#%[\]\s]/.test(password)) return;
        const raw = urlFaults(url(password, encodeURIComponent(user)), user, password, schemes);
        expect(raw.map(({ code }) => code)).toContain('VW5175');
      }),
    );
  });

  test('takes time in proportion to the text', () => {
    const start = process.cpuUsage();
    for (const piece of ['@', 'a:', '%41', 'a,', '[::', '/', 'a.'])
      urlFaults(`postgresql://${piece.repeat(50_000)}`, 'app', secret, schemes);
    expect(process.cpuUsage(start).user).toBeLessThan(1_000_000);
  });
});
