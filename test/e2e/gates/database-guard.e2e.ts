// e2e: 1 minute
import { load } from 'js-yaml';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { renderPlatform } from '../../../src/index.ts';
import { components } from '../../../src/platform/components.ts';
import { phaseCorrections, recipeOverrides } from '../../../src/platform/corrections.ts';
import { ameide } from '../../../src/platform/definition.ts';
import { Bench } from '../bench.ts';
import { until } from '../platform/until.ts';

const namespace = 'ameide-local';
const podKind = { apiVersion: 'v1', kind: 'Pod' };
const word = ['a', 'word'].join('-');

let bench: Bench;
/** The guard as Helm gets it. */
let guard: { readonly image: string };
let runs = 0;

/** What the operator would have written for one service. */
const database = (secret: string, prefix: string, name: string) => ({
  secret,
  data: {
    [`${prefix}_DATABASE_URL`]: `postgresql://${name}:${word}@postgres-ameide-rw.${namespace}.svc.cluster.local:5432/${name}`,
    [`${prefix}_DATABASE_USER`]: name,
    [`${prefix}_DATABASE_PASSWORD`]: word,
  } as Record<string, string>,
});

const sound = [
  database('platform-db-credentials', 'PLATFORM', 'platform'),
  database('agents-db-secret', 'AGENTS', 'agents'),
  database('agents-runtime-db-secret', 'AGENTS_RUNTIME', 'agents_runtime'),
  database('graph-db-credentials', 'GRAPH', 'graph'),
  database('transformation-db-credentials', 'TRANSFORMATION', 'transformation'),
  database('threads-db-credentials', 'THREADS', 'threads'),
  database('workflows-db-secret', 'WORKFLOWS', 'workflows'),
];

async function write(secret: string, data: Readonly<Record<string, string>>): Promise<void> {
  await bench.cluster.apply({
    apiVersion: 'v1',
    kind: 'Secret',
    metadata: { name: secret, namespace },
    data: Object.fromEntries(Object.entries(data).map(([key, value]) => [key, Buffer.from(value).toString('base64')])),
  });
}

/** Runs a Pod with the guard before a program that stands in for Flyway. */
async function migrate() {
  const name = `db-migrations-${++runs}`;
  await bench.cluster.create({
    ...podKind,
    metadata: { name, namespace },
    spec: {
      restartPolicy: 'Never',
      initContainers: [guard],
      containers: [{ name: 'flyway', image: guard.image, command: ['node', '--eval', 'console.log("migrated")'] }],
    },
  });
  let phase = '';
  let message = '';
  await until(30_000, async () => {
    const { status } = await bench.cluster.get(podKind, name, namespace);
    phase = status?.phase ?? '';
    message = status?.initContainerStatuses?.[0]?.state?.terminated?.message ?? '';
    return ['Succeeded', 'Failed'].includes(phase) ? undefined : `Pod ${name} is ${phase}`;
  });
  const log = bench.pods.logs(namespace, name);
  return { phase, log, message, isMigrated: log.includes('migrated') };
}

beforeAll(async () => {
  const { files } = await renderPlatform(ameide, { components, phaseCorrections, recipeOverrides });
  const values = load(files.get('local/values/db-migrations.yaml') ?? '') as {
    readonly migrations: { readonly extraInitContainers: readonly [typeof guard] };
  };
  [guard] = values.migrations.extraInitContainers;
  bench = await Bench.start({ kubernetes: true, pods: {} });
  await bench.cluster.apply({ apiVersion: 'v1', kind: 'Namespace', metadata: { name: namespace } });
  await until(30_000, async () =>
    (await bench.cluster.find({ apiVersion: 'v1', kind: 'ServiceAccount' }, 'default', namespace))
      ? undefined
      : 'no ServiceAccount',
  );
  for (const { secret, data } of sound) await write(secret, data);
});
afterAll(async () => {
  await bench?.stop();
});

test('Flyway starts where all seven databases are there', async () => {
  const { phase, log, isMigrated } = await migrate();
  expect({ phase, isMigrated }, log).toEqual({ phase: 'Succeeded', isMigrated: true });
});

const url = (user: string, password: string, rest = '@db:5432/agents') => `postgresql://${user}:${password}${rest}`;
const reserved = `${word}@/#?`;

