// e2e: needs argocd
import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { healthKinds } from '../../../src/exports/health-checks.ts';
import { healthConfigMap } from '../../../src/exports/health-customizations.ts';
import { emitYaml } from '../../../src/rendering/yaml-emitter.ts';
import type { HealthCase } from '../../exports/health/health-case.ts';
import { healthCases } from '../../exports/health/health-cases.ts';
import { findProgram } from '../tools/find-program.ts';

/** What is asked of Argo CD at once: each answer is a process of 200 MB. */
const atOnce = 3;

let argocd: string;
let folder: string;

beforeAll(async () => {
  argocd = await findProgram('argocd', { environment: process.env, say: () => {} });
  folder = mkdtempSync(join(tmpdir(), 'vaultwright-health-'));
  const ours = healthConfigMap(healthKinds);
  // Something else is set for each kind, so that Argo CD looks at the kind at all.
  const own = {
    ...ours,
    data: Object.fromEntries(
      Object.keys(ours.data).map((key) => [
        key.replace('.health.', '.ignoreDifferences.'),
        'jsonPointers: [/metadata]',
      ]),
    ),
  };
  // Those that are rendered as values, as the chart of Argo CD makes a ConfigMap of them.
  writeFileSync(join(folder, 'ours.yaml'), emitYaml([ours as never]));
  writeFileSync(join(folder, 'own.yaml'), emitYaml([own as never]));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** What Argo CD says of an object, or `none` where it has no check. */
async function health({ object }: Pick<HealthCase, 'object'>, index: number, configuration: string): Promise<string> {
  const file = join(folder, `${index}.json`);
  writeFileSync(file, JSON.stringify(object));
  const args = ['admin', 'settings', 'resource-overrides', 'health', file];
  const { stdout } = await promisify(execFile)(argocd, [...args, '--argocd-cm-path', join(folder, configuration)], {
    // No zone of its own: what a script makes of a moment must not depend on it.
    env: { ...process.env, TZ: 'Asia/Tokyo', ARGOCD_BINARY_NAME: 'argocd' },
  });
  return (
    /^STATUS: (\w+)$/m.exec(stdout)?.[1] ?? (stdout.startsWith('Health script is not configured') ? 'none' : stdout)
  );
}

async function all(cases: readonly Pick<HealthCase, 'object'>[], configuration: string): Promise<string[]> {
  const results: string[] = [];
  const queue = [...cases.entries()];
  const work = async (): Promise<void> => {
    for (let next = queue.shift(); next; next = queue.shift())
      results[next[0]] = await health(next[1], next[0], configuration);
  };
  await Promise.all(Array.from({ length: atOnce }, work));
  return results;
}

const told = (cases: readonly HealthCase[], of: readonly (string | undefined)[]): string[] =>
  cases.map(({ title }, index) => `${title}: ${of[index]}`);

describe('the health of an object', () => {
  test('is judged by Argo CD with our checks as they are meant', { timeout: 300_000 }, async () => {
    const judged = await all(healthCases, 'ours.yaml');
    expect(told(healthCases, judged)).toEqual(
      told(
        healthCases,
        healthCases.map((one) => one.health),
      ),
    );
  });

  test("is something else by Argo CD's own check wherever we say so", { timeout: 300_000 }, async () => {
    const cases = healthCases.filter(({ own }) => own !== undefined);
    const judged = await all(cases, 'own.yaml');
    expect(told(cases, judged)).toEqual(
      told(
        cases,
        cases.map(({ own }) => own),
      ),
    );
    expect(cases.filter(({ own, health: meant }) => own !== meant).length).toBe(cases.length);
  });
});
