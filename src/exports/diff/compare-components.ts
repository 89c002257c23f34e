import type { EnvironmentDocument } from '../../model/documents/environment-document.ts';
import type { RenderedEnvironment } from '../rendered/rendered-side.ts';
import { type Consequence, change, type LocalChange, list, match, person, restart } from './change.ts';
import { differingPaths, isSame } from './field-paths.ts';

/** Returns what is otherwise with the environment itself. */
export function compareSettings(before: EnvironmentDocument, after: EnvironmentDocument): LocalChange[] {
  const changes: LocalChange[] = [];
  const subject = 'Environment';
  const instead = (now: unknown, old: unknown): string => `${now} instead of ${old}`;
  if (before.lifecycle !== after.lifecycle)
    changes.push(
      change('environment-lifecycle', subject, instead(after.lifecycle, before.lifecycle), [
        person(
          after.lifecycle === 'regulated'
            ? 'Hold the ceremony before the rollout: no program initialises or unseals this Vault any more'
            : 'A program initialises and unseals this Vault now; its keys are kept in the cluster',
        ),
      ]),
    );
  if (before.namespace !== after.namespace || before.cluster.name !== after.cluster.name)
    changes.push(
      change(
        'environment-namespace',
        subject,
        instead(`${after.cluster.name}/${after.namespace}`, `${before.cluster.name}/${before.namespace}`),
        [person('All Secrets are made anew in the new place; those in the old one stay until they are deleted')],
      ),
    );
  const [old, now] = [before.vault, after.vault];
  if (old.address !== now.address || old.namespace !== now.namespace || !isSame(old.ca, now.ca))
    changes.push(
      change(
        'vault-moved',
        'Vault',
        list(differingPaths(pick(old, 'address', 'namespace', 'ca'), pick(now, 'address', 'namespace', 'ca'))),
        [
          person(
            'Move the values that no program can make again (rotated, produced by services, written by hand) before the rollout',
          ),
        ],
      ),
    );
  const operation = differingPaths(operationOf(before), operationOf(after));
  if (operation.length > 0) changes.push(change('vault-operator', 'Vault', list(operation), handOver(before, after)));
  const server = differingPaths(old.server ?? {}, now.server ?? {});
  if (server.length > 0)
    changes.push(
      change('vault-server', 'Vault', list(server), [
        person('Restart the nodes of Vault one after the other, the active one last: the StatefulSet does not'),
      ]),
    );
  if (old.authMount !== now.authMount || !isSame(old.auth, now.auth))
    changes.push(
      change(
        'vault-login',
        'Vault',
        list(differingPaths(pick(old, 'authMount', 'auth'), pick(now, 'authMount', 'auth'))),
      ),
    );
  const upstream = differingPaths(before.upstream, after.upstream);
  if (upstream.length > 0)
    changes.push(
      change('upstream-changed', 'Upstream store', list(upstream), [
        person('Have the values that are required in the new upstream store before the rollout'),
      ]),
    );
  const engines = match(new Map(Object.entries(before.engines)), new Map(Object.entries(after.engines)));
  const engine = (store: string): string => (store === '' ? 'Engine' : `Engine of store ${store}`);
  for (const [store, { mount }] of engines.added)
    changes.push(change('engine-changed', engine(store), `new, at ${mount}`));
  for (const [store, { mount }] of engines.removed)
    changes.push(change('engine-changed', engine(store), `gone; it stays mounted at ${mount}`));
  for (const { name, before: was, after: is } of engines.kept)
    if (!isSame(was, is)) {
      const stays = `Values stay where they are, at ${was.mount}: move those that no program can make again to ${is.mount}`;
      const follows = was.mount === is.mount ? [] : [person(stays)];
      changes.push(change('engine-changed', engine(name), list(differingPaths(was, is)), follows));
    }
  if (!isSame(before.previews, after.previews))
    changes.push(
      change('previews-changed', 'Previews', list(differingPaths(before.previews ?? {}, after.previews ?? {}))),
    );
  const rest = differingPaths(before, after).filter((path) => !compared.has(path.split('.')[0] ?? ''));
  if (rest.length > 0) changes.push(change('document-changed', subject, list(rest)));
  return changes;
}

