// e2e: needs external-secrets, 2 minutes
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { ameide } from '../../../src/platform/definition.ts';
import { WorkstationRunner } from '../lifecycle/workstation-runner.ts';
import { until } from '../platform/until.ts';
import { GateBench, type GateRun, namespace } from './gate-bench.ts';
import { type Defect, dataPlane, operator, platform } from './rounds.ts';
import { secretRounds } from './secret-rounds.ts';
import { serverRounds } from './server-rounds.ts';

let gates: GateBench;
let station: WorkstationRunner;
const cluster = () => gates.bench.cluster;

/** A placeholder has another digest, and an ExternalSecret that lost its store or its role shows that too. */
const alsoFound = new Set(['VW5169', 'VW5161', 'VW5172']);

const isNamed = ({ findings }: GateRun, { code, names }: Defect): boolean =>
  findings.some((one) => one.code === code && names.every((name) => `${one.what} ${one.fix}`.includes(name)));

beforeAll(async () => {
  gates = await GateBench.start([platform, dataPlane, operator]);
  await cluster().apply({ apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'external-secrets' } });
  for (const { name, namespace: of } of gates.plans.get(operator)?.deployments ?? []) await gates.deploy(name, of);
  station = await WorkstationRunner.prepare(gates.bench, gates.environment);
});
afterAll(async () => {
  await station?.stop();
  await gates?.stop();
});

test('the rendered hook waits for a fresh environment, and is green', async () => {
  for (const smoke of [platform, dataPlane, operator]) await cluster().apply(gates.rendered('Job', smoke));
  for (const smoke of [platform, dataPlane, operator]) {
    const { exitStatus, log } = await gates.ended(smoke);
    expect(exitStatus, log).toBe(0);
  }
});

test('its CronJob is accepted, and a run of it by hand is green', async () => {
  const cronJob = structuredClone(gates.rendered('CronJob', dataPlane));
  cronJob.spec.suspend = true;
  await cluster().apply(cronJob);
  await gates.bench.kubectl('-n', namespace, 'create', 'job', 'by-hand', `--from=cronjob/${dataPlane}`);
  expect((await gates.ended('by-hand')).exitStatus).toBe(0);
});

describe.each([...secretRounds(() => gates), ...serverRounds(() => gates)])(
  'a smoke of $title',
  ({ smoke, defects }) => {
    let red: GateRun;

    beforeAll(async () => {
      for (const { seed } of defects) await seed();
      await until(60_000, async () => {
        red = await gates.run(smoke, 1);
        const unnamed = defects.filter((defect) => !isNamed(red, defect));
        return unnamed.length === 0
          ? undefined
          : `${unnamed.map(({ title }) => title).join(', ')}\n${red.log.slice(-4000)}`;
      });
    }, 140_000);

    test.each(defects)('is red for $title ($incident), with Secret, key and remedy', (defect) => {
      expect(isNamed(red, defect), red.log).toBe(true);
      expect(red.exitStatus).toBe(1);
    });

    test('is red for nothing else, in one run', () => {
      const wanted = new Set([...defects.map(({ code }) => code), ...alsoFound]);
      expect(red.findings.map(({ code }) => code).filter((code) => !wanted.has(code))).toEqual([]);
    });

    test('shows no value', () => {
      expect(red.log).not.toContain('example of');
      expect(red.log).not.toContain(ameide.settings.placeholder);
    });

    test('says the same from a workstation', async () => {
      // As a workstation that trusts the authority of local does.
      const trusted = { NODE_EXTRA_CA_CERTS: gates.gitLab.authorityFile };
      const { status, out, err } = await station.run(['doctor', '--json', '--smoke', smoke], trusted);
      const report: { reports: { findings: { code: string }[] }[] } = JSON.parse(out || '{"reports":[]}');
      const codes = new Set(report.reports.flatMap(({ findings }) => findings.map(({ code }) => code)));
      // A person has the right that the smoke lacks.
      const wanted = defects.map(({ code }) => code).filter((code) => code !== 'VW5019');
      expect(
        [...wanted].filter((code) => !codes.has(code)),
        err,
      ).toEqual([]);
      expect(status).toBe(1);
    });

    test('is green after the remedies', async () => {
      for (const { remedy } of defects.toReversed()) await remedy();
      const { exitStatus, findings, log } = await gates.run(smoke, 40);
      expect(findings, log.slice(-3000)).toEqual([]);
      expect(exitStatus).toBe(0);
    });
  },
);
