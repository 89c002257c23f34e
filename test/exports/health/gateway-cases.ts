import { at, condition, type Fields, type HealthCase, of } from './health-case.ts';

const gateway = of('gateway.networking.k8s.io/v1', 'Gateway');

const gatewayClass = of('gateway.networking.k8s.io/v1', 'GatewayClass');

const route = of('gateway.networking.k8s.io/v1', 'HTTPRoute');

const programmed = (generation: number): readonly Fields[] => [
  condition('Accepted', 'True', at(generation)),
  condition('Programmed', 'True', at(generation)),
];

const listener = (...conditions: Fields[]): Fields => ({ name: 'https', conditions });

const resolved = condition('ResolvedRefs', 'True', at(3));

const parent = (name: string, generation: number, status = 'True'): Fields => ({
  parentRef: { group: 'gateway.networking.k8s.io', kind: 'Gateway', name },
  conditions: [condition('Accepted', status, at(generation, { message: `said by ${name}` }))],
});

const both = { parentRefs: [{ name: 'public' }, { name: 'private' }] };

export const gateways: readonly HealthCase[] = [
  gateway('nothing is reported', 'Progressing', {}),
  gateway('programmed', 'Healthy', {
    status: { conditions: programmed(3), listeners: [listener(...programmed(3), resolved)] },
  }),
  gateway('programmed before the change', 'Progressing', { status: { conditions: programmed(2) } }, { own: 'Healthy' }),
  gateway(
    'a listener whose certificate is missing',
    'Degraded',
    {
      status: {
        conditions: programmed(3),
        listeners: [
          listener(...programmed(3), condition('ResolvedRefs', 'False', at(3, { message: 'no Secret tls' }))),
        ],
      },
    },
    { says: 'Listener https: no Secret tls' },
  ),
  gateway('not accepted', 'Degraded', {
    status: { conditions: [condition('Accepted', 'False', at(3, { message: 'no' }))] },
  }),
  gateway('not programmed yet', 'Progressing', {
    status: { conditions: [condition('Accepted', 'True', at(3)), condition('Programmed', 'False', at(3))] },
  }),
  gatewayClass('nobody takes it', 'Progressing', {}, { own: 'none' }),
  gatewayClass('taken', 'Healthy', { status: { conditions: [condition('Accepted', 'True', at(3))] } }, { own: 'none' }),
  gatewayClass(
    'refused',
    'Degraded',
    { status: { conditions: [condition('Accepted', 'False', at(3))] } },
    { own: 'none' },
  ),
  gatewayClass(
    'taken before the change',
    'Progressing',
    { status: { conditions: [condition('Accepted', 'True', at(2))] } },
    { own: 'none' },
  ),
  route('nobody takes it', 'Progressing', { spec: both }),
  route('both Gateways took it', 'Healthy', {
    spec: both,
    status: { parents: [parent('public', 3), parent('private', 3)] },
  }),
  route(
    'one of two Gateways took it',
    'Progressing',
    { spec: both, status: { parents: [parent('public', 3)] } },
    { own: 'Healthy', says: 'private' },
  ),
  route(
    'one of two Gateways took this generation',
    'Progressing',
    { spec: both, status: { parents: [parent('public', 3), parent('private', 2)] } },
    { own: 'Healthy' },
  ),
  route(
    'one refused',
    'Degraded',
    { spec: both, status: { parents: [parent('public', 3), parent('private', 3, 'False')] } },
    { says: 'said by private' },
  ),
];
