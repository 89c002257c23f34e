import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { checkedFolder, clean, codesOf, secret, value } from './checked-folder.ts';
import { runCli } from './run-cli.ts';

describe('a baseline', () => {
  test('accepts what it was written from, wherever it moves in its file, and nothing new', async () => {
    const folder = checkedFolder({ 'a.yaml': secret(), 'b.yaml': secret('other') });
    const run = (...args: string[]) =>
      runCli(['check', '--baseline', 'known.jsonl', '--format', 'json', ...args], folder);
    expect((await run('--write-baseline')).status).toBe(0);
    const text = readFileSync(join(folder, 'known.jsonl'), 'utf8');
    expect(text).not.toContain(value);
    expect(text).not.toMatch(/"line"|20\d\d-/);
    writeFileSync(join(folder, 'a.yaml'), `# moved\n\n${secret()}`);
    expect((await run()).status).toBe(0);
    writeFileSync(join(folder, 'c.yaml'), secret('third'));
    const { status, out } = await run();
    expect({ status, codes: codesOf(out) }).toEqual({ status: 1, codes: ['VW3001'] });
  });

  test('of two branches merges by keeping the lines of both', async () => {
    const folder = checkedFolder({ 'a.yaml': secret() });
    const run = (...args: string[]) => runCli(['check', '--baseline', 'known.jsonl', ...args], folder);
    await run('--write-baseline');
    const one = readFileSync(join(folder, 'known.jsonl'), 'utf8');
    rmSync(join(folder, 'a.yaml'));
    writeFileSync(join(folder, 'b.yaml'), secret('other'));
    await run('--write-baseline');
    const two = readFileSync(join(folder, 'known.jsonl'), 'utf8');
    writeFileSync(join(folder, 'a.yaml'), secret());
    writeFileSync(join(folder, 'known.jsonl'), [...new Set([...one.split('\n'), ...two.split('\n')])].join('\n'));
    expect((await run()).status).toBe(0);
  });

  test('tells what is found no more, and refuses half a merge', async () => {
    const folder = checkedFolder({
      'a.yaml': clean,
      'known.jsonl': '{"vaultwrightBaseline":1}\n{"rule":"no-inline-secret","file":"a.yaml"}\n',
    });
    const { status, out } = await runCli(['check', '--baseline', 'known.jsonl', '--format', 'json'], folder);
    expect({ status, codes: codesOf(out) }).toEqual({ status: 0, codes: ['VW2021'] });
    writeFileSync(join(folder, 'known.jsonl'), '{"vaultwrightBaseline":1}\n<<<<<<< ours\n');
    const broken = await runCli(['check', '--baseline', 'known.jsonl'], folder);
    expect(broken.status).toBe(2);
    expect(broken.err).toContain('known.jsonl:2');
  });
});
