import type { ComponentProps } from '../../../src/index.ts';
import { type SmallEnv, SmallService } from '../small-platform.ts';
import { type Defect, owner } from './defect.ts';

type ArgoCd = NonNullable<ComponentProps['argoCd']>;

/** What a component may not say of its Application; each in a component of its own. */
const refused: readonly (readonly [name: string, argoCd: ArgoCd])[] = [
  ['secret-data', { ignoreDifferences: [{ kind: 'Secret', jsonPointers: ['/data/password'] }] }],
  ['secret-whole', { ignoreDifferences: [{ kind: 'Secret', jsonPointers: ['/'] }] }],
  ['secret-string-data', { ignoreDifferences: [{ kind: 'Secret', jqPathExpressions: ['.stringData'] }] }],
  ['secret-union', { ignoreDifferences: [{ kind: 'Secret', jqPathExpressions: ['.metadata.labels, .data'] }] }],
  ['secret-pipe', { ignoreDifferences: [{ kind: 'Secret', jqPathExpressions: ['.metadata | input'] }] }],
  ['secret-manager', { ignoreDifferences: [{ kind: 'Secret', managedFieldsManagers: ['someone'] }] }],
  ['every-kind', { ignoreDifferences: [{ kind: '*', jsonPointers: ['/data'] }] }],
  ['no-field', { ignoreDifferences: [{ kind: 'ConfigMap' }] }],
  ['option-twice', { syncOptions: ['Validate=true', 'Validate=false'] }],
  ['option-bare', { syncOptions: ['Validate'] }],
  ['chart-of-both', { chart: { path: 'charts/a', chart: 'a', repoURL: 'https://charts.example', version: '1' } }],
  ['chart-of-none', { chart: { repoURL: 'https://charts.example' } }],
  ['chart-unversioned', { chart: { chart: 'a', repoURL: 'https://charts.example' } }],
  ['chart-credential', { chart: { path: 'a', repoURL: ['https://user', 'word@charts.example'].join(':') } }],
  ['name-invalid', { name: 'Not_A_Name' }],
  ['misspelled', { syncoptions: [] } as ArgoCd],
];

/** What Argo CD would refuse, or do otherwise than was meant. */
export const defectsOfApplications: readonly Defect[] = [
  ...refused.map(
    ([name, argoCd]): Defect => ({
      title: `an Application that says too much: ${name}`,
      expected: [{ code: 'VW1150', at: 'refused-application', construct: name }],
      declare: () => ({
        components: [
          class Refused extends SmallService {
            constructor(env: SmallEnv) {
              super(env, name, { owner, phase: 300, argoCd }); // ← refused-application
            }
          },
        ],
      }),
    }),
  ),
  {
    title: 'two Applications of one name',
    expected: [
      { code: 'VW1151', at: 'first-application', construct: 'first-application' },
      { code: 'VW1151', at: 'second-application', construct: 'second-application' },
    ],
    declare: () => ({
      components: [
        class First extends SmallService {
          constructor(env: SmallEnv) {
            super(env, 'first-application', { owner, phase: 300, argoCd: { name: 'same-application' } }); // ← first-application
          }
        },
        class Second extends SmallService {
          constructor(env: SmallEnv) {
            super(env, 'second-application', { owner, phase: 400, argoCd: { name: 'same-application' } }); // ← second-application
          }
        },
      ],
    }),
  },
];
