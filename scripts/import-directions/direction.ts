/** What the modules of one part of the source tree may import; everything else is a violation. */
export interface Direction {
  /** Name of the part, as a violation spells it. */
  readonly part: string;
  /** Modules of the part, as a regular expression on the path below the repository. */
  readonly modules: string;
  /** Modules of the repository that it may import besides its own. */
  readonly mayImport: readonly string[];
  /**
   * npm packages that it may import.
   *
   * @default any dependency of the published package
   */
  readonly packages?: readonly string[];
  /**
   * npm packages that it may not import, where `packages` is left open.
   *
   * @default none
   */
  readonly withoutPackages?: readonly string[];
  /**
   * Modules of Node.js that it may import, without `node:`.
   *
   * @default any
   */
  readonly builtins?: readonly string[];
  /** Whether its modules may import each other; services may not. */
  readonly siblings: boolean;
  /** Whether it goes into the published package, so that it needs declared dependencies. @default true */
  readonly published?: false;
  /** What would break without the direction. */
  readonly why: string;
}

const layer = (name: string): string => `^src/${name}/`;
const publicEntry = '^src/index\\.ts$';
const entries = '^src/(index|validation)\\.ts$';
const adapterEntry = '^src/cdk8s-plus-28\\.ts$';
const importedTypes = '^imports/[^/]+\\.d\\.ts$';
const platformDefinition = layer('platform');

const cdk8sPackages = ['cdk8s', 'constructs', 'cdk8s-plus-28'];
const adapted = ['cdk8s-plus-28'];

/** The arrows of the source tree. Each module under `src/` belongs to exactly one part. */
export const directions: readonly Direction[] = [
  {
    part: 'model',
    modules: layer('model'),
    mayImport: [],
    packages: ['zod'],
    builtins: ['crypto', 'path', 'url'],
    siblings: true,
    why: 'The model is pure data that guardrails, in-cluster programs and exports read without loading cdk8s.',
  },
  {
    part: 'constructs',
    modules: layer('constructs'),
    mayImport: [layer('model'), importedTypes],
    withoutPackages: adapted,
    siblings: true,
    why: 'Constructs declare; what checks or writes the result must not be able to hide in them.',
  },
  {
    part: 'guardrails',
    modules: layer('guardrails'),
    mayImport: [layer('model')],
    withoutPackages: cdk8sPackages,
    siblings: true,
    why: 'Guardrails judge plain manifests of any origin, so they must not see the constructs that made some of them.',
  },
  {
    part: 'rendering',
    modules: layer('rendering'),
    mayImport: [layer('model'), layer('constructs'), layer('guardrails'), layer('exports')],
    withoutPackages: adapted,
    siblings: true,
    why: 'Rendering turns constructs into files and has the guardrails judge them before any is written.',
  },
  {
    part: 'lifecycle',
    modules: layer('lifecycle'),
    mayImport: [layer('model')],
    withoutPackages: cdk8sPackages,
    siblings: true,
    why: 'Lifecycle programs are bundled into a ConfigMap and run in the cluster, where cdk8s has no place.',
  },
  {
    part: 'exports',
    modules: layer('exports'),
    mayImport: [layer('model')],
    withoutPackages: cdk8sPackages,
    siblings: true,
    why: 'Exports derive texts from the declarations alone.',
  },
  {
    part: 'cli',
    modules: layer('cli'),
    mayImport: ['model', 'constructs', 'guardrails', 'rendering', 'lifecycle', 'exports'].map(layer),
    withoutPackages: adapted,
    siblings: true,
    why: 'Commands work for any repository, so they know nothing of the platform that is the first user.',
  },
  {
    part: 'public entries',
    modules: entries,
    mayImport: ['model', 'constructs', 'guardrails', 'rendering', 'lifecycle', 'exports'].map(layer),
    withoutPackages: adapted,
    siblings: false,
    why: 'An entry names what is public and adds nothing, so each can be loaded without the others.',
  },
  {
    part: 'cdk8s-plus-28 adapters',
    modules: '^src/cdk8s-plus-28(/|\\.ts$)',
    mayImport: [layer('model'), layer('constructs')],
    siblings: true,
    why: 'Loading cdk8s-plus-28 costs a tenth of a second, which only those who use it should pay.',
  },
  {
    part: 'platform definition',
    modules: platformDefinition,
    mayImport: [publicEntry],
    withoutPackages: cdk8sPackages,
    siblings: true,
    published: false,
    why: 'The platform is the first user of the library: what it cannot do through the public entry, no other user can. It finds its components by folder.',
  },
  {
    part: 'contracts',
    modules: layer('contracts'),
    mayImport: [publicEntry, platformDefinition],
    siblings: true,
    published: false,
    why: 'A contract belongs to the authority that writes it, whoever reads it.',
  },
  {
    part: 'foundation',
    modules: layer('foundation'),
    mayImport: [publicEntry, adapterEntry, platformDefinition, layer('contracts')],
    siblings: true,
    published: false,
    why: 'The foundation stands before any service does.',
  },
  {
    part: 'services',
    modules: layer('services'),
    mayImport: [publicEntry, adapterEntry, platformDefinition, layer('contracts')],
    siblings: false,
    published: false,
    why: 'Removing a service must leave no trace, so no other one may lean on it; what is shared is a contract.',
  },
  {
    part: 'composition root',
    modules: '^src/main\\.ts$',
    mayImport: [publicEntry, platformDefinition],
    siblings: true,
    published: false,
    why: 'The composition root renders what the platform lists and decides nothing itself.',
  },
];
