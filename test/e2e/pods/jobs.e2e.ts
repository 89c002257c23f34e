import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { Bench } from '../bench.ts';
import type { KubernetesObject } from '../clients/kubernetes-client.ts';
import { until } from '../platform/until.ts';

const namespace = 'pods-test';
const jobKind = { apiVersion: 'batch/v1', kind: 'Job' };
const podKind = { apiVersion: 'v1', kind: 'Pod' };
const image =
  'docker.io/library/node:24-alpine@sha256:0000000000000000000000000000000000000000000000000000000000000000';

let bench: Bench;

beforeAll(async () => {
  bench = await Bench.start({ kubernetes: true, pods: {} });
  await bench.cluster.apply({ apiVersion: 'v1', kind: 'Namespace', metadata: { name: namespace } });
  await bench.cluster.apply({
    apiVersion: 'v1',
    kind: 'ConfigMap',
    metadata: { name: 'program', namespace },
    data: { 'main.mjs': 'import("/opt/program/show.mjs")', 'show.mjs': showProgram },
  });
  await bench.cluster.apply({
    apiVersion: 'v1',
    kind: 'Secret',
    metadata: { name: 'from-secret', namespace },
    stringData: { word: 'example-of-a-word' },
  });
  await until(30_000, async () =>
    (await bench.cluster.find({ apiVersion: 'v1', kind: 'ServiceAccount' }, 'default', namespace))
      ? undefined
      : 'the namespace has no ServiceAccount',
  );
});

afterAll(async () => {
  await bench?.stop();
});

/** Prints what a container sees, as one line of JSON. */
const showProgram = `
import { existsSync, lstatSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { hostname } from 'node:os';
const account = '/var/run/secrets/kubernetes.io/serviceaccount';
const attempt = (work) => { try { work(); return 'allowed'; } catch (error) { return error.code; } };
const token = readFileSync(account + '/token', 'utf8');
const claims = JSON.parse(Buffer.from(token.split('.')[1], 'base64url'));
process.exitCode = Number(process.env.EXIT ?? 0);
writeFileSync('/dev/termination-log', 'ended by itself');
console.log(JSON.stringify({
  argv: process.argv.slice(2), env: process.env, cwd: process.cwd(), uid: process.getuid(), pid: process.pid, host: hostname(),
  boundTo: claims['kubernetes.io'].pod?.name, account: readdirSync(account).filter((name) => !name.startsWith('..')).sort(),
  isLink: lstatSync('/opt/program/main.mjs').isSymbolicLink(), tmp: readdirSync('/tmp'),
  privileges: readFileSync('/proc/self/status', 'utf8').match(/^NoNewPrivs:\\t(.)$/m)[1],
  effective: readFileSync('/proc/self/status', 'utf8').match(/^CapEff:\\t(.+)$/m)[1],
  writes: { machine: attempt(() => writeFileSync('/etc/example', '')), configMap: attempt(() => writeFileSync('/opt/program/x', '')),
    tmp: attempt(() => writeFileSync('/tmp/x', '')), root: attempt(() => writeFileSync('/x', '')), empty: attempt(() => writeFileSync('/scratch/x', '')) },
}));
`;

function job(name: string, container: object, spec: object = {}, pod: object = {}): KubernetesObject {
  return {
    ...jobKind,
    metadata: { name, namespace },
    spec: {
      backoffLimit: 0,
      ...spec,
      template: {
        metadata: { labels: { of: name } },
        spec: {
          restartPolicy: 'Never',
          ...pod,
          containers: [
            {
              name: 'main',
              image,
              command: ['node', '/opt/program/main.mjs'],
              volumeMounts: [
                { name: 'program', mountPath: '/opt/program', readOnly: true },
                { name: 'scratch', mountPath: '/scratch' },
              ],
              ...container,
            },
          ],
          volumes: [
            { name: 'program', configMap: { name: 'program' } },
            { name: 'scratch', emptyDir: {} },
          ],
        },
      },
    },
  };
}

