import { parseKeyId } from '../documents/coordinates.ts';
import type { EnvironmentDocument } from '../documents/environment-document.ts';

/**
 * What must be so before the later step can work.
 *
 * `exists`: a Secret is there with its keys. `ready`: a store, or a value in Vault, is there, so that an
 * ExternalSecret can become Ready. `real value`: the producer of a value ran; a placeholder satisfies the
 * other two.
 */
export type EdgeKind = 'exists' | 'ready' | 'real value';
export const edgeKinds: readonly EdgeKind[] = ['exists', 'ready', 'real value'];

/** What is rolled out at once: a component, or its ExternalSecrets where they have a phase of their own. */
export interface OrderStep {
  /** Name of the component; with ` (secrets)` where only its ExternalSecrets are meant. */
  readonly id: string;
  readonly component: string;
  readonly owner: string;
  readonly phase: number;
}

/** An ExternalSecret that an edge is about. */
export interface OrderPlacement {
  /** Absent for one that is placed in later namespaces. */
  readonly namespace?: string;
  readonly externalSecret: string;
}

/** One reason of an edge. */
export interface OrderReason {
  readonly what: string;
  readonly placement?: OrderPlacement;
}

/** An edge: `to` needs what `from` brings. */
export interface OrderEdge {
  readonly from: OrderStep;
  readonly to: OrderStep;
  readonly kind: EdgeKind;
  /** Why, sorted, at least one. */
  readonly reasons: readonly OrderReason[];
}

/** Who must be rolled out before whom. */
export interface OrderGraph {
  readonly environment: string;
  /** By phase, then by name. */
  readonly steps: readonly OrderStep[];
  /** By the later step, then by the earlier one, then by kind. */
  readonly edges: readonly OrderEdge[];
}

/** The part of the environment document from which order follows. */
export type OrderFacts = Pick<
  EnvironmentDocument,
  'name' | 'cluster' | 'components' | 'placements' | 'stores' | 'keys' | 'producers' | 'delivered'
> &
  Partial<Pick<EnvironmentDocument, 'bootstrap' | 'configurator'>>;

type Placement = OrderFacts['placements'][number];

/**
 * Derives the order of an environment from who writes and who reads what.
 *
 * Inside one component order is its own affair (sync waves), so no edge leads from a component to itself.
 */
export function orderGraph(facts: OrderFacts): OrderGraph {
  const steps = stepsOf(facts);
  const edges = new Map<
    string,
    { from: OrderStep; to: OrderStep; kind: EdgeKind; reasons: Map<string, OrderReason> }
  >();
  const add = (from: OrderStep | undefined, to: OrderStep | undefined, kind: EdgeKind, reason: OrderReason): void => {
    if (!from || !to || from.component === to.component) return;
    const id = [to.id, from.id, kind].join('\0');
    const edge = edges.get(id) ?? { from, to, kind, reasons: new Map() };
    edges.set(id, edge);
    edge.reasons.set(reason.what, edge.reasons.get(reason.what) ?? reason);
  };
  storeEdges(facts, steps, add);
  writerEdges(facts, steps, add);
  readerEdges(facts, steps, add);
  return {
    environment: facts.name,
    steps: [...new Set([...steps.itself.values(), ...steps.secrets.values()])].sort(byPhase),
    edges: [...edges]
      .sort(([, a], [, b]) => byPhase(a.to, b.to) || byPhase(a.from, b.from) || byKind(a.kind, b.kind))
      .map(([, edge]) => ({
        ...edge,
        reasons: [...edge.reasons.values()].sort((a, b) => compare(a.what, b.what)),
      })),
  };
}

type Add = (from: OrderStep | undefined, to: OrderStep | undefined, kind: EdgeKind, reason: OrderReason) => void;

interface Steps {
  /** Of components, by name. */
  readonly itself: ReadonlyMap<string, OrderStep>;
  /** Of their ExternalSecrets, by name of the component. */
  readonly secrets: ReadonlyMap<string, OrderStep>;
}

function stepsOf({ components, placements }: OrderFacts): Steps {
  const placing = new Set(placements.map(({ component }) => component));
  const itself = new Map<string, OrderStep>();
  const secrets = new Map<string, OrderStep>();
  for (const { name, owner, phase, secretsPhase } of components) {
    const step = { id: name, component: name, owner, phase };
    itself.set(name, step);
    const isApart = secretsPhase !== phase && placing.has(name);
    secrets.set(name, isApart ? { ...step, id: `${name} (secrets)`, phase: secretsPhase } : step);
  }
  return { itself, secrets };
}

