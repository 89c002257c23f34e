import type { VaultSecret } from '../../model/declarations/secret-contract.ts';
import type { Diagnostic } from '../../model/diagnostics/diagnostic.ts';
import { formatPhase } from '../../model/platform/phase.ts';
import type { Component } from '../component.ts';
import type { EnvironmentApp } from '../environment-app.ts';
import { storesOf } from '../tree/collect-environment.ts';
import type { Found } from '../tree/contribution.ts';
import type { VaultKeyUse } from '../tree/vault-key-uses.ts';
import { problemAt } from './problem-at.ts';

/**
 * Finds readers that are rolled out before what they read.
 *
 * Three edges must grow: a store before the ExternalSecrets that it serves, a producer before the
 * ExternalSecrets that need its real value, and an ExternalSecret before the components that read its Secret.
 * Inside one component order is its own affair (sync waves); between components of one phase there is none.
 */
export function phaseProblems(app: EnvironmentApp, uses: readonly VaultKeyUse[]): Diagnostic[] {
  return [...storeEdges(app), ...producerEdges(app, uses), ...consumerEdges(app)];
}

function storeEdges(app: EnvironmentApp): Diagnostic[] {
  const { stores, placements, clusterPlacements } = app.collect();
  const latest = (contract: VaultSecret<string>, needed: (namespace: string) => boolean) => {
    const ids = storesOf(contract, app.environment);
    return stores.filter(
      ({ id, use, serves }) =>
        use === 'read' && ids.has(id) && (serves.kind !== 'namespace' || needed(serves.namespace)),
    );
  };
  return [
    ...placements.flatMap((placement) =>
      latest(placement.contract, (namespace) => namespace === placement.namespace).flatMap((store) =>
        inOrder(store.component, placement.component) || store.serves.kind === 'patterns'
          ? []
          : [
              late(
                app,
                placement,
                `ExternalSecret "${placement.externalSecret}" (${describe(placement.component)})`,
                `its store (${describe(store.component)})`,
              ),
            ],
      ),
    ),
    ...clusterPlacements.flatMap((placement) =>
      latest(placement.contract, () => false).flatMap((store) =>
        inOrder(store.component, placement.component)
          ? []
          : [
              late(
                app,
                placement,
                `ClusterExternalSecret "${placement.externalSecret}" (${describe(placement.component)})`,
                `its store (${describe(store.component)})`,
              ),
            ],
      ),
    ),
  ];
}

function producerEdges(app: EnvironmentApp, uses: readonly VaultKeyUse[]): Diagnostic[] {
  const { writers } = app.collect();
  return uses.flatMap(({ key, id: path, readers }) => {
    const writer = writers.find(({ producer }) => producer === key.producer);
    if (!writer) return [];
    return readers.flatMap((reader) =>
      writer.component.phase < reader.component.secretsPhase || writer.component === reader.component
        ? []
        : [
            late(
              app,
              reader,
              `"${path}" is read in "${reader.component.name}" (${describe(reader.component)})`,
              `producer "${writer.producer.name}" (${formatPhase(writer.component.phase)})`,
            ),
          ],
    );
  });
}

function consumerEdges(app: EnvironmentApp): Diagnostic[] {
  const { environment } = app;
  const { components, placements, deliveries } = app.collect();
  const owners = new Map<string, Component>(
    [...placements, ...deliveries].map(({ contract, namespace, component }) => [
      `${namespace}/${contract.nameIn(environment)}`,
      component,
    ]),
  );
  return components.flatMap((component) => {
    const secrets = new Set(component.reads.map(({ contract }) => contract.nameIn(environment)));
    return [...secrets].flatMap((secret) => {
      const owner = owners.get(`${component.componentNamespace}/${secret}`);
      if (!owner || owner === component || owner.secretsPhase < component.phase) return [];
      const found = { component, constructPath: component.node.path, declaredAt: component.declaredAt };
      return [
        late(
          app,
          found,
          `Component "${component.name}" (${formatPhase(component.phase)}) reads Secret "${secret}"`,
          `"${owner.name}" (${describe(owner)}), which owns it`,
        ),
      ];
    });
  });
}

const inOrder = (writer: Component, reader: Component): boolean =>
  writer === reader || writer.secretsPhase < reader.secretsPhase;

const describe = (component: Component): string => formatPhase(component.secretsPhase);

const late = (app: EnvironmentApp, found: Found, reader: string, writer: string): Diagnostic =>
  problemAt(app, 'VW1107', `${reader}, not later than ${writer}`, found);
