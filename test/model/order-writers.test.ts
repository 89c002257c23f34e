import { expect, test } from 'vitest';
import { type OrderFacts, orderGraph } from '../../src/model/order/order-graph.ts';

const component = (name: string, phase: number) => ({
  name,
  owner: 'team',
  phase,
  secretsPhase: phase,
  folder: name,
  namespace: 'shop',
  reads: [],
});

/** A Secret of a key with a recipe, of one that others manage, and of one without a recipe. */
const facts: OrderFacts = {
  name: 'demo',
  cluster: { name: 'lab', environments: ['demo'], stores: 'namespaced', sharedNamespaces: [], isDisposable: false },
  components: [component('seeding', 100), component('app', 300)],
  placements: [
    {
      component: 'app',
      secret: 'db',
      externalSecret: 'db-sync',
      namespace: 'shop',
      keys: [{ name: 'password', from: ['db-password', 'of-others', 'unknown'] }],
    },
  ],
  stores: [],
  producers: [],
  keys: {
    'db-password': {
      origin: 'generated',
      writer: 'bootstrap',
      recipe: { type: 'generate', length: 32, alphabet: 'hex', derivation: 'random' },
    },
    'of-others': { origin: 'existing', writer: 'others' },
  },
  delivered: [],
};
const place = { component: 'seeding', name: 'job', namespace: 'shop' };
const configurator = {
  ...place,
  serviceAccount: 'job',
  role: { name: 'job', tokenSeconds: 300 },
  policy: { name: 'job', rules: [] },
};

test.each<[string, Partial<OrderFacts>, readonly string[]]>([
  ['a bootstrap', { bootstrap: { ...place, credentialsSecret: 'keys' } }, ['which the bootstrap writes']],
  ['a configurator', { configurator }, ['which the configurator writes']],
  ['nobody in the cluster', {}, []],
])('what %s seeds comes before the ExternalSecrets that read it', (_, seeding, reasons) => {
  const { edges } = orderGraph({ ...facts, ...seeding });
  expect(edges.map(({ from, to, kind }) => [from.id, to.id, kind])).toEqual(
    reasons.map(() => ['seeding', 'app', 'ready']),
  );
  for (const reason of reasons)
    expect(edges[0]?.reasons.map(({ what }) => what)).toEqual([expect.stringContaining(reason)]);
});
