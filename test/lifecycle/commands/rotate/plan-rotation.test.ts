import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { RenderedEnvironment } from '../../../../src/lifecycle/commands/rendered/rendered-environment.ts';
import { milliseconds } from '../../../../src/lifecycle/commands/rotate/delivery.ts';
import { planRotation } from '../../../../src/lifecycle/commands/rotate/plan-rotation.ts';
import { selectKeys } from '../../../../src/lifecycle/commands/rotate/select-keys.ts';
import { writeSmallDist } from '../rendered/small-dist.ts';

const folder = mkdtempSync(join(tmpdir(), 'vaultwright-plan-'));
afterAll(() => rmSync(folder, { recursive: true }));
const demo = RenderedEnvironment.read(writeSmallDist(folder), 'demo');

test.each<[string, string | undefined, string[], string[]]>([
  // What is composed of a composed value follows as well, each after its parts.
  ['app-db', undefined, ['app-db-password'], ['app-db-url', 'app-db-url-twice']],
  ['app-db/password', undefined, ['app-db-password'], ['app-db-url', 'app-db-url-twice']],
  ['twin', 'other', ['app-db-password'], ['app-db-url', 'app-db-url-twice']],
  ['twin', 'another', ['registry-token'], []],
  ['vault:build-token', undefined, ['build-token'], []],
  ['registry', undefined, ['registry-token'], []],
  ['registry/.dockerconfigjson', undefined, ['registry-token'], []],
])('%s in %s', (target, namespace, renewed, recomposed) => {
  const plan = planRotation(demo.fixtureMap, selectKeys(demo, target, namespace), {
    canCopy: true,
    canRestore: false,
  });
  expect(plan).toMatchObject({ renewed, recomposed, refused: [] });
  expect(plan.untouched.map(({ place }) => place.vaultPath)).toEqual(target === 'app-db' ? ['app-db-username'] : []);
});

test.each([
  ['1h0m0s', 3_600_000],
  ['1m0s', 60_000],
  ['90s', 90_000],
  ['1.5h', 5_400_000],
  ['250ms', 250],
  ['0', 0],
])('%s lasts %d ms', (text, expected) => {
  expect(milliseconds(text)).toBe(expected);
});
