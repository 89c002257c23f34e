import { dump } from 'js-yaml';
import { type Draft, features } from './overlay-features.ts';
import { baseObjects, Chance } from './overlay-objects.ts';

/** One generated overlay: its files by path, the folder to build, and what it is about. */
export interface Overlay {
  readonly folder: string;
  readonly files: Readonly<Record<string, string>>;
  readonly features: readonly string[];
}

const names = Object.keys(features);
const yaml = (value: unknown): string => dump(value, { noRefs: true });

/**
 * Makes an overlay of a base; the same seed gives the same bytes. Every feature comes up in turn, with others
 * beside it.
 */
export function makeOverlay(seed: number): Overlay {
  const chance = new Chance(seed + 1);
  const name = `case-${String(seed).padStart(3, '0')}`;
  const files: Record<string, string> = {};
  const used: string[] = [];
  const add = (folder: string, draft: Draft): void => {
    for (const [path, text] of Object.entries(draft.files)) files[`${name}/${folder}/${path}`] = text;
    files[`${name}/${folder}/kustomization.yaml`] = yaml(draft.fields);
  };
  const use = (draft: Draft, feature: string): void => {
    features[feature]?.(draft, chance);
    used.push(feature);
  };
  const objects = baseObjects(chance);
  const base: Draft = {
    fields: { resources: ['objects.yaml'], secretGenerator: [{ name: 'based', literals: ['user=base', 'kept=1'] }] },
    files: { 'objects.yaml': objects.map(yaml).join('---\n') },
  };
  if (chance.is(40))
    use(base, chance.of(['namePrefix', 'namespace', 'commonLabels', 'labels', 'secretGenerator', 'configurations']));
  add('base', base);
  const middle: Draft = { fields: { resources: ['../base'] }, files: {} };
  if (chance.is(30)) {
    use(middle, chance.of(['namePrefix', 'nameSuffix', 'namespace', 'patches', 'generatorOptions', 'jsonPatches']));
    add('middle', middle);
  }
  const overlay: Draft = {
    fields: {
      resources: [middle.fields.resources && files[`${name}/middle/kustomization.yaml`] ? '../middle' : '../base'],
    },
    files: {},
  };
  use(overlay, names[seed % names.length] ?? '');
  for (let more = chance.below(4); more > 0; more--) {
    const feature = chance.of(names);
    if (feature !== 'refused' && !used.includes(feature)) use(overlay, feature);
  }
  add('overlay', overlay);
  return { folder: `${name}/overlay`, files, features: used };
}
