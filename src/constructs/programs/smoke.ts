import type { PolicyRule } from '../../../imports/kubernetes.d.ts';
import { splitSmokePlan } from '../../model/documents/document-parts.ts';
import type { SmokePlan } from '../../model/documents/smoke-plan.ts';
import type { ForeignRules, Program } from './program.ts';
import { reachOnly } from './reach.ts';

/** Inspects what was rolled out before it: ExternalSecrets, their Secrets, stores, Vault and Deployments. */
export const smokeProgram: Program<SmokePlan> = {
  settings: 'smoke-plan',
  documents: [],
  split: splitSmokePlan,
  rules: (settings) => rulesIn(settings, settings.namespace),
  foreignRules,
  network: ({ vault }, podLabels) => reachOnly(podLabels, { anywhere: [], vault: vault?.address }),
};

/** Namespaces of this environment; Deployments elsewhere are those of the cluster's operators. */
const namespacesOf = ({ namespace: own, secrets, stores }: SmokePlan): Set<string> =>
  new Set([own, ...secrets.map(({ namespace }) => namespace), ...stores.flatMap(({ namespace }) => namespace ?? [])]);

function foreignRules(settings: SmokePlan): ForeignRules[] {
  const own = namespacesOf(settings);
  const elsewhere = [...own].filter((namespace) => namespace !== settings.namespace).sort();
  const ofCluster = [
    reading('apps', 'deployments', settings.deployments.filter(({ namespace }) => !own.has(namespace)).map(nameOf)),
    reading(
      'external-secrets.io',
      'clustersecretstores',
      settings.stores.filter(({ kind }) => kind === 'ClusterSecretStore').map(nameOf),
    ),
  ].flat();
  return [
    ...elsewhere.map((namespace) => ({ namespace, rules: rulesIn(settings, namespace) })),
    ...(ofCluster.length > 0 ? [{ namespace: undefined, rules: ofCluster }] : []),
  ];
}

function rulesIn({ secrets, stores, deployments, digests }: SmokePlan, namespace: string): PolicyRule[] {
  const here = secrets.filter((one) => one.namespace === namespace);
  return [
    reading(
      '',
      'secrets',
      here.map(({ secret }) => secret),
    ),
    reading('', 'configmaps', digests?.namespace === namespace ? [digests.configMap] : []),
    reading('apps', 'deployments', deployments.filter((one) => one.namespace === namespace).map(nameOf)),
    reading(
      'external-secrets.io',
      'externalsecrets',
      here.map(({ externalSecret }) => externalSecret),
    ),
    reading('external-secrets.io', 'secretstores', stores.filter((one) => one.namespace === namespace).map(nameOf)),
  ].flat();
}

const nameOf = ({ name }: { readonly name: string }): string => name;

const reading = (group: string, resource: string, names: readonly string[]): PolicyRule[] =>
  names.length === 0
    ? []
    : [{ apiGroups: [group], resources: [resource], resourceNames: [...new Set(names)].sort(), verbs: ['get'] }];
