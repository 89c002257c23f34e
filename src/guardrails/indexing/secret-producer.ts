import type { RenderedChart } from '../manifest/manifest.ts';
import { objectAt } from '../manifest/normalise.ts';
import type { IndexedObject } from './indexed-object.ts';
import { type NameVariables, patternOf } from './name-variables.ts';
import { isOpenName } from './open-name.ts';
import type { RenderingChoices } from './rendering-choices.ts';
import type { Site } from './site.ts';

/** How a producer treats the Secret that it writes. */
export type Ownership =
  /** It creates the Secret and overwrites what others put there. */
  | 'owns'
  /** It makes the Secret exist and leaves alone what others put there: a copy, a restore, `CreateOrMerge`. */
  | 'shares'
  /** It adds keys to a Secret that something else must create: `Merge`. */
  | 'adds'
  /** A statement that the Secret exists, not a writer. */
  | 'declares';

/** Something that makes a Secret exist: a Secret, an ExternalSecret, a Certificate, a declaration. */
export interface SecretProducer {
  /** Absent where a producer writes into namespaces that the manifests do not name. */
  readonly namespace?: string;
  readonly name: string;
  /** Exact keys; absent where only the running system knows them. */
  readonly keys?: ReadonlySet<string>;
  readonly ownership: Ownership;
  /**
   * True where it makes itself the controller of the Secret, which the operator lets no other ExternalSecret
   * touch.
   */
  readonly isController?: true;
  /** Producers with the same word make one Secret together. */
  readonly together?: string;
  /** Kind of the object or document that produces it. */
  readonly by: string;
  readonly site?: Site;
  readonly scope: string;
  readonly environment?: string;
}

/** Returns what a finding calls a writer: its kind, and the name of its object where it has one. */
export const writerOf = ({ by, site }: SecretProducer): string => `${by} ${site?.object?.name ?? ''}`.trim();

/** What is known about a Secret that someone refers to. */
export type Resolution =
  | { readonly known: false; readonly elsewhere: ReadonlySet<string> }
  | {
      readonly known: true;
      readonly producers: readonly SecretProducer[];
      readonly keys?: ReadonlySet<string>;
      /** False where every producer only adds keys: nothing creates the Secret. */
      readonly isCreated: boolean;
    };

/** Finds producers by scope, namespace and name. */
export class SecretProducers {
  readonly all: readonly SecretProducer[];
  readonly #choices: RenderingChoices;
  readonly #byName = new Map<string, SecretProducer[]>();
  /** Producers whose name a template finishes. */
  readonly #patterns: { readonly producer: SecretProducer; readonly pattern: RegExp }[] = [];
  /** The objects that write Secrets, by scope: one of them, or `undefined` for several. */
  readonly #writers = new Map<string, IndexedObject | undefined>();

