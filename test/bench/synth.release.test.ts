import fs from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Measurement, runFresh } from '../../bench/harness/fresh-process.ts';
import type { Comparison } from '../../bench/synth/compare-process.ts';

const bench = new URL('../../bench/', import.meta.url);

describe('the synth benchmark', () => {
  let folder = '';
  const measured: Record<string, Measurement> = {};
  const compare = (): Promise<Comparison> =>
    runFresh(new URL('synth/compare-process.ts', bench), [
      path.join(folder, 'stock'),
      path.join(folder, 'vaultwright'),
    ]);
  beforeAll(async () => {
    folder = fs.mkdtempSync(path.join(tmpdir(), 'vw-bench-'));
    for (const variant of ['stock', 'vaultwright'])
      measured[variant] = await runFresh(new URL(`synth/${variant}-process.ts`, bench), [
        50,
        path.join(folder, variant),
      ]);
  });
  afterAll(() => fs.rmSync(folder, { recursive: true }));

  test('measures both variants on the same objects', async () => {
    for (const one of Object.values(measured)) {
      expect(one.phases.synth?.wallMs).toBeGreaterThan(0);
      expect(one.process.cpuMs).toBeGreaterThan(one.phases.synth?.cpuMs ?? Number.POSITIVE_INFINITY);
      expect(one.peakRssMiB).toBeGreaterThan(10);
    }
    expect(measured.vaultwright?.counts).toEqual({ findings: 0 });
    expect(await compare()).toEqual({ files: 5, objects: 50, differences: [] });
  });

  test.each([
    ['a changed value', (text: string) => text.replace('replicas: 2', 'replicas: 3')],
    ['two objects the other way round', (text: string) => text.split('---\n').reverse().join('---\n')],
    ['a missing object', (text: string) => text.split('---\n').slice(1).join('---\n')],
    ['a number where a text was', (text: string) => text.replaceAll(/["']1e3["']/g, '1e3')],
  ])('notices %s', async (_name, change) => {
    const file = path.join(folder, 'vaultwright', 'service-3.k8s.yaml');
    const text = fs.readFileSync(file, 'utf8');
    expect(change(text)).not.toBe(text);
    fs.writeFileSync(file, change(text));
    const { differences } = await compare();
    fs.writeFileSync(file, text);
    expect(differences[0]).toMatch(/^service-3\.k8s\.yaml, document \d$/);
  });
});
