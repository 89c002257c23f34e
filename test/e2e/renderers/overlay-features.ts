import { dump } from 'js-yaml';
import type { JsonObject, JsonValue } from '../../../src/guardrails/manifest/manifest.ts';
import type { Chance } from './overlay-objects.ts';
import { byName, deployment, operations, replacements, strategic } from './overlay-patches.ts';

/** A kustomization while features are added to it, with the files beside it. */
export interface Draft {
  readonly fields: Record<string, JsonValue>;
  readonly files: Record<string, string>;
}

export type Feature = (draft: Draft, chance: Chance) => void;

const push = ({ fields }: Draft, field: string, ...items: readonly JsonValue[]): void => {
  fields[field] = [...((fields[field] as JsonValue[] | undefined) ?? []), ...items];
};

let count = 0;
const file = ({ files }: Draft, text: string, name = `part-${count++}.yaml`): string => {
  files[name] = text;
  return name;
};

const yaml = (value: JsonValue): string => dump(value, { noRefs: true });

/** Puts a patch into the kustomization itself or into a file. */
const patchEntry = (draft: Draft, chance: Chance, value: JsonValue, target?: JsonObject): JsonObject => ({
  ...(chance.is(50)
    ? { patch: chance.is(30) ? JSON.stringify(value) : yaml(value) }
    : { path: file(draft, yaml(value)) }),
  ...(target && { target }),
});

const addedThing = (chance: Chance): JsonObject => ({
  apiVersion: 'v1',
  kind: 'ConfigMap',
  metadata: { name: 'extra', ...(chance.is(30) && { namespace: 'own' }) },
  data: { from: 'overlay' },
});

