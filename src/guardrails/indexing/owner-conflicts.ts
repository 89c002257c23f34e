import { folderOf } from '../manifest/folder-of.ts';
import type { Manifest } from '../manifest/manifest.ts';
import { isOpenName } from './open-name.ts';
import { mayMeetRendered } from './overlay.ts';
import type { RenderingChoices } from './rendering-choices.ts';
import type { SecretProducer } from './secret-producer.ts';
import { type Site, siteOf } from './site.ts';

/** Two writers of one Secret that cannot both have their way. */
export interface OwnerConflict {
  readonly producer: SecretProducer;
  /** The one that was there first. */
  readonly other: SecretProducer;
  /** True where the operator refuses the second; false where both write in turn. */
  readonly isRefused: boolean;
  readonly site: Site;
}

/**
 * Finds Secrets that two objects own, and those that an ExternalSecret adds to although another is their
 * controller.
 * @see `creationPolicies` of the table of the operator
 */
export function ownerConflicts(producers: readonly SecretProducer[], choices: RenderingChoices): OwnerConflict[] {
  const meet = (one: SecretProducer, other: SecretProducer): boolean =>
    isAnother(one, other) &&
    !choices.areApart(one.site?.object, other.site?.object) &&
    !areOfCharts(one, other) &&
    !(one.site?.object && other.site?.object && choices.areInVariants(one.site.object, other.site.object));
  const found: OwnerConflict[] = [];
  const owners = new Map<string, SecretProducer[]>();
  const adding: SecretProducer[] = [];
  for (const producer of producers) {
    const { ownership, site } = producer;
    if (ownership === 'declares' || site?.object === undefined) continue;
    // Whether a template renders its object depends on values: often only one of two does.
    if (site.manifest.isTemplate || site.manifest.isLeftOut || isOfLibrary(site.manifest)) continue;
    if (ownership !== 'owns') {
      // A name that variables make is one of several.
      if (isExternalSecret(producer) && !isOpenName(site.object.name)) adding.push(producer);
      continue;
    }
    const others = owners.get(keyOf(producer)) ?? [];
    const other = others.find((candidate) => meet(candidate, producer));
    owners.set(keyOf(producer), [...others.slice(0, 9), producer]);
    if (other !== undefined) found.push({ producer, other, isRefused: false, site });
  }
  for (const producer of adding) {
    const other = owners.get(keyOf(producer))?.find((owner) => owner.isController && meet(owner, producer));
    if (other === undefined || producer.site?.object === undefined) continue;
    const { object } = producer.site;
    const spec = object.kindKey === 'clusterexternalsecret' ? ['spec', 'externalSecretSpec'] : ['spec'];
    found.push({ producer, other, isRefused: true, site: siteOf(object, ...spec, 'target', 'creationPolicy') });
  }
  return found;
}

/** Charts that nobody installs here need never meet. */
function areOfCharts(one: SecretProducer, other: SecretProducer): boolean {
  const [first, second] = [one, other].map(({ site }) => site?.manifest.rendering);
  return first !== second && [first, second].some((rendering) => rendering?.chart?.isInstalled === false);
}

/** What others take from a shared folder, and no kustomization here does. */
const isOfLibrary = ({ file, rendering }: Manifest): boolean =>
  rendering === undefined && /^(?:catalog(?:ue)?|library|libs?|modules|blueprints?|boilerplates?)\//.test(file);

/** Without a namespace nothing shows that two folders write into the same one. */
const keyOf = ({ scope, namespace, name, site }: SecretProducer): string =>
  JSON.stringify([scope, namespace ?? folderOf(site?.manifest.file ?? ''), namespace === undefined, name]);

const isExternalSecret = ({ site }: SecretProducer): boolean =>
  site?.object?.kindKey === 'externalsecret' || site?.object?.kindKey === 'clusterexternalsecret';

/**
 * What asks for the certificate of a host gets a Certificate with the Secret's name, and leaves alone one
 * that is there.
 * @see https://cert-manager.io/docs/usage/ingress/
 */
const yieldsTo = (one: SecretProducer, { site, name }: SecretProducer): boolean =>
  one.together === 'certificate of a host' && site?.object?.kindKey === 'certificate' && site.object.name === name;

/** `producer.yaml` and `producer-single.yaml`: a file and what is applied in its place. */
function isVariantOf(one: Manifest, other: Manifest): boolean {
  if (one.rendering !== undefined || other.rendering !== undefined) return false;
  const [short = '', long = ''] = [one.file, other.file]
    .map((file) => file.replace(/\.[a-z]+$/, ''))
    .sort((a, b) => a.length - b.length);
  return /^-[a-z\d]+$/.test(long.slice(short.length)) && long.startsWith(short);
}

/**
 * An object that two environments or Applications render is the business of `unique-object`; overlays of two
 * environments never meet.
 */
function isAnother(one: SecretProducer, other: SecretProducer): boolean {
  const [first, second] = [one.site?.object, other.site?.object];
  if (first === undefined || second === undefined || first === second) return false;
  if (one.together !== undefined && one.together === other.together) return false;
  if (yieldsTo(one, other) || yieldsTo(other, one)) return false;
  const meet = first.scope !== '' || mayMeetRendered(first.manifest, second.manifest);
  if (first.kindKey !== second.kindKey || first.name !== second.name) return meet;
  const isBeside = folderOf(first.manifest.file) === folderOf(second.manifest.file);
  if (isBeside && isVariantOf(first.manifest, second.manifest)) return false;
  return first.scope === '' && first.namespace !== undefined && isBeside && meet;
}
