import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join, resolve, sep } from 'node:path';
import { loadAll } from 'js-yaml';
import type { AccessMapDocument } from '../../../model/documents/access-map.ts';
import { type BootstrapSettings, bootstrapSettingsSchema } from '../../../model/documents/bootstrap-settings.ts';
import { type EnvironmentDocument, environmentFile } from '../../../model/documents/environment-document.ts';
import { documentLabel, type FixtureMap } from '../../../model/documents/fixture-map.ts';
import { readEnvironmentDocument } from '../../../model/documents/read-environment-document.ts';
import { isObject } from '../../../model/json-record.ts';
import { isKubernetesObject } from '../../../model/kubernetes-object.ts';
import type { KubernetesObject } from '../../clients/kubernetes/kubernetes-client.ts';
import { commandError, commandErrorOf } from '../../problems/command-problem.ts';
import { type BootstrapDocuments, checkDocuments } from '../../run/documents.ts';
import { mapProblems } from '../../run/map-problems.ts';
import type { RenderedParts } from './rendered-parts.ts';
import { serverConfigurationIn } from './server-configuration.ts';
import { type Reader, readersOf } from './vault-readers.ts';

/**
 * One environment as it was rendered into `dist/`. What it is, its document says; its objects are read where
 * objects are compared.
 */
export class RenderedEnvironment implements RenderedParts {
  readonly document: EnvironmentDocument;
  readonly fixtureMap: FixtureMap;
  readonly accessMap: AccessMapDocument;
  readonly #folder: string;
  #objects: readonly KubernetesObject[] | undefined;

  private constructor(folder: string, document: EnvironmentDocument) {
    this.#folder = folder;
    this.document = document;
    this.fixtureMap = fixtureMapOf(document);
    this.accessMap = accessMapOf(document);
    const problems = mapProblems(this);
    if (problems.length > 0) throw commandErrorOf(problems);
  }

  /**
   * Reads what was rendered for an environment.
   * @param folder the output folder, absolute
   * @throws VW5101 where the environment was not rendered, VW5143 where its document is missing, VW5023 where
   * it is not valid
   */
  static read(folder: string, name: string): RenderedEnvironment {
    const known = environmentsIn(folder);
    if (!known.includes(name)) {
      const there = known.length === 0 ? 'it holds no environment' : `it holds ${known.join(', ')}`;
      throw commandError('VW5101', `The environment "${name}" is not rendered in ${folder}; ${there}`);
    }
    return new RenderedEnvironment(folder, documentIn(folder, name));
  }

  get name(): string {
    return this.document.name;
  }

  /** The objects of the environment. */
  get objects(): readonly KubernetesObject[] {
    this.#objects ??= readObjects(join(this.#folder, this.name));
    return this.#objects;
  }

  /** The configuration of the server, in HCL, from the values of its chart or from its ConfigMap. */
  get serverConfiguration(): string | undefined {
    return serverConfigurationIn(join(this.#folder, this.name), this);
  }

  /** Whether the environment may be thrown away. */
  get isEphemeral(): boolean {
    return this.document.lifecycle === 'ephemeral';
  }

  /** Whether a Job of the environment brings its Vault to what is rendered, and keeps its credentials. */
  get hasBootstrap(): boolean {
    return this.document.bootstrap !== undefined;
  }

  /** Whether a Job of the environment does so under a scoped identity, as in a regulated one. */
  get hasConfigurator(): boolean {
    return this.document.configurator !== undefined;
  }

  /**
   * The documents of its bootstrap.
   * @throws VW5024 where the environment has none, VW5023 where a document is not valid
   */
  get bootstrapDocuments(): BootstrapDocuments {
    if (!this.hasBootstrap) {
      const served = environmentsIn(this.#folder).filter(
        (name) =>
          existsSync(join(this.#folder, name, environmentFile)) &&
          documentIn(this.#folder, name).bootstrap !== undefined,
      );
      const which = served.length === 0 ? 'no environment here has one' : `those with one are ${served.join(', ')}`;
      throw commandError('VW5024', `The environment "${this.name}" has no bootstrap; ${which}`);
    }
    const { fixtureMap, accessMap } = this;
    const documents = { settings: settingsIn(this.objects), fixtureMap, accessMap };
    checkDocuments(documents);
    return documents;
  }

  /** The ExternalSecrets of the environment. */
  get readers(): readonly Reader[] {
    return readersOf(this);
  }

  /** The rendered objects of all environments in the output folder, this one included. */
  get objectsOfAll(): readonly KubernetesObject[] {
    return environmentsIn(this.#folder).flatMap((name) =>
      name === this.name ? this.objects : readObjects(join(this.#folder, name)),
    );
  }
}

function documentIn(folder: string, name: string): EnvironmentDocument {
  const file = join(folder, name, environmentFile);
  if (!existsSync(file)) throw commandError('VW5143', `There is no ${file}`);
  const read = readEnvironmentDocument(readFileSync(file, 'utf8'));
  if (read.document) return read.document;
  const where = read.fields.length === 0 ? '' : ` in ${read.fields.join(', ')}`;
  throw commandError('VW5023', `${file} is not valid${where}`);
}

/** The engines of the environment’s own Vault besides that of the platform, by name of their store. */
const ownEngines = ({ engines }: EnvironmentDocument): NonNullable<FixtureMap['engines']> =>
  Object.fromEntries(
    Object.entries(engines).flatMap(([store, { mount, version, isOwn }]) =>
      isOwn && store !== '' ? [[store, { mount, version }]] : [],
    ),
  );

const mapBase = (document: EnvironmentDocument) => ({
  version: 1 as const,
  environment: document.name,
  ...(document.vault.namespace !== undefined && { namespace: document.vault.namespace }),
  mount: document.engines['']?.mount ?? '',
  engines: ownEngines(document),
});

/** What stands in the fixture map, as programs in the cluster get it. */
function fixtureMapOf(document: EnvironmentDocument): FixtureMap {
  const foreign = Object.entries(document.engines).flatMap(([store, { isOwn }]) => (isOwn ? [] : [store]));
  return { kind: 'FixtureMap', ...mapBase(document), property: 'value', foreign, entries: document.keys };
}

/** What stands in the access map, as programs in the cluster get it. */
function accessMapOf(document: EnvironmentDocument): AccessMapDocument {
  const { vault, previews, roles, policies } = document;
  return {
    kind: 'AccessMap',
    ...mapBase(document),
    authMount: vault.authMount,
    auth: vault.auth,
    ...(previews && { previews }),
    roles,
    policies,
  };
}

function settingsIn(objects: readonly KubernetesObject[]): BootstrapSettings {
  const kind = 'bootstrap-settings';
  const found = objects.find(
    (object) => object.kind === 'ConfigMap' && object.metadata.labels?.[documentLabel] === kind,
  );
  const text = isObject(found?.data) ? found.data[`${kind}.json`] : undefined;
  const { data } = bootstrapSettingsSchema.safeParse(json(typeof text === 'string' ? text : ''));
  if (!data) throw commandError('VW5023', `${kind}.json is missing or not valid`);
  return data;
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
    .filter((file) => !file.startsWith(join(folder, valuesFolder) + sep) && file !== join(folder, environmentFile))
    .sort();
  return files.flatMap((file) => {
    try {
      const documents = loadAll(readFileSync(file, 'utf8'));
      return documents.filter(isKubernetesObject<KubernetesObject>);
    } catch {
      throw commandError('VW5023', `${resolve(file)} is no YAML`);
    }
  });
}

function json(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
