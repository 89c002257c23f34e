import { describe, expect, test } from 'vitest';
import { type AlertCase, hasPromtool, type RuleGroup, testRules } from '../constructs/alerts/promtool.ts';
import { sharedRendering } from './shared-rendering.ts';

const cronJob = 'namespace="ameide-dev",cronjob="foundation-vault-bootstrap-vault-bootstrap"';
const sealed = 'vault_core_unsealed{namespace="ameide-dev"}';

const cases: readonly AlertCase[] = [
  {
    title: 'a sealed Vault',
    series: { [sealed]: '0x60' },
    at: '3m',
    alert: 'VaultSealed',
    fires: { namespace: 'ameide-dev' },
  },
  {
    title: 'a Vault that a bootstrap opened',
    series: { [sealed]: '0x1 1x60' },
    at: '10m',
    alert: 'VaultSealed',
    fires: undefined,
  },
  {
    title: 'a Vault that tells nothing',
    series: {},
    at: '16m',
    alert: 'VaultNotSeen',
    fires: { namespace: 'ameide-dev' },
  },
  {
    title: 'a Vault that tells something',
    series: { [sealed]: '1x60' },
    at: '16m',
    alert: 'VaultNotSeen',
    fires: undefined,
  },
  {
    title: 'a bootstrap whose last Job failed',
    series: {
      'kube_job_status_failed{namespace="ameide-dev",job_name="foundation-vault-bootstrap-vault-bootstrap-29384756"}':
        '1x60',
    },
    at: '11m',
    alert: 'BootstrapFailing',
    fires: {},
  },
  {
    title: 'another Job that failed',
    series: { 'kube_job_status_failed{namespace="ameide-dev",job_name="backup-29384756"}': '1x60' },
    at: '11m',
    alert: 'BootstrapFailing',
    fires: undefined,
  },
  {
    title: 'a bootstrap that never succeeded',
    series: { [`kube_cronjob_created{${cronJob}}`]: '0x60' },
    at: '14m',
    alert: 'BootstrapLate',
    fires: {},
  },
  {
    title: 'a bootstrap that has time left',
    series: { [`kube_cronjob_created{${cronJob}}`]: '0x60' },
    at: '11m',
    alert: 'BootstrapLate',
    fires: undefined,
  },
  {
    title: 'a bootstrap that succeeded long ago',
    series: {
      [`kube_cronjob_created{${cronJob}}`]: '0x60',
      [`kube_cronjob_status_last_successful_time{${cronJob}}`]: '60x60',
    },
    at: '16m',
    alert: 'BootstrapLate',
    fires: {},
  },
  {
    title: 'an old bootstrap that succeeds every minute',
    series: {
      [`kube_cronjob_created{${cronJob}}`]: '0x60',
      [`kube_cronjob_status_last_successful_time{${cronJob}}`]: '0+60x60',
    },
    at: '50m',
    alert: 'BootstrapLate',
    fires: undefined,
  },
];

const { manifests } = await sharedRendering();
const rule = manifests.find(({ environment, value }) => environment === 'dev' && value.kind === 'PrometheusRule');
const value = rule?.value as unknown as { readonly spec: { readonly groups: readonly RuleGroup[] } } | undefined;
const groups = value?.spec.groups ?? [];

describe('alerts of the platform', () => {
  test.skipIf(!hasPromtool)('fire when Vault or its bootstrap is not well, and only then', () => {
    expect(testRules(groups, cases)).toEqual([0, expect.stringContaining('SUCCESS')]);
  });
});
