import { documentLabel, type FixtureMap, fixtureMapSchema, type RenderedPlatform } from '../../src/index.ts';
import { ameide } from '../../src/platform/definition.ts';

/** What tests ask of a rendered ExternalSecret or PushSecret. */
export interface RenderedSpec {
  readonly target: {
    readonly name: string;
    readonly creationPolicy: string;
    readonly template?: {
      readonly type?: string;
      readonly mergePolicy: string;
      readonly data?: Readonly<Record<string, string>>;
    };
  };
  readonly data: readonly { readonly secretKey: string; readonly remoteRef: { readonly key: string } }[];
  readonly selector?: { readonly secret: { readonly name: string } };
}

/** A rendered object, and the file that holds it. */
export interface RenderedObject {
  readonly file: string;
  readonly kind: string;
  readonly metadata: {
    readonly name: string;
    readonly namespace: string;
    readonly labels: Readonly<Record<string, string>>;
  };
  readonly data?: Readonly<Record<string, string>>;
  readonly spec: RenderedSpec;
}

/** One environment of the rendered platform, as its bytes show it. */
export class RenderedEnvironment {
  readonly name: string;
  readonly #manifests: RenderedPlatform['manifests'];

  constructor({ manifests }: RenderedPlatform, name: string) {
    this.name = name;
    this.#manifests = manifests.filter(({ environment }) => environment === name);
  }

  get profile() {
    const profile = [...ameide.environments.values()].find(({ name }) => name === this.name);
    if (!profile) throw new Error(`${this.name} is no environment`);
    return profile;
  }

  objects(kind?: string): RenderedObject[] {
    return this.#manifests
      .filter(({ role, value }) => role === 'object' && (kind === undefined || value.kind === kind))
      .map(({ file, value }) => ({ ...(value as unknown as RenderedObject), file }));
  }

  /** The ExternalSecrets that write one Secret. */
  writersOf(secret: string): RenderedObject[] {
    return this.objects('ExternalSecret').filter(({ spec }) => spec.target.name === secret);
  }

  /** The spec of the first ExternalSecret that writes a Secret. */
  specOf(secret: string): RenderedSpec {
    const [writer] = this.writersOf(secret);
    if (!writer) throw new Error(`${this.name}: nothing writes ${secret}`);
    return writer.spec;
  }

  /** Vault key by fetched name. */
  readsOf(secret: string): Record<string, string> {
    return Object.fromEntries(this.specOf(secret).data.map(({ secretKey, remoteRef }) => [secretKey, remoteRef.key]));
  }

  /** Every Vault key that an ExternalSecret of the environment reads. */
  get readKeys(): ReadonlySet<string> {
    return new Set(
      this.objects('ExternalSecret').flatMap(({ spec }) => spec.data.map(({ remoteRef }) => remoteRef.key)),
    );
  }

  /**
   * The Helm values of a component, in the shape in which a test reads them: a values file has no type of its
   * own.
   */
  valuesOf<T = Record<string, unknown>>(component: string): T {
    const found = this.#manifests.find(({ file }) => file === `${this.name}/values/${component}.yaml`);
    if (!found) throw new Error(`${this.name}: ${component} has no values`);
    return found.value as T;
  }

  /** A document that other programs read, checked by its schema. */
  documentOf<T>(kind: string, parse: (value: unknown) => T): T {
    const found = this.objects('ConfigMap').find(({ metadata }) => metadata.labels[documentLabel] === kind);
    return parse(JSON.parse(found?.data?.[`${kind}.json`] ?? 'null'));
  }

  get fixtures(): FixtureMap['entries'] {
    return this.documentOf('fixture-map', (value) => fixtureMapSchema.parse(value)).entries;
  }

  /** The Vault keys that one program writes. */
  writtenBy(writer: string): string[] {
    return Object.entries(this.fixtures)
      .filter(([, entry]) => entry.writer === writer)
      .map(([path]) => path)
      .sort();
  }
}
