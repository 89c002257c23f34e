import { expect, test } from 'vitest';
import { sharedHealthChecks } from '../../../../src/guardrails/rules/conventions/shared-health-checks.ts';
import { findingsOf } from '../../findings-of.ts';

test('shared-health-checks points at the check, of the environment alone', () => {
  const [example] = sharedHealthChecks.examples.failing;
  expect(findingsOf(example).map(({ rule, place }) => [rule, place.output, place.field])).toEqual([
    ['shared-health-checks', 'dev/values/argocd.yaml', 'configs.cm["resource.customizations.health.batch_CronJob"]'],
  ]);
});