/** Waits until the Job controller says how the Job ended, and gives the Job's Pods too. */
async function ended(name: string) {
  const conditions = async (): Promise<Record<string, string>[]> =>
    (await bench.cluster.get(jobKind, name, namespace)).status?.conditions ?? [];
  const isEnd = ({ type, status }: Record<string, string>): boolean =>
    ['Complete', 'Failed'].includes(type ?? '') && status === 'True';
  await until(60_000, async () => ((await conditions()).some(isEnd) ? undefined : `Job ${name} has not ended`));
  const condition = (await conditions()).find(isEnd);
  const pods = await bench.cluster.list(podKind, namespace, `?labelSelector=of=${name}`);
  return { condition: condition?.type, reason: condition?.reason, pods };
}

const seenBy = (name: string) => JSON.parse(bench.pods.logs(namespace, name));

describe('the Pod runner', () => {
  test('runs a Pod as it is written', async () => {
    const security = { runAsUser: 1000, runAsGroup: 1000, runAsNonRoot: true };
    const container = {
      args: ['--name=$(NAME)', '$$(NAME)', '$(UNKNOWN)'],
      workingDir: '/scratch',
      env: [
        { name: 'NAME', value: 'first' },
        { name: 'WORD', valueFrom: { secretKeyRef: { name: 'from-secret', key: 'word' } } },
        { name: 'OWN', valueFrom: { fieldRef: { fieldPath: 'metadata.namespace' } } },
        { name: 'BOTH', value: '$(NAME) and $(WORD)' },
      ],
      securityContext: {
        allowPrivilegeEscalation: false,
        readOnlyRootFilesystem: true,
        capabilities: { drop: ['ALL'] },
      },
    };
    await bench.cluster.create(job('as-written', container, {}, { securityContext: security }));
    const { condition, pods } = await ended('as-written');
    const seen = seenBy('as-written');

    expect(condition).toBe('Complete');
    const [pod] = pods;
    expect(pod?.status.containerStatuses[0].state.terminated).toMatchObject({
      exitCode: 0,
      reason: 'Completed',
      message: 'ended by itself',
    });
    expect(seen).toMatchObject({
      argv: ['--name=first', '$(NAME)', '$(UNKNOWN)'],
      cwd: '/scratch',
      uid: 1000,
      pid: 1,
      host: pod?.metadata.name,
      boundTo: pod?.metadata.name,
      account: ['ca.crt', 'namespace', 'token'],
      isLink: true,
      tmp: [],
      privileges: '1',
      effective: '0000000000000000',
      writes: { machine: 'EROFS', configMap: 'EROFS', tmp: 'allowed', root: 'EROFS', empty: 'allowed' },
    });
    const { NAME, WORD, OWN, BOTH, KUBERNETES_SERVICE_HOST, HOSTNAME, PATH, ...others } = seen.env;
    expect({ NAME, WORD, OWN, BOTH, KUBERNETES_SERVICE_HOST }).toEqual({
      NAME: 'first',
      WORD: 'example-of-a-word',
      OWN: namespace,
      BOTH: 'first and example-of-a-word',
      KUBERNETES_SERVICE_HOST: '10.96.0.1',
    });
    expect(HOSTNAME).toBe(pod?.metadata.name);
    // Nothing of the environment of the tests reaches a container.
    expect(Object.keys(others).filter((key) => key !== 'HOME' && !key.startsWith('KUBERNETES_'))).toEqual([]);
  });

  test.each([
    ['a failing program', { env: [{ name: 'EXIT', value: '7' }] }, { exitCode: 7, reason: 'Error' }],
    ['a program that does not exist', { command: ['no-such-program'] }, { exitCode: 127, reason: 'Error' }],
  ])('reports %s as failed', async (title, container, terminated) => {
    const name = title.replaceAll(' ', '-');
    await bench.cluster.create(job(name, container));
    const { condition, pods } = await ended(name);
    expect(condition).toBe('Failed');
    expect(pods[0]?.status.containerStatuses[0].state.terminated).toMatchObject(terminated);
  });

  test('refuses a Pod of which it would leave something out', async () => {
    await bench.cluster.create(job('with-probe', { livenessProbe: { exec: { command: ['true'] } } }));
    const { condition, pods } = await ended('with-probe');
    expect(condition).toBe('Failed');
    expect(pods[0]?.status).toMatchObject({
      reason: 'NotImitated',
      message: expect.stringContaining('livenessProbe'),
    });
  });

  test('lets a Pod wait for a Secret that comes later', async () => {
    const late = { name: 'LATE', valueFrom: { secretKeyRef: { name: 'late', key: 'word' } } };
    await bench.cluster.create(job('waits', { env: [late] }));
    await until(20_000, async () => {
      const [pod] = await bench.cluster.list(podKind, namespace, '?labelSelector=of=waits');
      const waiting = pod?.status?.containerStatuses?.[0]?.state?.waiting;
      return waiting?.reason === 'CreateContainerConfigError' ? undefined : JSON.stringify(pod?.status ?? {});
    });
    const metadata = { name: 'late', namespace };
    await bench.cluster.apply({ apiVersion: 'v1', kind: 'Secret', metadata, stringData: { word: 'example' } });
    expect((await ended('waits')).condition).toBe('Complete');
    expect(seenBy('waits').env.LATE).toBe('example');
  });

  test('reports a program that is killed as failed', async () => {
    await bench.cluster.create(job('killed', { command: ['sleep', '60'] }));
    const runs = () => bench.pods.running.filter(({ pod }) => pod.metadata.labels?.of === 'killed');
    await until(20_000, async () => ((runs()[0]?.programPids.length ?? 0) > 0 ? undefined : 'no program runs'));
    await runs()[0]?.kill();
    const { condition, pods } = await ended('killed');
    expect(condition).toBe('Failed');
    expect(pods[0]?.status.containerStatuses[0].state.terminated).toMatchObject({ exitCode: 137, reason: 'Error' });
  });

  test('runs a Job that is made from a CronJob by hand, which is removed after its time', async () => {
    const { spec } = job('by-hand', {}, { ttlSecondsAfterFinished: 1 });
    const metadata = { name: 'minutely', namespace };
    const schedule = { schedule: '*/1 * * * *', suspend: true, concurrencyPolicy: 'Forbid', jobTemplate: { spec } };
    await bench.cluster.apply({ apiVersion: 'batch/v1', kind: 'CronJob', metadata, spec: schedule });
    await bench.kubectl('--namespace', namespace, 'create', 'job', 'by-hand', '--from=cronjob/minutely');
    expect((await ended('by-hand')).condition).toBe('Complete');
    await until(20_000, async () =>
      (await bench.cluster.find(jobKind, 'by-hand', namespace)) ? 'the Job is still there' : undefined,
    );
    expect(seenBy('by-hand').pid).toBe(1);
  });

  test('stops the program of a Pod that is deleted', async () => {
    const program =
      'process.on("SIGTERM", () => { console.log("asked to stop"); process.exit(0); }); setInterval(() => {}, 1000)';
    await bench.cluster.create(job('deleted', { command: ['node', '-e', program] }));
    const runs = () => bench.pods.running.filter(({ pod }) => pod.metadata.labels?.of === 'deleted');
    await until(20_000, async () => ((runs()[0]?.programPids.length ?? 0) > 0 ? undefined : 'no program runs'));
    // The handler is there once Node has started.
    await new Promise((settle) => setTimeout(settle, 1_000));
    await bench.cluster.delete(jobKind, 'deleted', namespace);
    await until(20_000, async () => (runs().length === 0 ? undefined : 'the program still runs'));
    expect(bench.pods.logs(namespace, 'deleted')).toContain('asked to stop');
  });
});