/** Every feature of kustomize that the builder knows, by name. */
export const features: Readonly<Record<string, Feature>> = {
  namePrefix: ({ fields }) => {
    fields.namePrefix = 'dev-';
  },
  nameSuffix: ({ fields }) => {
    fields.nameSuffix = '-v2';
  },
  namespace: ({ fields }, chance) => {
    fields.namespace = chance.of(['shop', 'own', 'default']);
  },
  commonLabels: ({ fields }) => {
    fields.commonLabels = { team: 'x', number: '1' };
  },
  labels: (draft, chance) => {
    push(draft, 'labels', {
      pairs: { part: 'of' },
      ...(chance.is(40) && { includeSelectors: true }),
      ...(chance.is(40) && { includeTemplates: true }),
    });
    if (chance.is(40))
      push(draft, 'labels', {
        pairs: { own: 'field' },
        fields: [{ path: 'spec/extra/labels', kind: 'Thing', create: true }],
      });
  },
  commonAnnotations: ({ fields }) => {
    fields.commonAnnotations = { owner: 'team-x' };
  },
  images: (draft, chance) =>
    push(
      draft,
      'images',
      chance.of([
        { name: 'nginx', newTag: '9' },
        { name: 'busybox', newName: 'registry.example:5000/bb', digest: 'sha256:ff' },
        { name: 'registry.example/nginx', newName: 'mirror/nginx' },
        { name: 'nginx', tagSuffix: '-slim' },
        { name: '.*box', newTag: 'any' },
      ]),
    ),
  replicas: (draft, chance) => push(draft, 'replicas', { name: chance.of(['web', 'web', 'web', 'nowhere']), count: 5 }),
  patches: (draft, chance) => {
    for (let each = 0; each <= chance.below(3); each++) {
      const value = chance.of(strategic)(chance);
      const target = chance.is(40)
        ? { kind: String(value.kind), ...(chance.is(50) && { name: 'web|db|settings|runner|thing' }) }
        : undefined;
      push(draft, 'patches', patchEntry(draft, chance, value, target));
    }
  },
  patchesStrategicMerge: (draft, chance) => {
    const value = chance.of(strategic)(chance);
    push(draft, 'patchesStrategicMerge', chance.is(50) ? yaml(value) : file(draft, yaml(value)));
  },
  jsonPatches: (draft, chance) => {
    const [target, value] = chance.of(operations);
    push(draft, 'patches', patchEntry(draft, chance, value, target));
  },
  patchesJson6902: (draft, chance) => {
    const [target, value] = chance.of(operations);
    push(draft, 'patchesJson6902', patchEntry(draft, chance, value, { version: 'v1', ...target }));
  },
  renamingPatch: (draft, chance) => {
    const options = chance.of([{ allowNameChange: true }, { allowKindChange: true }, {}]);
    push(draft, 'patches', {
      target: byName('ConfigMap', 'settings'),
      options,
      patch: yaml({ apiVersion: 'v1', kind: chance.of(['ConfigMap', 'Other']), metadata: { name: 'renamed' } }),
    });
  },
  configMapGenerator: (draft, chance) => {
    push(draft, 'configMapGenerator', {
      name: 'made',
      literals: ['a=1', 'quoted="x y"', 'markup=<a>&b'],
      files: [file(draft, 'key: value\n', `text-${count++}.txt`)],
    });
    if (chance.is(40))
      push(draft, 'configMapGenerator', {
        name: 'lines',
        envs: [file(draft, '# none\nONE=1\n  TWO=a=b\n\nTHREE=\n', `env-${count++}.env`)],
        options: { disableNameSuffixHash: true },
      });
  },
  secretGenerator: (draft, chance) => {
    push(draft, 'secretGenerator', {
      name: 'generated',
      literals: ['user=app', `long=${'0123456789'.repeat(9)}`],
      ...(chance.is(30) && { type: 'example.org/x' }),
      ...(chance.is(20) && { namespace: 'own' }),
    });
  },
  behavior: (draft, chance) => {
    push(draft, 'configMapGenerator', {
      name: 'settings',
      behavior: chance.of(['merge', 'replace', 'create']),
      literals: ['mode=generated', 'z=1'],
    });
  },
  mergeGenerated: (draft, chance) => {
    push(draft, 'secretGenerator', {
      name: 'based',
      behavior: chance.of(['merge', 'replace']),
      literals: ['user=other', 'added=1'],
      ...(chance.is(30) && { options: { labels: { l: 'm' } } }),
    });
  },
  generatorOptions: ({ fields }, chance) => {
    fields.generatorOptions = {
      labels: { made: 'by' },
      annotations: { n: 'o' },
      ...(chance.is(40) && { disableNameSuffixHash: true }),
      ...(chance.is(30) && { immutable: true }),
    };
  },
  replacements: (draft, chance) => {
    const value = chance.of(replacements)(chance);
    push(draft, 'replacements', chance.is(30) ? { path: file(draft, yaml(value)) } : value);
  },
  vars: (draft, chance) =>
    push(draft, 'vars', {
      name: 'HOST',
      objref: { apiVersion: 'v1', kind: 'Service', name: 'web' },
      ...(chance.is(50) && { fieldref: { fieldpath: 'metadata.name' } }),
    }),
  configurations: (draft, chance) => {
    const reference = {
      nameReference: [{ kind: 'Secret', version: 'v1', fieldSpecs: [{ kind: 'Thing', path: 'spec/secretName' }] }],
    };
    const labels = {
      commonLabels: [{ path: 'spec/labels', create: true, kind: 'Thing' }],
      namePrefix: [{ path: 'spec/secretName', kind: 'Thing' }],
    };
    push(draft, 'configurations', file(draft, yaml(chance.is(60) ? reference : labels)));
  },
  resources: (draft, chance) => push(draft, 'resources', file(draft, yaml(addedThing(chance)))),
  components: (draft, chance) => {
    const name = `component-${count++}`;
    push(draft, 'components', name);
    const inner: Draft = { fields: { apiVersion: 'kustomize.config.k8s.io/v1alpha1', kind: 'Component' }, files: {} };
    for (let each = 0; each <= chance.below(2); each++)
      features[
        chance.of([
          'patches',
          'jsonPatches',
          'secretGenerator',
          'labels',
          'resources',
          'nameSuffix',
          'images',
          'replacements',
        ])
      ]?.(inner, chance);
    for (const [path, text] of Object.entries(inner.files)) draft.files[`${name}/${path}`] = text;
    draft.files[`${name}/kustomization.yaml`] = yaml(inner.fields);
  },
  localConfig: (draft) =>
    push(
      draft,
      'resources',
      file(
        draft,
        yaml({
          apiVersion: 'v1',
          kind: 'ConfigMap',
          metadata: { name: 'local', annotations: { 'config.kubernetes.io/local-config': 'true' } },
          data: { a: 'b' },
        }),
      ),
    ),
  refused: (draft, chance) =>
    chance.of<() => void>([
      () => push(draft, 'resources', 'absent.yaml'),
      () => push(draft, 'patches', { path: 'absent.yaml' }),
      () => push(draft, 'patches', { patch: yaml(deployment({}, { name: 'nowhere' })) }),
      () => push(draft, 'secretGenerator', { name: 'x', files: ['absent.txt'] }),
      () => push(draft, 'secretGenerator', { name: 'x', literals: ['novalue'] }),
      () => push(draft, 'resources', '.'),
    ])(),
};
