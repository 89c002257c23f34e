import { type PerEnvironment, resolveFor } from '../../model/declarations/per-environment.ts';
import { SecretContract, SecretKeyHandle } from '../../model/declarations/secret-contract.ts';

/**
 * A Helm value: a contract stands for its Secret's name, a key handle for the key's name, a function for what
 * an environment decides.
 */
export type HelmValue<E> =
  | string
  | number
  | boolean
  | null
  | SecretContract
  | SecretKeyHandle
  | ((env: E) => HelmValue<E>)
  | readonly HelmValue<E>[]
  | HelmValues<E>;

/** A tree of Helm values; it is also the record of what a component reads. */
export interface HelmValues<E> {
  readonly [key: string]: HelmValue<E>;
}

/** A Secret that a component reads, and the data key where it asks for one. */
export interface SecretRead {
  readonly contract: SecretContract;
  readonly key?: string;
}

/** A leaf that is neither plain data nor a contract; types refuse it, but a cast does not. */
export interface RefusedValue {
  /** Where it stands, such as `auth.hosts[0]`. */
  readonly field: string;
  /** What was found, by type or class: never the value itself. */
  readonly found: string;
}

type PlainValue = string | number | boolean | null | PlainValue[] | { [key: string]: PlainValue };

/** How a chart is told not to create a Secret that it is given by name. */
export interface HelmValuesOptions {
  /**
   * The chart's own switch, written as `false` beside each Secret that is named; `false` where the chart has
   * none and its schema would refuse one. @default 'createSecret'
   */
  readonly creationSwitch?: string | false;
}

/** Keys under which charts take the name of a Secret that exists. */
const namesSecret = /^(existingSecrets?.*|.*[sS]ecretName|passwordSecret)$/;
/** Lists of references to Secrets that exist; pull secrets are left out, since no chart creates those. */
const listsSecrets = /^(existingSecrets|.*ExistingSecrets|extraSecretRefs|envFrom)$/;

/**
 * Returns the plain tree for one environment, keys sorted, everything that it reads, and every leaf that it
 * left out.
 */
export function resolveHelmValues<E extends object>(
  values: PerEnvironment<HelmValues<E>, E>,
  environment: E,
  { creationSwitch = 'createSecret' }: HelmValuesOptions = {},
): { values: { [key: string]: PlainValue }; reads: SecretRead[]; refused: RefusedValue[] } {
  const reads: SecretRead[] = [];
  const refused: RefusedValue[] = [];
  const settled = (value: HelmValue<E>): Exclude<HelmValue<E>, (env: E) => HelmValue<E>> =>
    typeof value === 'function' ? settled(resolveFor(value, environment)) : value;
  const holdsContract = (given: HelmValue<E>): boolean => {
    const value = settled(given);
    return (
      SecretContract.is(value) ||
      (typeof value === 'object' && value !== null && Object.values(value).some(holdsContract))
    );
  };
  const plain = (given: HelmValue<E>, field: string, under = ''): PlainValue => {
    const value = settled(given);
    if (SecretContract.is(value)) {
      reads.push({ contract: value });
      return value.nameIn(environment);
    }
    if (SecretKeyHandle.is(value)) {
      reads.push({ contract: value.contract, key: value.name });
      return value.name;
    }
    if (Array.isArray(value)) return value.map((item, position) => plain(item, `${field}[${position}]`));
    if (isMap(value)) return tree(value as HelmValues<E>, field, under);
    const found = strangeness(value);
    if (found === undefined) return value as string | number | boolean | null;
    refused.push({ field, found });
    return null;
  };
  const tree = (node: HelmValues<E>, field = '', under = ''): { [key: string]: PlainValue } => {
    const result = Object.fromEntries(
      Object.keys(node)
        .sort()
        .map((key) => [key, plain(node[key] as HelmValue<E>, field === '' ? key : `${field}.${key}`, key)]),
    );
    // A chart that is told a Secret's name must not create that Secret too.
    const isNamed = Object.entries(node).some(([key, value]) => {
      if (SecretContract.is(settled(value))) return namesSecret.test(key) || (key === 'name' && /secret$/i.test(under));
      return listsSecrets.test(key) && holdsContract(value);
    });
    if (!isNamed || creationSwitch === false || 'create' in result || creationSwitch in result) return result;
    return sorted({ ...result, [creationSwitch]: false });
  };
  return { values: tree(resolveFor(values, environment)), reads, refused };
}

function isMap(value: unknown): boolean {
  if (typeof value !== 'object' || value === null) return false;
  const prototype = Object.getPrototypeOf(value);
  return prototype === Object.prototype || prototype === null;
}

/** Returns what a leaf is where YAML has no word for it; nothing where it has. */
function strangeness(value: unknown): string | undefined {
  if (value === null || typeof value === 'string' || typeof value === 'boolean' || Number.isFinite(value))
    return undefined;
  if (typeof value === 'number') return `the number ${value}`;
  if (typeof value === 'object') return `an object of class ${value.constructor?.name ?? 'unknown'}`;
  return value === undefined ? 'undefined' : `a value of type ${typeof value}`;
}

const sorted = <T>(record: { [key: string]: T }): { [key: string]: T } =>
  Object.fromEntries(Object.entries(record).sort(([a], [b]) => (a < b ? -1 : 1)));