/** One broken service for each way to break one: all are told by one run. */
const defects: readonly {
  readonly title: string;
  readonly incident: string;
  readonly secret: string;
  readonly data: Readonly<Record<string, string | undefined>> | undefined;
  readonly code: string;
  readonly names: readonly string[];
}[] = [
  {
    title: 'a Secret that is missing',
    incident: 'INC-01',
    secret: 'platform-db-credentials',
    data: undefined,
    code: 'VW5164',
    names: ['PLATFORM_DATABASE_URL', 'platform-db-url', 'vault-bootstrap-by-hand'],
  },
  {
    title: 'a data key that is missing',
    incident: 'INC-05',
    secret: 'agents-db-secret',
    data: { AGENTS_DATABASE_USER: undefined },
    code: 'VW5164',
    names: ['AGENTS_DATABASE_USER', 'agents-db-username'],
  },
  {
    title: 'an empty password',
    incident: 'INC-19',
    secret: 'agents-runtime-db-secret',
    data: { AGENTS_RUNTIME_DATABASE_PASSWORD: '' },
    code: 'VW5166',
    names: ['AGENTS_RUNTIME_DATABASE_PASSWORD', 'agents-runtime-db-password'],
  },
  {
    title: 'a password that is not encoded',
    incident: 'INC-24',
    secret: 'graph-db-credentials',
    data: { GRAPH_DATABASE_PASSWORD: reserved, GRAPH_DATABASE_URL: url('graph', reserved) },
    code: 'VW5175',
    names: ['GRAPH_DATABASE_URL', 'graph-db-url', 'not encoded'],
  },
  {
    title: 'another scheme',
    incident: 'INC-24',
    secret: 'transformation-db-credentials',
    data: { TRANSFORMATION_DATABASE_URL: url('transformation', word).replace('postgresql', 'mysql') },
    code: 'VW5174',
    names: ['TRANSFORMATION_DATABASE_URL', 'transformation-db-url', 'postgresql://'],
  },
  {
    title: 'another user',
    incident: 'INC-23',
    secret: 'threads-db-credentials',
    data: { THREADS_DATABASE_USER: 'stranger' },
    code: 'VW5176',
    names: ['THREADS_DATABASE_URL', 'threads-db-url'],
  },
  {
    title: 'another password',
    incident: 'INC-23',
    secret: 'workflows-db-secret',
    data: { WORKFLOWS_DATABASE_PASSWORD: `${word}-newer` },
    code: 'VW5177',
    names: ['WORKFLOWS_DATABASE_URL', 'workflows-db-url'],
  },
];

test('every gap is named at once, with Secret, key, Vault key and remedy, and no value', async () => {
  for (const { secret, data } of defects) {
    await bench.cluster.delete({ apiVersion: 'v1', kind: 'Secret' }, secret, namespace);
    if (data === undefined) continue;
    const good = sound.find((one) => one.secret === secret)?.data ?? {};
    const broken = Object.entries({ ...good, ...data }).filter(
      (entry): entry is [string, string] => entry[1] !== undefined,
    );
    await write(secret, Object.fromEntries(broken));
  }
  const { phase, log, message, isMigrated } = await migrate();
  expect({ phase, isMigrated }).toEqual({ phase: 'Failed', isMigrated: false });
  const lines: { kind: string; code: string; what: string; fix: string }[] = log
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line));
  const findings = lines.filter(({ kind }) => kind === 'DatabaseGuardFinding');
  for (const { title, secret, code, names } of defects)
    expect(
      findings.some(
        (one) =>
          one.code === code &&
          [`${namespace}/${secret}`, ...names].every((name) => `${one.what} ${one.fix}`.includes(name)),
      ),
      `${title}\n${log}`,
    ).toBe(true);
  // Three keys of the Secret that is missing.
  expect(findings).toHaveLength(defects.length + 2);
  for (const text of [log, message]) for (const value of [word, 'stranger', '5432']) expect(text).not.toContain(value);
  expect(JSON.parse(message)).toMatchObject({ kind: 'DatabaseGuardSummary', status: 'failed', exitStatus: 1 });
});

test('Flyway starts after the remedies', async () => {
  for (const { secret, data } of sound) {
    await bench.cluster.delete({ apiVersion: 'v1', kind: 'Secret' }, secret, namespace).catch(() => undefined);
    await write(secret, data);
  }
  expect((await migrate()).phase).toBe('Succeeded');
});
