import { dirname, join } from 'node:path';
import type { Container, Pod, Volume } from './pod.ts';

/** What stands in for an image on this machine. */
export interface LocalImage {
  /** What the image's own ENTRYPOINT would be. */
  readonly entrypoint: readonly string[];
  /** What the image's own CMD would be. */
  readonly command: readonly string[];
  readonly environment: Readonly<Record<string, string>>;
  readonly workingFolder: string;
}

/** A volume as a folder of this machine. */
export interface LocalVolume {
  readonly name: string;
  readonly folder: string;
}

/** A Pod that can run here. */
export type LocalPod = Pod<LocalImage, LocalVolume>;

/** Returns what stands in for an image, or `undefined` where nothing does. */
export type ImageSubstitution = (image: string) => LocalImage | undefined;

const imagePath = '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin';

/** The Node.js that runs the tests, for every official Node image. */
export const nodeImages: ImageSubstitution = (image) =>
  /(^|\/)node(:[^/]*|@[^/]*)?$/.test(image)
    ? {
        entrypoint: [],
        command: ['node'],
        environment: { PATH: `${dirname(process.execPath)}:${imagePath}` },
        workingFolder: '/',
      }
    : undefined;

/**
 * Replaces the two things that this machine does not have: images and volumes.
 *
 * Nothing else of a Pod may be changed anywhere in the bench; a test compares everything else with the Pod as
 * it was.
 * @param folders below which each volume of the Pod, and each claim of its namespace, gets its own
 * @returns the Pod, or the image for which nothing stands in
 */
export function substitute(
  pod: Pod,
  images: ImageSubstitution,
  folders: { readonly volumes: string; readonly claims: string },
): LocalPod | { unknownImage: string } {
  const { containers, initContainers, volumes: rendered } = pod.spec;
  const unknown = [...containers, ...(initContainers ?? [])].find(({ image }) => images(image) === undefined);
  if (unknown) return { unknownImage: unknown.image };
  const local = (container: Container): Container<LocalImage> => ({
    ...container,
    image: images(container.image) as LocalImage,
  });
  const folder = ({ name, persistentVolumeClaim: claim }: Volume): LocalVolume => ({
    name,
    folder: claim ? join(folders.claims, claim.claimName) : join(folders.volumes, name),
  });
  return {
    ...pod,
    spec: {
      ...pod.spec,
      containers: containers.map(local),
      ...(initContainers && { initContainers: initContainers.map(local) }),
      ...(rendered && { volumes: rendered.map(folder) }),
    },
  } as LocalPod;
}