  /**
   * @param inputs what kustomizations are built from: a writer that a patch deletes still shows that the tree
   * holds writers
   */
  constructor(
    producers: readonly SecretProducer[],
    variables: NameVariables,
    choices: RenderingChoices,
    inputs: readonly IndexedObject[],
  ) {
    this.#choices = choices;
    this.all = producers.flatMap((producer) => this.#named(producer, variables));
    for (const producer of this.all) {
      const key = `${producer.scope}\0${producer.name}`;
      const list = this.#byName.get(key);
      if (list) list.push(producer);
      else this.#byName.set(key, [producer]);
      if (producer.ownership === 'declares') continue;
      const { scope, site } = producer;
      const isSame = !this.#writers.has(scope) || isOneDocument(this.#writers.get(scope), site?.object);
      this.#writers.set(scope, isSame ? site?.object : undefined);
    }
    for (const { kindKey, scope, manifest } of inputs)
      if (!manifest.isPatch && /^(?:external|sealed)?secret$/.test(kindKey) && !this.#writers.has(scope))
        this.#writers.set(scope, undefined);
  }

  #named(producer: SecretProducer, variables: NameVariables): SecretProducer[] {
    const { namespace, ...rest } = producer;
    const where = namespace === undefined || isOpenName(namespace) ? rest : producer;
    if (!isOpenName(producer.name)) return [where];
    const names = variables.namesOf(producer.name);
    const pattern = names.length === 0 ? patternOf(producer.name) : undefined;
    if (pattern) this.#patterns.push({ producer: where, pattern });
    // Which of the names is really made depends on what is outside the object, so it owns none of them.
    return names.map((name) => ({ ...where, name, ownership: producer.ownership === 'adds' ? 'adds' : 'shares' }));
  }

  /**
   * Returns whether the manifests of a scope hold any producer, without which nothing about Secrets can be
   * said.
   *
   * What an object writes for itself, as an ACME issuer its key, says nothing about the Secrets that it
   * reads.
   */
  hasAny(scope: string, reader?: IndexedObject): boolean {
    return this.#writers.has(scope) && (reader === undefined || !isOneDocument(this.#writers.get(scope), reader));
  }

  /**
   * Looks up a Secret; where either side leaves its namespace open, the name decides.
   *
   * @param reader what reads it: writers in another overlay of its base are none of its own
   */
  resolve(scope: string, namespace: string | undefined, name: string, reader?: IndexedObject): Resolution {
    const named = [
      ...(this.#byName.get(`${scope}\0${name}`) ?? []),
      ...(scope === '*' ? [] : (this.#byName.get(`*\0${name}`) ?? [])),
    ].filter(({ site }) => !this.#choices.areApart(reader, site?.object) && !isItsTemplate(reader, site));
    const matching = named.filter(
      (producer) => namespace === undefined || producer.namespace === undefined || producer.namespace === namespace,
    );
    if (matching.length === 0) {
      const open = this.#patterns.filter(
        ({ producer, pattern }) =>
          producer.scope === scope &&
          !isItsTemplate(reader, producer.site) &&
          (namespace === undefined || producer.namespace === undefined || producer.namespace === namespace) &&
          pattern.test(name),
      );
      if (open.length > 0)
        return { known: true, isCreated: true, producers: open.map(({ producer: { keys: _, ...found } }) => found) };
    }
    if (matching.length === 0)
      return { known: false, elsewhere: new Set(named.flatMap((producer) => producer.namespace ?? [])) };
    const isCreated = matching.some(({ ownership }) => ownership !== 'adds');
    if (!isCreated || matching.some((producer) => producer.keys === undefined))
      return { known: true, isCreated, producers: matching };
    const [first, ...others] = matching;
    const keys =
      others.length === 0 ? first?.keys : new Set(matching.flatMap((producer) => [...(producer.keys ?? [])]));
    return { known: true, isCreated, producers: matching, ...(keys && { keys }) };
  }

  /**
   * Recognises a Secret that a template of a chart writes with other values than those that it was rendered
   * with.
   */
  mayBeTemplated(chart: RenderedChart, name: string): boolean {
    return (
      (this.#byName.get(`\0${name}`) ?? []).some(({ site }) => site?.manifest.chart === chart) ||
      this.#patterns.some(({ producer, pattern }) => producer.site?.manifest.chart === chart && pattern.test(name))
    );
  }

  /** Names of the Secrets of a namespace, for hints. */
  namesIn(scope: string, namespace: string | undefined): string[] {
    const names = new Set<string>();
    for (const producer of this.all)
      if (
        producer.scope === scope &&
        (namespace === undefined || producer.namespace === undefined || producer.namespace === namespace)
      )
        names.add(producer.name);
    return [...names];
  }
}

/** For who reads in a rendered chart, the writers of that chart are those that it renders. */
const isItsTemplate = (reader: IndexedObject | undefined, writer: Site | undefined): boolean =>
  writer?.manifest.chart !== undefined && writer.manifest.chart === reader?.manifest.rendering?.chart;

/** Distinguishes objects, in any rendering. */
const isOneDocument = (first: IndexedObject | undefined, second: IndexedObject | undefined): boolean =>
  first === second ||
  (first !== undefined &&
    second !== undefined &&
    first.manifest.rendering !== undefined &&
    first.manifest.file === second.manifest.file &&
    first.manifest.document === second.manifest.document &&
    first.kindKey === second.kindKey);

/**
 * Returns whether a writer may make a key that it does not show: a chart that nobody installs here was
 * rendered with one choice of values, and others make keys that it lacks.
 */
export const mayBeTemplated = (writer: Site | undefined, key: string): boolean =>
  writer?.manifest.rendering?.chart?.isInstalled === false &&
  ['data', 'stringData'].some((field) => Object.hasOwn(objectAt(writer.manifest.template?.value, field), key));
