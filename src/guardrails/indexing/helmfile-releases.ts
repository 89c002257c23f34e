import type { Manifest } from '../manifest/manifest.ts';
import { listAt, textAt } from '../manifest/normalise.ts';
import { isOpenName } from './open-name.ts';

const helmfile = /(?:^|\/)helmfile(?:\.d\/[^/]+|[\w.-]*)\.ya?ml(?:\.gotmpl)?$/;

/**
 * The releases of helmfiles: the name of a release begins those of what its chart makes, as that of a
 * database cluster and the Secrets that its operator names after it.
 * @see https://helmfile.readthedocs.io/en/latest/#configuration
 */
export class HelmfileReleases {
  readonly #manifests: readonly Manifest[];
  #names: readonly string[] | undefined;

  constructor(manifests: readonly Manifest[]) {
    this.#manifests = manifests;
  }

  /** Returns whether a release may make a Secret of this name. */
  mayMake(secret: string): boolean {
    this.#names ??= this.#manifests.flatMap(({ file, value }) =>
      helmfile.test(file)
        ? listAt(value, 'releases').flatMap((release) => {
            const name = textAt(release, 'chart') === undefined ? undefined : textAt(release, 'name');
            return name === undefined || isOpenName(name) ? [] : [name];
          })
        : [],
    );
    return this.#names.some((name) => secret === name || secret.startsWith(`${name}-`));
  }
}
