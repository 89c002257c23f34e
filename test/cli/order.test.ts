import { readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { writeSmallDist } from '../lifecycle/commands/rendered/small-dist.ts';
import { folderWith, runCli } from './run-cli.ts';

let folder: string;
beforeAll(() => {
  folder = folderWith({});
  writeSmallDist(folder);
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const demo = ['order', '-e', 'demo'];

describe('vaultwright order', () => {
  test.each<[string, readonly string[], RegExp]>([
    ['text', [], /^phase 600\n {2}app\n$/],
    ['JSON', ['--json'], /^\{\n {2}"kind": "Order",\n {2}"version": 1,\n {2}"environment": "demo"/],
    ['JSON by format', ['--format', 'json'], /^\{\n {2}"kind": "Order"/],
    ['Mermaid', ['-f', 'mermaid'], /^flowchart LR\n {2}subgraph p600\["phase 600"\]\n {4}n0\["app"\]\n/],
    [
      'SVG',
      ['-f', 'svg', '-c', 'app'],
      /^<svg xmlns="http:\/\/www.w3.org\/2000\/svg" [\s\S]*>app<\/text>[\s\S]*<\/svg>\n$/,
    ],
  ])('prints %s', async (_, options, wanted) => {
    const { status, out, err } = await runCli([...demo, ...options], folder);
    expect({ status, err }).toEqual({ status: 0, err: '' });
    expect(out).toMatch(wanted);
  });

  test('writes to a file', async () => {
    const { status, out } = await runCli([...demo, '--output', 'order.txt'], folder);
    expect({ status, out }).toEqual({ status: 0, out: '' });
    expect(readFileSync(join(folder, 'order.txt'), 'utf8')).toBe('phase 600\n  app\n');
  });

  test.each<[string, readonly string[], string, RegExp]>([
    ['an unknown component', ['-c', 'nobody'], 'VW5180', /has no component "nobody"/],
    ['an unknown format', ['-f', 'png'], 'VW2000', /text, json, mermaid, svg/],
  ])('refuses %s', async (_, options, code, words) => {
    const { status, out, err } = await runCli([...demo, ...options], folder);
    expect({ status, out }).toEqual({ status: 2, out: '' });
    expect(err).toContain(code);
    expect(err).toMatch(words);
  });
});
