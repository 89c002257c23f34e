import { at, condition, type HealthCase, of } from './health-case.ts';

const keycloak = of('k8s.keycloak.org/v2alpha1', 'Keycloak');

const realmImport = of('k8s.keycloak.org/v2alpha1', 'KeycloakRealmImport');

const early = { lastTransitionTime: '2026-01-01T00:00:00Z' };

const late = { lastTransitionTime: '2026-01-02T00:00:00Z' };

export const keycloaks: readonly HealthCase[] = [
  keycloak('nothing is reported', 'Progressing', {}),
  keycloak('ready', 'Healthy', {
    status: { conditions: [condition('Ready', 'True', at(3)), condition('HasErrors', 'False', at(3))] },
  }),
  keycloak(
    'ready before the change',
    'Progressing',
    { status: { conditions: [condition('Ready', 'True', at(2)), condition('HasErrors', 'False', at(2))] } },
    { own: 'Healthy' },
  ),
  keycloak(
    'an error after a good start',
    'Degraded',
    {
      status: {
        conditions: [
          condition('Ready', 'True', at(3, early)),
          condition('HasErrors', 'True', at(3, { ...late, message: 'no database' })),
        ],
      },
    },
    { own: 'Healthy', says: 'no database' },
  ),
  keycloak(
    'being updated',
    'Progressing',
    { status: { conditions: [condition('Ready', 'True', at(3)), condition('RollingUpdate', 'True', at(3))] } },
    { own: 'Healthy' },
  ),
  keycloak(
    'not ready',
    'Progressing',
    { status: { conditions: [condition('Ready', 'False', at(3, { message: 'waits' }))] } },
    { says: 'waits' },
  ),
  realmImport('nothing is reported', 'Progressing', {}, { own: 'none' }),
  realmImport(
    'started',
    'Progressing',
    { status: { conditions: [condition('Done', 'False'), condition('Started', 'True')] } },
    { own: 'none' },
  ),
  realmImport(
    'done',
    'Healthy',
    { status: { conditions: [condition('Done', 'True'), condition('HasErrors', 'False')] } },
    { own: 'none' },
  ),
  realmImport(
    'failed',
    'Degraded',
    { status: { conditions: [condition('Done', 'False'), condition('HasErrors', 'True', { message: 'bad realm' })] } },
    { own: 'none', says: 'bad realm' },
  ),
];
