import { missingTypeKeys } from '../../model/declarations/secret-type-keys.ts';
import { SecretTemplate } from '../../model/declarations/template.ts';
import type { Diagnostic } from '../../model/diagnostics/diagnostic.ts';
import { isSubdomain } from '../../model/kubernetes-names.ts';
import type { EnvironmentApp } from '../environment-app.ts';
import { templateText } from '../objects/template-text.ts';
import { namespacesThatRead, storesOf } from '../tree/collect-environment.ts';
import { problemAt } from './problem-at.ts';

/**
 * Finds what is wrong with the Secrets of one environment: their names, contents, owners, stores, and who
 * reads them.
 */
export function secretProblems(app: EnvironmentApp): Diagnostic[] {
  return [
    ...nameProblems(app),
    ...typeProblems(app),
    ...templateProblems(app),
    ...ownershipProblems(app),
    ...readProblems(app),
    ...storeProblems(app),
  ];
}

function nameProblems(app: EnvironmentApp): Diagnostic[] {
  const { placements, clusterPlacements, deliveries } = app.collect();
  const named = [
    ...[...placements, ...clusterPlacements].flatMap(({ externalSecret, ...placement }) => [
      { name: externalSecret, kind: 'an ExternalSecret', ...placement },
      { name: placement.contract.nameIn(app.environment), kind: 'a Secret', ...placement },
    ]),
    ...deliveries.map((delivery) => ({
      name: delivery.contract.nameIn(app.environment),
      kind: 'a Secret',
      ...delivery,
    })),
  ];
  return named.flatMap(({ name, kind, ...found }) =>
    isSubdomain(name) ? [] : [problemAt(app, 'VW1004', `"${name}" is not a valid name for ${kind}`, found)],
  );
}

/**
 * Secrets whose type demands a data key that they do not have; a Secret that is merged into may have it from
 * its creator.
 */
function typeProblems(app: EnvironmentApp): Diagnostic[] {
  const { placements, clusterPlacements } = app.collect();
  return [...placements, ...clusterPlacements].flatMap(({ contract, ...found }) => {
    if (contract.creationPolicy === 'Merge') return [];
    const missing = missingTypeKeys(contract.type, new Set(contract.keysIn(app.environment)));
    const secret = contract.nameIn(app.environment);
    return missing.map((alternatives) =>
      problemAt(
        app,
        'VW1019',
        `Secret "${secret}" of type ${contract.type} has no ${alternatives.join(' or ')}`,
        found,
      ),
    );
  });
}

/** Templates whose text depends on the environment, and is empty in this one. */
function templateProblems(app: EnvironmentApp): Diagnostic[] {
  const { placements, clusterPlacements } = app.collect();
  return [...placements, ...clusterPlacements].flatMap(({ contract, constructPath }) =>
    contract.bindingsIn(app.environment).flatMap(([dataKey, source]) => {
      if (!SecretTemplate.is(source) || source.parts.length === 0) return [];
      if (templateText(source, app.environment, () => dataKey) !== '') return [];
      const found = { constructPath, declaredAt: source.declaredAt };
      return [
        problemAt(app, 'VW1012', `The template of data key "${dataKey}" is empty in "${app.environment.name}"`, found),
      ];
    }),
  );
}

function ownershipProblems(app: EnvironmentApp): Diagnostic[] {
  const { environment } = app;
  const { placements, deliveries } = app.collect();
  const owned = [
    ...placements.map((placement) => ({ ...placement, merges: placement.contract.creationPolicy === 'Merge' })),
    ...deliveries.map((delivery) => ({ ...delivery, merges: false })),
  ];
  const owners = new Map<string, string>();
  const written = new Map(
    placements.flatMap(({ contract, namespace, component }) =>
      contract.creationPolicy === 'Owner' ? [[`${namespace}/${contract.nameIn(environment)}`, component.name]] : [],
    ),
  );
  return owned.flatMap(({ contract, namespace, component, merges, ...found }) => {
    const secret = `${namespace}/${contract.nameIn(environment)}`;
    if (merges) {
      const owner = written.get(secret);
      if (owner === undefined) return [];
      const what = `"${component.name}" merges into Secret "${secret}", which an ExternalSecret of "${owner}" owns`;
      return [problemAt(app, 'VW1130', what, found)];
    }
    const first = owners.get(secret);
    owners.set(secret, first ?? component.name);
    return first === undefined
      ? []
      : [problemAt(app, 'VW1103', `Secret "${secret}" is owned by "${first}" and by "${component.name}"`, found)];
  });
}

function readProblems(app: EnvironmentApp): Diagnostic[] {
  const { environment } = app;
  const { components, placements, deliveries } = app.collect();
  const placed = new Set(
    [...placements, ...deliveries].map(({ contract, namespace }) => `${namespace}/${contract.nameIn(environment)}`),
  );
  const creating = placements.filter(({ contract }) => contract.creationPolicy !== 'Merge');
  const created = new Set(
    [...creating, ...deliveries].map(({ contract, namespace }) => `${namespace}/${contract.nameIn(environment)}`),
  );
  return components.flatMap((component) => {
    const found = { constructPath: component.node.path, declaredAt: component.declaredAt };
    const absent = component.reads.flatMap(({ contract, key }) =>
      key === undefined || contract.keysIn(environment).includes(key) ? [] : [`${contract.nameIn(environment)}.${key}`],
    );
    const missing = component.reads
      .filter(({ contract }) => !placed.has(`${component.componentNamespace}/${contract.nameIn(environment)}`))
      .map(({ contract }) => contract.nameIn(environment));
    const uncreated = component.reads
      .map(({ contract }) => contract.nameIn(environment))
      .filter((name) => !created.has(`${component.componentNamespace}/${name}`) && !missing.includes(name));
    return [
      ...[...new Set(uncreated)].map((secret) => {
        const what = `Component "${component.name}" reads Secret "${component.componentNamespace}/${secret}", into which keys are merged and which nothing creates`;
        return problemAt(app, 'VW1131', what, found);
      }),
      ...[...new Set(missing)].map((secret) =>
        problemAt(
          app,
          'VW1108',
          `Component "${component.name}" reads Secret "${component.componentNamespace}/${secret}", which nothing places`,
          found,
        ),
      ),
      ...[...new Set(absent)].map((key) =>
        problemAt(
          app,
          'VW1113',
          `Component "${component.name}" reads data key "${key}", which does not exist here`,
          found,
        ),
      ),
    ];
  });
}

function storeProblems(app: EnvironmentApp): Diagnostic[] {
  const collected = app.collect();
  const reading = collected.stores.filter(({ use }) => use === 'read');
  const isServed = (namespace: string, store: string | undefined): boolean =>
    reading.some(
      ({ id, serves }) =>
        id === store &&
        (serves.kind === 'where-read' || (serves.kind === 'namespace' && serves.namespace === namespace)),
    );
  const { environment, platform } = app;
  return [undefined, ...platform.storeDefinitions.keys()].flatMap((store) =>
    namespacesThatRead(collected, environment, store)
      .filter((namespace) => !isServed(namespace, store))
      .map((namespace) => {
        const first = collected.placements.find(
          (placement) => placement.namespace === namespace && storesOf(placement.contract, environment).has(store),
        );
        const which = store === undefined ? 'No store' : `No store "${platform.nameOfStore(store)}"`;
        return problemAt(app, 'VW1114', `${which} serves the ExternalSecrets of namespace "${namespace}"`, first);
      }),
  );
}
