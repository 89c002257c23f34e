import { spawnSync } from 'node:child_process';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { load } from 'js-yaml';
import { describe, expect, test } from 'vitest';
import { type HealthCheck, healthChecks, healthScript } from '../../src/exports/health-checks.ts';
import { runCli } from '../cli/run-cli.ts';
import { type HealthCase, healthCases } from './health-cases.ts';

const root = join(import.meta.dirname, '../..');
const hasLua = spawnSync('lua5.1', ['-v']).status === 0;

/** Spells plain JSON as Lua. */
function lua(value: unknown): string {
  if (Array.isArray(value)) return `{${value.map(lua).join(',')}}`;
  if (typeof value === 'object' && value !== null)
    return `{${Object.entries(value)
      .map(([key, field]) => `[${JSON.stringify(key)}]=${lua(field)}`)
      .join(',')}}`;
  return JSON.stringify(value);
}

const checkOf = ({ object }: HealthCase): HealthCheck | undefined =>
  healthChecks.find(({ group, kind }) => kind === object.kind && object.apiVersion.startsWith(`${group}/`));

/** What a script of Argo CD's configuration may use, and nothing else: neither `string` nor `io`. */
const sandbox = `
local function judge(script, obj)
  local safe = { time = os.time, date = os.date }
  local allowed = { obj = obj, ipairs = ipairs, pairs = pairs, tostring = tostring, tonumber = tonumber, type = type,
    table = table, require = function(name) assert(name == "os") return safe end }
  local run = assert(loadstring(script))
  setfenv(run, allowed)
  local answer = run()
  print(answer.status .. "\\t" .. (answer.message or ""))
end
getmetatable("").__index = nil
`;

/** Returns status and message for each case, from one run of the interpreter. */
function judge(cases: readonly HealthCase[], timeZone: string): (readonly [status: string, message: string])[] {
  const calls = cases.map((one) => {
    const check = checkOf(one);
    if (check === undefined) throw new Error(`${one.title} has no check`);
    return `judge(${JSON.stringify(healthScript(check)).replaceAll('\\n', '\\\n')}, ${lua(one.object)})`;
  });
  const { stdout, stderr, status } = spawnSync('lua5.1', ['-'], {
    input: sandbox + calls.join('\n'),
    encoding: 'utf8',
    env: { ...process.env, TZ: timeZone },
  });
  expect(stderr).toBe('');
  expect(status).toBe(0);
  return stdout
    .trimEnd()
    .split('\n')
    .map((line) => line.split('\t') as [string, string]);
}

describe('checks of health', () => {
  test.skipIf(!hasLua)('judge objects, in any time zone', () => {
    for (const timeZone of ['UTC', 'Asia/Tokyo', 'America/Bogota']) {
      const judged = judge(healthCases, timeZone);
      expect(judged.map(([status], index) => `${healthCases[index]?.title} is ${status}`)).toEqual(
        healthCases.map(({ title, health }) => `${title} is ${health}`),
      );
      for (const [index, { says = '' }] of healthCases.entries()) expect(judged[index]?.[1]).toContain(says);
    }
  });

  test('have cases of every kind: one that is Healthy, one that is not, and one where its own is wrong', () => {
    for (const { kind } of healthChecks) {
      const cases = healthCases.filter(({ object }) => object.kind === kind);
      if (kind !== 'TemporalSchedule') expect(cases.map(({ health }) => health)).toContain('Healthy');
      expect(
        cases.some(({ health }) => health !== 'Healthy'),
        kind,
      ).toBe(true);
      expect(
        cases.some(({ own, health }) => own !== undefined && own !== health && health !== 'Healthy'),
        kind,
      ).toBe(true);
    }
  });

  test('are all of the sources', () => {
    const sources = readdirSync(join(root, 'src/exports/health')).filter((file) => file.endsWith('.lua'));
    expect(sources.sort()).toEqual([...new Set(healthChecks.map(({ source }) => `${source}.lua`))].sort());
  });
});

describe('vaultwright health', () => {
  test('prints every check as values and as a ConfigMap', async () => {
    const values = await runCli(['health', '--format', 'values'], root);
    const configMap = await runCli(['health', '--format', 'config-map'], root);
    const texts = Object.fromEntries(
      healthChecks.map((check) => [`resource.customizations.health.${check.group}_${check.kind}`, healthScript(check)]),
    );
    expect(load(values.out)).toEqual({ configs: { cm: texts } });
    expect(load(configMap.out)).toMatchObject({ kind: 'ConfigMap', metadata: { name: 'argocd-cm' }, data: texts });
    expect([values.status, configMap.status]).toEqual([0, 0]);
    for (const key of Object.keys(texts)) expect(key).toMatch(/^[-._a-zA-Z0-9]{1,253}$/);
  });

  test('prints the checks of some kinds', async () => {
    const { out } = await runCli(['health', 'PushSecret', 'CronJob', '--format', 'json'], root);
    expect(JSON.parse(out).map(({ kind }: { kind: string }) => kind)).toEqual(['PushSecret', 'CronJob']);
  });

  test('refuses every unknown kind at once', async () => {
    const { status, err } = await runCli(['health', 'Secret', 'CronJobs'], root);
    expect(status).toBe(2);
    expect(err).toContain('VW4012');
    expect(err).toContain('"Secret"');
    expect(err).toContain('did you mean CronJob?');
  });
});