const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);
const byPhase = (a: OrderStep, b: OrderStep): number => a.phase - b.phase || compare(a.id, b.id);
const byKind = (a: EdgeKind, b: EdgeKind): number => edgeKinds.indexOf(a) - edgeKinds.indexOf(b);

const placed = ({ namespace, externalSecret }: Placement): OrderPlacement => ({
  ...(namespace !== undefined && { namespace }),
  externalSecret,
});

const named = ({ namespace = '*', externalSecret }: Placement): string => `${namespace}/${externalSecret}`;

/** A store before the ExternalSecrets that read through it. */
function storeEdges({ stores, placements, cluster }: OrderFacts, steps: Steps, add: Add): void {
  const reading = stores.filter(({ use }) => use === 'read');
  for (const placement of placements) {
    const ids = new Set(placement.keys.flatMap(({ from }) => from).map((id) => parseKeyId(id).store));
    const isClusterWide = placement.namespace === undefined || cluster.stores === 'cluster';
    for (const store of reading) {
      if (!ids.has(store.id) || (store.kind === 'ClusterSecretStore') !== isClusterWide) continue;
      if (store.namespace !== undefined && store.namespace !== placement.namespace) continue;
      add(steps.itself.get(store.component), steps.secrets.get(placement.component), 'ready', {
        what: `${store.kind} "${store.name}", through which ExternalSecret "${named(placement)}" reads`,
        placement: placed(placement),
      });
    }
  }
}

/** Whoever writes a Vault key before the ExternalSecrets that cannot become Ready without it. */
function writerEdges(
  { placements, keys, producers, bootstrap, configurator }: OrderFacts,
  steps: Steps,
  add: Add,
): void {
  const producing = new Map(producers.map(({ name, component }) => [name, component]));
  const seeding = bootstrap ?? configurator;
  for (const placement of placements)
    for (const id of new Set(placement.keys.flatMap(({ from }) => from))) {
      const entry = keys[id];
      if (!entry) continue;
      const to = steps.secrets.get(placement.component);
      const producer = producing.get(entry.writer);
      const placedAt = placed(placement);
      if (entry.recipe !== undefined && seeding)
        add(steps.itself.get(seeding.component), to, 'ready', {
          what: `Vault keys of ExternalSecret "${named(placement)}", which the ${bootstrap ? 'bootstrap' : 'configurator'} writes`,
          placement: placedAt,
        });
      else if (entry.recipe === undefined && producer !== undefined)
        add(steps.itself.get(producer), to, 'ready', {
          what: `Vault key "${id}" of ExternalSecret "${named(placement)}", which producer "${entry.writer}" writes`,
          placement: placedAt,
        });
    }
}

/** A Secret before those who read it, and the producer of a value before those who need the real one. */
function readerEdges({ components, placements, delivered, keys, producers }: OrderFacts, steps: Steps, add: Add): void {
  const producing = new Map(producers.map(({ name, component }) => [name, component]));
  const byName = new Map(placements.map((placement) => [`${placement.namespace}/${placement.secret}`, placement]));
  const deliveredBy = new Map(delivered.map(({ namespace, name, component }) => [`${namespace}/${name}`, component]));
  const read = new Set<string>();
  const needsValue = (placement: Placement, dataKeys: readonly string[], to: OrderStep | undefined): void => {
    for (const { name, from } of placement.keys) {
      if (dataKeys.length > 0 && !dataKeys.includes(name)) continue;
      for (const id of from) {
        const writer = keys[id]?.recipe?.type === 'placeholder' ? keys[id].writer : undefined;
        const producer = writer === undefined ? undefined : producing.get(writer);
        if (producer !== undefined)
          add(steps.itself.get(producer), to, 'real value', {
            what: `key "${name}" of Secret "${placement.namespace ?? '*'}/${placement.secret}", which producer "${writer}" writes to Vault key "${id}"`,
            ...(to === steps.secrets.get(placement.component) && { placement: placed(placement) }),
          });
      }
    }
  };
  for (const component of components) {
    const to = steps.itself.get(component.name);
    for (const { secret, keys: dataKeys } of component.reads) {
      const id = `${component.namespace}/${secret}`;
      const placement = byName.get(id);
      if (placement) {
        read.add(id);
        add(steps.secrets.get(placement.component), to, 'exists', { what: `Secret "${id}"` });
        needsValue(placement, dataKeys, to);
      } else if (deliveredBy.has(id))
        add(steps.itself.get(deliveredBy.get(id) ?? ''), to, 'exists', { what: `Secret "${id}"` });
    }
  }
  // Whoever reads the others is not declared, so it reads them as soon as they are there.
  for (const placement of placements)
    if (!read.has(`${placement.namespace}/${placement.secret}`))
      needsValue(placement, [], steps.secrets.get(placement.component));
}
