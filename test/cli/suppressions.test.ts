import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { checkedFolder, codesOf, secret, value } from './checked-folder.ts';
import { runCli } from './run-cli.ts';

describe('suppressions', () => {
  const withComment = (comment: string) => secret().replace(value, `${value} ${comment}`);

  test.each<[string, Record<string, string>, string[]]>([
    [
      'a comment behind the field',
      { 'a.yaml': withComment('# vaultwright-ignore no-inline-secret: until the chart is gone') },
      [],
    ],
    [
      'a comment above the field',
      { 'a.yaml': secret().replace('  password', '  # vaultwright-ignore VW3001: known\n  password') },
      [],
    ],
    [
      'a comment above the block',
      { 'a.yaml': secret().replace('stringData', '# vaultwright-ignore no-inline-secret: known\nstringData') },
      [],
    ],
    ['a date to come', { 'a.yaml': withComment('# vaultwright-ignore no-inline-secret until 2999-01-01: known') }, []],
    [
      'an expired date',
      { 'a.yaml': withComment('# vaultwright-ignore no-inline-secret until 2020-01-01: known') },
      ['VW2011', 'VW3001'],
    ],
    ['no reason', { 'a.yaml': withComment('# vaultwright-ignore no-inline-secret') }, ['VW2010', 'VW3001']],
    ['no rule', { 'a.yaml': withComment('# vaultwright-ignore : because') }, ['VW2010', 'VW3001']],
    ['another rule', { 'a.yaml': withComment('# vaultwright-ignore no-sealed-secret: known') }, ['VW2012', 'VW3001']],
    ['another line', { 'a.yaml': `# vaultwright-ignore no-inline-secret: known\n${secret()}` }, ['VW2012', 'VW3001']],
    [
      'an annotation',
      {
        'a.yaml': secret().replace(
          '  name: db',
          '  name: db\n  annotations:\n    vaultwright.io/ignore: "no-inline-secret stringData.password: known"',
        ),
      },
      [],
    ],
    [
      'an annotation for another field',
      {
        'a.yaml': secret().replace(
          '  name: db',
          '  name: db\n  annotations:\n    vaultwright.io/ignore: "no-inline-secret stringData.token: known"',
        ),
      },
      ['VW2012', 'VW3001'],
    ],
    [
      'the configuration file',
      {
        'x/a.yaml': secret(),
        'vaultwright.config.yaml':
          'suppressions:\n- {rule: no-inline-secret, file: "x/**", object: {kind: Secret, name: db}, field: stringData.password, reason: known}\n',
      },
      [],
    ],
    [
      'the configuration file for another object',
      {
        'a.yaml': secret(),
        'vaultwright.config.yaml': 'suppressions:\n- {rule: no-inline-secret, object: {name: other}, reason: known}\n',
      },
      ['VW3001', 'VW2012'],
    ],
  ])('by %s', async (_, files, codes) => {
    const { status, out } = await runCli(['check', '--format', 'json'], checkedFolder(files));
    expect(codesOf(out).sort()).toEqual(codes.toSorted());
    expect(status).toBe(codes.includes('VW3001') ? 1 : 0);
  });

  test('that accept nothing are removed by --fix, and nothing else is', async () => {
    const folder = checkedFolder({
      'a.yaml': `a: 1 # vaultwright-ignore no-inline-secret: gone\n# vaultwright-ignore no-inline-secret: gone\nb: 2\n# plain\n`,
      'b.yaml': withComment('# vaultwright-ignore no-inline-secret: known'),
    });
    const { status, out } = await runCli(['check', '--fix', '--format', 'json'], folder);
    expect({ status, codes: codesOf(out) }).toEqual({ status: 0, codes: [] });
    expect(readFileSync(join(folder, 'a.yaml'), 'utf8')).toBe('a: 1\nb: 2\n# plain\n');
    expect(readFileSync(join(folder, 'b.yaml'), 'utf8')).toContain('vaultwright-ignore');
  });

  test.each([
    '"no-inline-secret stringData.password: fixture"',
    '|\n      no-inline-secret stringData.password: fixture\n      no-inline-secret stringData.token: fixture',
    '"no-inline-secret: fixtureFIXTURE9"',
    '|\n      no-inline-secret: fixtureFIXTURE9\n      no-inline-secret: fixtureFIXTURE8',
  ])('are no findings themselves: %s', async (annotation) => {
    const folder = checkedFolder({
      'a.yaml': `apiVersion: v1\nkind: Secret\nmetadata:\n  name: a\n  annotations:\n    vaultwright.io/ignore: ${annotation}\nstringData:\n  password: ${value}\n  token: ${value}\n`,
    });
    const { out } = await runCli(['check', '--format', 'json'], folder);
    expect(codesOf(out).filter((code) => !['VW3001', 'VW2012'].includes(code))).toEqual([]);
  });

  const unused = '# vaultwright-ignore no-inline-secret: gone';
  test.each([
    ['a comment after a value', `a: 1   ${unused}\nb: 2\n`, 'a: 1\nb: 2\n'],
    ['Windows line ends', `a: 1 ${unused}\r\n${unused}\r\nb: 2\r\n`, 'a: 1\r\nb: 2\r\n'],
    ['a file without a last line end', `a: 1 ${unused}`, 'a: 1'],
    ['a byte order mark', `\ufeffa: 1 ${unused}\n`, '\ufeffa: 1\n'],
    ['a string', `a: "1 ${unused}"\nb: 2 ${unused}\n`, `a: "1 ${unused}"\nb: 2\n`],
    ['a script', `a: |\n  ${unused}\n  echo\nb: 2 ${unused}\n`, `a: |\n  ${unused}\n  echo\nb: 2\n`],
    ['a text that does not parse', `a: [\nb: 2 ${unused}\n`, `a: [\nb: 2 ${unused}\n`],
    [
      'a template',
      `a: {{ .Values.a }} ${unused}\n{{- if .b }}\nb: 2\n{{- end }}\n`,
      'a: {{ .Values.a }}\n{{- if .b }}\nb: 2\n{{- end }}\n',
    ],
  ])('are removed only where nothing else changes: %s', async (_, before, after) => {
    const folder = checkedFolder({ 'a.yaml': before });
    const first = await runCli(['check', '--fix', '--format', 'json'], folder);
    expect(readFileSync(join(folder, 'a.yaml'), 'utf8')).toBe(after);
    expect(codesOf(first.out).filter((code) => code === 'VW2012')).toHaveLength(after.split(unused).length - 1);
    await runCli(['check', '--fix'], folder);
    expect(readFileSync(join(folder, 'a.yaml'), 'utf8')).toBe(after);
  });

  test('stay in a file that is not UTF-8, byte by byte', async () => {
    const folder = checkedFolder({});
    const bytes = Buffer.concat([Buffer.from(`a: 1 ${unused}\nb: "`), Buffer.from([0xff, 0xfe]), Buffer.from('"\n')]);
    writeFileSync(join(folder, 'a.yaml'), bytes);
    expect(codesOf((await runCli(['check', '--fix', '--format', 'json'], folder)).out)).toContain('VW2012');
    expect(readFileSync(join(folder, 'a.yaml')).equals(bytes)).toBe(true);
  });
});
