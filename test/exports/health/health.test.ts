import { spawnSync } from 'node:child_process';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { load } from 'js-yaml';
import { describe, expect, test } from 'vitest';
import { type HealthCheck, healthChecks, healthKinds, healthScript } from '../../../src/exports/health-checks.ts';
import { definePlatform, renderPlatform } from '../../../src/index.ts';
import { runCli } from '../../cli/run-cli.ts';
import type { HealthCase } from './health-case.ts';
import { healthCases } from './health-cases.ts';

const root = join(import.meta.dirname, '../../..');
const hasLua = spawnSync('lua5.1', ['-v']).status === 0;

/** Formats plain JSON as Lua. */
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

/** What a platform renders for Argo CD itself, and what is wrong with its definition. */
async function rendered(healthChecks?: false | readonly string[]) {
  const platform = definePlatform({
    store: 'shop-vault',
    argoCd: {
      repoURL: 'https://git.example.org/gitops.git',
      paths: { health: 'common/argocd.yaml' },
      ...(healthChecks !== undefined && { healthChecks }),
    },
    clusters: { lab: { stores: 'cluster' } },
    environments: {
      lab: {
        cluster: 'lab',
        namespace: 'shop',
        lifecycle: 'ephemeral',
        vault: {
          address: 'http://vault:8200',
          bootstrap: { initialize: true, unseal: true, credentialsSecret: 'vault-keys' },
        },
        upstream: { type: 'local', secret: 'seed', key: 'seed.json' },
      },
    },
  });
  const { files, diagnostics } = await renderPlatform(platform, { components: [] });
  const health = files.get('_shared/argo-cd/health.yaml');
  const values = (health === undefined ? { configs: { cm: {} } } : load(health)) as {
    readonly configs: { readonly cm: Readonly<Record<string, string>> };
  };
  const { files: published } = JSON.parse(files.get('publication.json') ?? '{}') as {
    readonly files: Readonly<Record<string, string>>;
  };
  return {
    kinds: Object.keys(values.configs.cm).map((key) => key.replace(/^.*_/, '')),
    published: published['_shared/argo-cd/health.yaml'],
    diagnostics,
  };
}

describe('a platform that is rolled out by Argo CD', () => {
  test('renders every check once, for all environments', async () => {
    const { kinds, published, diagnostics } = await rendered();
    expect(diagnostics).toEqual([]);
    expect(published).toBe('common/argocd.yaml');
    expect(kinds.sort()).toEqual([...healthKinds].sort());
  });

  test('chooses the kinds, or none', async () => {
    expect(await rendered(['PushSecret'])).toMatchObject({ kinds: ['PushSecret'], diagnostics: [] });
    expect(await rendered(false)).toEqual({ kinds: [], published: undefined, diagnostics: [] });
  });

  test('asks for no check that there is not', async () => {
    const { diagnostics } = await rendered(['PushSecret', 'Secret', 'Kafkas']);
    expect(diagnostics.map(({ code, what }) => `${code} ${what}`)).toEqual([
      expect.stringMatching(/^VW1201 argoCd\.healthChecks\.1: .*"Secret"/),
      expect.stringMatching(/^VW1201 argoCd\.healthChecks\.2: .*"Kafkas"/),
    ]);
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