/** Who operates and unseals the Vault; the namespace of its program follows that of the environment. */
const operationOf = ({ vault: { operatedBy, seal }, bootstrap }: EnvironmentDocument): object => ({
  operatedBy,
  seal,
  ...(bootstrap && { bootstrap: { ...bootstrap, namespace: undefined } }),
});

/** What people do when another one operates or unseals a Vault. */
function handOver(before: EnvironmentDocument, after: EnvironmentDocument): Consequence[] {
  const [old, now] = [before.vault, after.vault];
  if (old.operatedBy !== now.operatedBy && now.operatedBy === 'others')
    return [
      person('Have the operators of the Vault bring engines, auth method, roles and policies to what is rendered'),
    ];
  if (old.operatedBy !== now.operatedBy && old.operatedBy === 'others')
    return [person('Agree with its former operators who owns what stands in this Vault')];
  if (!isSame(old.seal, now.seal) && old.seal !== undefined)
    return [person('Migrate the seal (`vault operator unseal -migrate`) with the recovery shares, node by node')];
  return [];
}

/** Fields of the document that have lines of their own. */
const compared = new Set([
  'kind',
  'version',
  'name',
  'lifecycle',
  'namespace',
  'cluster',
  'vault',
  'upstream',
  'engines',
  'previews',
  'bootstrap',
  'configurator',
  'producers',
  'disabled',
  'stores',
  'components',
  'placements',
  'keys',
  'roles',
  'policies',
  'delivered',
]);

const pick = (value: object, ...fields: readonly string[]): object =>
  Object.fromEntries(Object.entries(value).filter(([field]) => fields.includes(field)));

/** Returns what is otherwise with the components. */
export function compareComponents(before: EnvironmentDocument, after: EnvironmentDocument): LocalChange[] {
  const byName = ({ components }: EnvironmentDocument) => new Map(components.map((each) => [each.name, each]));
  const { added, removed, kept } = match(byName(before), byName(after));
  // A component of the environment's own namespace moves with it.
  const place = (document: EnvironmentDocument, namespace: string) =>
    namespace === document.namespace ? "the environment's namespace" : namespace;
  return [
    ...added.map(([name, { owner, phase }]) =>
      change('component-added', `Component ${name}`, `owner ${owner}, phase ${phase}`),
    ),
    ...removed.map(([name, { owner }]) => {
      const off = after.disabled.find((each) => each.name === name);
      return off === undefined
        ? change('component-removed', `Component ${name}`, `its owner was ${owner}`)
        : change('component-disabled', `Component ${name}`, off.reason);
    }),
    ...kept.flatMap(({ name, before: old, after: now }) => {
      const changes: LocalChange[] = [];
      const subject = `Component ${name}`;
      if (old.owner !== now.owner)
        changes.push(change('component-owner', subject, `${now.owner} instead of ${old.owner}`));
      if (old.phase !== now.phase || old.secretsPhase !== now.secretsPhase) {
        const phases = ({ phase, secretsPhase }: typeof old): string =>
          phase === secretsPhase ? `${phase}` : `${phase} (its Secrets ${secretsPhase})`;
        changes.push(change('component-phase', subject, `${phases(now)} instead of ${phases(old)}`));
      }
      const [was, is] = [place(before, old.namespace), place(after, now.namespace)];
      if (was !== is || old.folder !== now.folder)
        changes.push(
          change('component-moved', subject, `${is}, folder ${now.folder}, instead of ${was}, folder ${old.folder}`),
        );
      return changes;
    }),
  ];
}

/** Returns what is otherwise with the values of charts: the paths of the fields, never what stands there. */
export function compareValues(before: RenderedEnvironment, after: RenderedEnvironment): LocalChange[] {
  const { added, removed, kept } = match(before.values, after.values);
  const subject = (component: string): string => `Values of ${component}`;
  return [
    ...added.map(([component, tree]) =>
      change('values-added', subject(component), list(differingPaths({}, tree).filter((path) => path !== ''))),
    ),
    ...removed.map(([component]) => change('values-removed', subject(component), 'its chart gets none any more')),
    ...kept
      .filter(({ before: old, after: now }) => !isSame(old, now))
      .map(({ name, before: old, after: now }) =>
        change('values-changed', subject(name), list(differingPaths(old, now)), [
          restart(`${name} is rendered anew by its chart, and rolls out where its Pods change`),
        ]),
      ),
  ];
}
