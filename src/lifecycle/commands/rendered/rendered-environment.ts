import { readdirSync, readFileSync } from 'node:fs';
import { join, resolve, sep } from 'node:path';
import { loadAll } from 'js-yaml';
import type { AccessMap } from '../../../model/documents/access-map.ts';
import { type BootstrapSettings, bootstrapSettingsSchema } from '../../../model/documents/bootstrap-settings.ts';
import { type DeliveredSecrets, deliveredSecretsSchema } from '../../../model/documents/delivered-secrets.ts';
import { documentLabel, type FixtureMap } from '../../../model/documents/fixture-map.ts';
import type { KubernetesObject } from '../../clients/kubernetes/kubernetes-client.ts';
import { isObject } from '../../clients/vault/vault-answer.ts';
import { lifecycleError } from '../../problems/lifecycle-problems.ts';
import type { BootstrapDocuments } from '../../programs/bootstrap/bootstrap-run.ts';
import { parseDocuments, parseMaps } from '../../run/documents.ts';
import { type Reader, vaultReaders } from './vault-readers.ts';

/** One environment as it was rendered into `dist/`: its objects, and the documents among them. */
export class RenderedEnvironment {
  readonly name: string;
  readonly objects: readonly KubernetesObject[];
  readonly fixtureMap: FixtureMap;
  readonly accessMap: AccessMap;
  readonly #folder: string;

  private constructor(folder: string, name: string) {
    this.#folder = folder;
    this.name = name;
    this.objects = readObjects(join(folder, name));
    const { fixtureMap, accessMap } = parseMaps((kind) => this.#document(kind));
    this.fixtureMap = fixtureMap;
    this.accessMap = accessMap;
  }

  /**
   * Reads what was rendered for an environment.
   * @param folder the output folder, absolute
   * @throws VW5101 where the environment was not rendered, VW5023 where its documents are missing or not valid
   */
  static read(folder: string, name: string): RenderedEnvironment {
    const known = environmentsIn(folder);
    if (!known.includes(name)) {
      const there = known.length === 0 ? 'it holds no environment' : `it holds ${known.join(', ')}`;
      throw lifecycleError('VW5101', `The environment "${name}" is not rendered in ${folder}; ${there}`);
    }
    return new RenderedEnvironment(folder, name);
  }

  /** Whether the environment may be thrown away, so that a bootstrap serves it. */
  get isEphemeral(): boolean {
    return this.#document('bootstrap-settings') !== undefined;
  }

  /**
   * The documents of its bootstrap.
   * @throws VW5024 where the environment is regulated, VW5023 where a document is not valid
   */
  get bootstrapDocuments(): BootstrapDocuments {
    if (!this.isEphemeral) {
      const served = environmentsIn(this.#folder).filter((name) => settingsIn(join(this.#folder, name)) !== undefined);
      const which = served.length === 0 ? 'no environment here has one' : `those with one are ${served.join(', ')}`;
      throw lifecycleError('VW5024', `The environment "${this.name}" has no bootstrap; ${which}`);
    }
    return parseDocuments((kind) => this.#document(kind));
  }

  /**
   * The settings that hold for every environment of the platform: known placeholders, the API server’s address inside a cluster.
   *
   * A regulated environment has no such document of its own; those beside it say the same.
   * @returns `undefined` where no environment in the output folder has one
   */
  get platformSettings(): BootstrapSettings | undefined {
    const names = [this.name, ...environmentsIn(this.#folder)];
    for (const name of names) {
      const settings = settingsIn(join(this.#folder, name));
      if (settings) return settings;
    }
    return undefined;
  }

  /** Secrets that something other than Vault writes. */
  get deliveredSecrets(): DeliveredSecrets['secrets'] {
    const parsed = deliveredSecretsSchema.safeParse(json(this.#document('delivered-secrets')));
    if (!parsed.success) throw lifecycleError('VW5023', 'delivered-secrets.json is missing or not valid');
    return parsed.data.secrets;
  }

  /**
   * Address of Vault as its stores name it.
   * @throws VW5023 where they name none, or different ones
   */
  get vaultAddress(): string {
    const addresses = new Set(
      this.objects
        .filter(({ kind }) => kind === 'SecretStore' || kind === 'ClusterSecretStore')
        .flatMap(({ spec }) => {
          const { vault } = isObject(spec) && isObject(spec.provider) ? spec.provider : {};
          return isObject(vault) && typeof vault.server === 'string' ? [vault.server] : [];
        }),
    );
    const [address, ...others] = addresses;
    if (address === undefined || others.length > 0)
      throw lifecycleError('VW5023', `The rendered stores name ${addresses.size} addresses of Vault instead of one`);
    return address;
  }

  /** The ExternalSecrets of the environment. */
  get readers(): readonly Reader[] {
    return vaultReaders(this.objects);
  }

  /**
   * Whether the cluster has only this environment, and may be thrown away with it. Then one store serves all namespaces; where environments
   * share a cluster, each namespace has a store of its own.
   */
  get ownsCluster(): boolean {
    return this.isEphemeral && this.readers.every(({ store }) => store.kind === 'ClusterSecretStore');
  }

  /** The rendered objects of all environments in the output folder, this one included. */
  get objectsOfAll(): readonly KubernetesObject[] {
    return environmentsIn(this.#folder).flatMap((name) =>
      name === this.name ? this.objects : readObjects(join(this.#folder, name)),
    );
  }

  #document(kind: string): string | undefined {
    return documentIn(this.objects, kind);
  }
}

/** Folders below the output folder; those of an older run are no different. */
function environmentsIn(folder: string): string[] {
  try {
    return readdirSync(folder, { withFileTypes: true })
      .filter((entry) => entry.isDirectory() && !entry.name.startsWith('.'))
      .map(({ name }) => name)
      .sort();
  } catch {
    return [];
  }
}

/** Values of Helm charts stand beside the objects, and are none. */
const valuesFolder = 'values';

function readObjects(folder: string): KubernetesObject[] {
  const files = readdirSync(folder, { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isFile() && /\.(?:ya?ml|json)$/.test(entry.name))
    .map((entry) => join(entry.parentPath, entry.name))
    .filter((file) => !file.startsWith(join(folder, valuesFolder) + sep))
    .sort();
  return files.flatMap((file) => {
    try {
      const documents = loadAll(readFileSync(file, 'utf8'));
      return documents.filter(isKubernetesObject);
    } catch {
      throw lifecycleError('VW5023', `${resolve(file)} is no YAML`);
    }
  });
}

const isKubernetesObject = (value: unknown): value is KubernetesObject =>
  isObject(value) &&
  typeof value.kind === 'string' &&
  typeof value.apiVersion === 'string' &&
  isObject(value.metadata) &&
  typeof value.metadata.name === 'string';

function documentIn(objects: readonly KubernetesObject[], kind: string): string | undefined {
  const found = objects.find(
    (object) => object.kind === 'ConfigMap' && object.metadata.labels?.[documentLabel] === kind,
  );
  const text = isObject(found?.data) ? found.data[`${kind}.json`] : undefined;
  return typeof text === 'string' ? text : undefined;
}

function settingsIn(folder: string): BootstrapSettings | undefined {
  return bootstrapSettingsSchema.safeParse(json(documentIn(readObjects(folder), 'bootstrap-settings'))).data;
}

function json(text: string | undefined): unknown {
  try {
    return JSON.parse(text ?? '');
  } catch {
    return undefined;
  }
}
