import { documentLabel } from '../../model/documents/fixture-map.ts';
import { regulatedNoInit } from '../rules/environments/regulated-no-init.ts';
import { vaultReadiness } from '../rules/environments/vault-readiness.ts';
import { type AdmissionCheck, celString, regulatedNamespaces } from './admission-check.ts';

const opening = celString('\\bvault\\s+operator\\s+(init|unseal)\\b');
const rootMaterial = celString('(?i)(^|_)(root_token|unseal_keys?)$');

/** CEL that is true for containers that neither open Vault nor get a root token or an unseal key. */
const harmless = (podSpec: string): string => {
  const says = (field: string): string => `(!has(c.${field}) || !c.${field}.exists(word, word.matches(${opening})))`;
  const gets = `(!has(c.env) || !c.env.exists(variable, variable.name.matches(${rootMaterial})))`;
  return `${podSpec}.containers.all(c, ${says('command')} && ${says('args')} && ${gets})`;
};

const base = { rule: regulatedNoInit, namespaces: regulatedNamespaces, conditions: () => [] };
const batch = { apiGroups: ['batch'], apiVersions: ['v1'] };

/** Refuses a CronJob in a regulated namespace that initialises or unseals Vault. */
export const regulatedCronJobs: AdmissionCheck = {
  ...base,
  name: 'no-regulated-opening-cronjob',
  resources: { ...batch, resources: ['cronjobs'] },
  expressions: () => [harmless('object.spec.jobTemplate.spec.template.spec')],
};

/** Refuses a Job in a regulated namespace that initialises or unseals Vault. */
export const regulatedJobs: AdmissionCheck = {
  ...base,
  name: 'no-regulated-opening-job',
  resources: { ...batch, resources: ['jobs'] },
  expressions: () => [harmless('object.spec.template.spec')],
};

/** Refuses the settings of a bootstrap in a regulated namespace, also those that turn parts off. */
export const regulatedSettings: AdmissionCheck = {
  ...base,
  name: 'no-regulated-bootstrap',
  resources: { apiGroups: [''], apiVersions: ['v1'], resources: ['configmaps'] },
  objectLabels: { [documentLabel]: 'bootstrap-settings' },
  expressions: () => ['false'],
};

const relaxed = celString('/v1/sys/health[?](.*&)?(sealedcode|uninitcode)=[23]');

/** Refuses a workload in a regulated namespace in which a sealed Vault counts as ready. */
export const regulatedReadiness: AdmissionCheck = {
  rule: vaultReadiness,
  name: 'no-relaxed-readiness',
  resources: { apiGroups: ['apps'], apiVersions: ['v1'], resources: ['deployments', 'statefulsets'] },
  namespaces: regulatedNamespaces,
  conditions: () => [],
  expressions: () => [
    `object.spec.template.spec.containers.all(c, !has(c.readinessProbe) || !has(c.readinessProbe.httpGet) || ` +
      `!has(c.readinessProbe.httpGet.path) || !c.readinessProbe.httpGet.path.matches(${relaxed}))`,
  ],
};
