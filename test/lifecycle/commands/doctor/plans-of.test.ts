import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { examine } from '../../../../src/lifecycle/commands/doctor/doctor.ts';
import { planOfComponent, plansOf } from '../../../../src/lifecycle/commands/doctor/plans-of.ts';
import { RenderedEnvironment } from '../../../../src/lifecycle/commands/rendered/rendered-environment.ts';
import { Deadline } from '../../../../src/lifecycle/run/deadline.ts';
import type { SmokePlan } from '../../../../src/model/documents/smoke-plan.ts';
import { writeSmallDist } from '../rendered/small-dist.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'doctor-'));
  writeSmallDist(folder);
});
afterEach(() => rmSync(folder, { recursive: true }));

const smoke = (name: string, secrets: readonly string[], part?: SmokePlan['part']): SmokePlan => ({
  kind: 'SmokePlan',
  version: 1,
  environment: 'demo',
  name,
  namespace: 'demo',
  ...(part && { part }),
  placeholders: [],
  stores: [],
  deployments: [],
  keys: {},
  secrets: secrets.map((secret) => ({ namespace: 'demo', externalSecret: `${secret}-sync`, secret, keys: [] })),
});

function write(configMap: string, plan: unknown): void {
  const object = {
    apiVersion: 'v1',
    kind: 'ConfigMap',
    metadata: { name: configMap, namespace: 'demo', labels: { 'vaultwright.io/document': 'smoke-plan' } },
    data: { 'smoke-plan.json': JSON.stringify(plan) },
  };
  const where = join(folder, 'dist', 'demo', 'smokes');
  mkdirSync(where, { recursive: true });
  writeFileSync(join(where, `${configMap}.yaml`), JSON.stringify(object));
}

const read = (): RenderedEnvironment => RenderedEnvironment.read(join(folder, 'dist'), 'demo');
const shown = (plans: readonly SmokePlan[]): Record<string, string[]> =>
  Object.fromEntries(plans.map(({ name, secrets }) => [name, secrets.map((one) => `${one.namespace}/${one.secret}`)]));

test('without smokes every Secret of the environment is inspected', () => {
  const [plan, ...others] = plansOf(read());
  expect(others).toEqual([]);
  expect(plan).toMatchObject({
    name: 'environment',
    stores: [{ kind: 'ClusterSecretStore', name: 'store' }],
    keys: { 'registry-token': { writer: 'upstream', upstream: 'registry-token' } },
    bootstrap: { name: 'vault-bootstrap' },
  });
  expect(shown([plan as SmokePlan]).environment).toContain('other/twin');
  expect(shown([plan as SmokePlan]).environment).toHaveLength(6);
});

test('what a smoke inspects is left out of the rest, and its parts are put together', () => {
  write('first-plan', smoke('first', ['app-db'], { number: 1, of: 2 }));
  write('first-plan-2', smoke('first', ['app-oidc'], { number: 2, of: 2 }));
  write('second-plan', smoke('second', ['mirrored']));
  expect(shown(plansOf(read()))).toEqual({
    first: ['demo/app-db', 'demo/app-oidc'],
    second: ['demo/mirrored'],
    environment: ['demo/registry', 'other/twin', 'another/twin'],
  });
});

test('a plan that is not valid, and a smoke that is none, are refused', async () => {
  const examination = { rendered: read(), kubernetes: undefined as never, vault: undefined };
  const waits = { attempts: 1, sleep: 1 };
  await expect(examine({ ...examination, deadline: new Deadline(1), waits, smoke: 'none' })).rejects.toThrow('VW5105');
  write('bad-plan', { kind: 'SmokePlan', version: 2 });
  expect(() => plansOf(read())).toThrow('VW5178');
});

test('a component has a plan of the Secrets that it reads, whatever smokes inspect', () => {
  write('first-plan', smoke('first', ['app-db']));
  const file = join(folder, 'dist', 'demo', 'environment.json');
  const document = JSON.parse(readFileSync(file, 'utf8'));
  document.components[0].reads = [
    { secret: 'app-db', keys: ['url'] },
    { secret: 'twin', keys: [] },
    { secret: 'of-nobody', keys: [] },
  ];
  writeFileSync(file, JSON.stringify(document));
  const plan = planOfComponent(read(), 'app');
  expect(shown([plan as SmokePlan])).toEqual({ app: ['demo/app-db'] });
  expect(plan?.secrets[0]?.keys.map(({ name }) => name)).toEqual(['password', 'url', 'username']);
  expect(planOfComponent(read(), 'of-nobody')).toBeUndefined();
});
