import { load } from 'js-yaml';
import { describe, expect, test } from 'vitest';
import { healthChecks } from '../../src/exports/health-checks.ts';
import { guardPlanVariable } from '../../src/model/documents/database-guard-plan.ts';
import { ameide } from '../../src/platform/definition.ts';
import { operators } from '../../src/platform/operators.ts';
import { RenderedEnvironment } from './rendered-environment.ts';
import { sharedRendering } from './shared-rendering.ts';

const rendered = await sharedRendering();
const environments = ameide.environmentNames.map((name) => new RenderedEnvironment(rendered, name));

/**
 * What reads its Secrets once or by an operator, with the part of the brief that says so, and its preflights.
 * What is only in some environments is listed with these.
 */
const guarded: Readonly<
  Record<string, { readonly only?: readonly string[]; readonly preflights?: readonly string[]; readonly by: string }>
> = {
  clickhouse: { by: 'an operator (INC-35, §12)' },
  coder: { by: 'CronJobs that mint tokens (§5)', only: ['dev'] },
  'db-migrations': { by: 'a Job (§10)' },
  gitlab: { by: 'reconcilers of its state (INC-40)' },
  grafana: { by: 'a Pod that loops (INC-35)' },
  keycloak: { by: 'an operator (§17)' },
  'keycloak-realm': {
    by: 'the client-patcher before the sync, and an operator (§7)',
    preflights: ['keycloak-realm', 'keycloak-realm-presync'],
  },
  'langfuse-bootstrap': { by: 'a Job that raced seeding (INC-35)' },
  minio: { by: 'its provisioning (INC-35, INC-40)' },
  pgadmin: { by: 'a Pod that loops (INC-35)' },
  'platform-postgres-clusters': { by: 'an operator (§17)' },
  plausible: { by: 'a Job and a Pod that loops (INC-35)' },
  'redis-failover': { by: 'an operator (§17)' },
  temporal: {
    by: 'an operator, and its Jobs before the sync (catalogue)',
    preflights: ['temporal', 'temporal-presync'],
  },
};

interface GatePlan {
  readonly kind: string;
  readonly name?: string;
  readonly component?: string;
  readonly bootstrap?: { readonly name: string; readonly namespace: string };
  readonly configurator?: { readonly name: string; readonly namespace: string };
}

/** The plans of every smoke, preflight and guard of an environment. */
function plansOf(environment: RenderedEnvironment): GatePlan[] {
  const plans = environment
    .objects()
    .flatMap(({ kind, data }) =>
      kind === 'ConfigMap'
        ? Object.entries(data ?? {}).flatMap(([key, text]) =>
            /^(?:smoke|preflight)-plan\.json$/.test(key) ? [JSON.parse(String(text)) as GatePlan] : [],
          )
        : [],
    );
  const { migrations } = load(rendered.files.get(`${environment.name}/values/db-migrations.yaml`) ?? '') as {
    readonly migrations: { readonly extraInitContainers: readonly { readonly env: readonly EnvVar[] }[] };
  };
  const guards = migrations.extraInitContainers.flatMap(({ env }) =>
    env.flatMap(({ name, value }) => (name === guardPlanVariable ? [JSON.parse(value ?? '') as GatePlan] : [])),
  );
  return [...plans, ...guards];
}
interface EnvVar {
  readonly name: string;
  readonly value?: string;
}

describe.each(environments)('the gates of $name', (environment) => {
  const isRegulated = environment.profile.lifecycle === 'regulated';
  const plans = plansOf(environment);

  test(`name ${isRegulated ? 'the configurator' : 'the bootstrap'} in their remedies, and nothing that is not there`, () => {
    expect(new Set(plans.map(({ kind }) => kind))).toEqual(
      new Set(['SmokePlan', 'PreflightPlan', 'DatabaseGuardPlan']),
    );
    for (const { kind, name, bootstrap, configurator } of plans) {
      const { found, other } = isRegulated
        ? { found: configurator, other: bootstrap }
        : { found: bootstrap, other: configurator };
      expect(other, `${kind} ${name}`).toBeUndefined();
      const selected = environment
        .objects()
        .filter(
          ({ kind: of, metadata }) =>
            metadata.namespace === found?.namespace &&
            (isRegulated
              ? of === 'Job' && metadata.labels?.['app.kubernetes.io/name'] === found?.name
              : of === 'CronJob' && metadata.name === found?.name),
        );
      expect(selected, `${kind} ${name}`).toHaveLength(1);
    }
  });

  test('hold back every Job, CronJob, hook and consumer of an operator', () => {
    const preflights = plans.filter(({ kind }) => kind === 'PreflightPlan');
    expect(preflights.map(({ component, name }) => `${component}: ${name}`).sort()).toEqual(
      Object.entries(guarded)
        .filter(([, { only = [environment.name] }]) => only.includes(environment.name))
        .flatMap(([component, { preflights: names = [component] }]) =>
          names.map((name) => `${component}: ${name}-preflight`),
        )
        .sort(),
    );
  });

  test('wait for the operators of every kind that the platform brings or judges', () => {
    const known = new Set(operators.flatMap(({ groups }) => groups));
    const judged = healthChecks.map(({ group }) => group);
    const brought = rendered.manifests
      .filter(({ role }) => role === 'object')
      .map(({ value }) => String(value.apiVersion).split('/'))
      .flatMap(([group = '', version]) => (version === undefined ? [] : [group]));
    // The API server itself, Argo CD, which runs this, and the operator that has a smoke of its own.
    const ofItself =
      /^(?:apps|batch|policy|argoproj\.io|external-secrets\.io|[^.]+\.k8s\.io|.*\.authorization\.k8s\.io)$/;
    const isOwn = (group: string): boolean => ofItself.test(group) && group !== 'k8s.keycloak.org';
    expect([...new Set([...judged, ...brought])].filter((group) => !isOwn(group) && !known.has(group))).toEqual([]);
    const plan = plans.find(({ name }) => name === 'foundation-operators-smoke') as {
      deployments?: { name: string }[];
    };
    const inspected = plan.deployments?.map(({ name }) => name);
    // Data planes, and what delivers certificates.
    for (const name of ['cert-manager', 'cloudnative-pg', 'redis-operator', 'clickhouse-operator', 'envoy-gateway'])
      expect(inspected).toContain(name);
    expect(inspected?.includes('trust-manager')).toBe(isRegulated);
  });
});
