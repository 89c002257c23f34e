import { type PerEnvironment, resolveFor } from '../model/per-environment.ts';
import { SecretContract, SecretKeyHandle } from '../model/secret-contract.ts';

/** A Helm value: a contract stands for its Secret's name, a key handle for the key's name, a function for what an environment decides. */
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

type PlainValue = string | number | boolean | null | PlainValue[] | { [key: string]: PlainValue };

/** Keys by which charts say whether they create the Secret themselves. */
const creationToggles = ['createSecret', 'create', 'enabled'];
const namesSecret = /^(existingSecret.*|.*[sS]ecretName|passwordSecret|secretRef)$/;

/** Gives the plain tree for one environment, keys sorted, and everything that it reads. */
export function resolveHelmValues<E extends object>(
  values: PerEnvironment<HelmValues<E>, E>,
  environment: E,
): { values: { [key: string]: PlainValue }; reads: SecretRead[] } {
  const reads: SecretRead[] = [];
  const plain = (value: HelmValue<E>): PlainValue => {
    if (typeof value === 'function') return plain(resolveFor(value, environment));
    if (SecretContract.is(value)) {
      reads.push({ contract: value });
      return value.nameIn(environment);
    }
    if (SecretKeyHandle.is(value)) {
      reads.push({ contract: value.contract, key: value.name });
      return value.name;
    }
    if (Array.isArray(value)) return value.map(plain);
    return typeof value === 'object' && value !== null
      ? tree(value as HelmValues<E>)
      : (value as string | number | boolean | null);
  };
  const tree = (node: HelmValues<E>): { [key: string]: PlainValue } => {
    const result = Object.fromEntries(
      Object.keys(node)
        .sort()
        .map((key) => [key, plain(node[key] as HelmValue<E>)]),
    );
    // A chart that is told a Secret's name must not create that Secret too.
    const named = Object.entries(node).some(([key, value]) => namesSecret.test(key) && SecretContract.is(value));
    return named && !creationToggles.some((toggle) => toggle in result)
      ? sorted({ ...result, createSecret: false })
      : result;
  };
  return { values: tree(resolveFor(values, environment)), reads };
}

const sorted = <T>(record: { [key: string]: T }): { [key: string]: T } =>
  Object.fromEntries(Object.entries(record).sort(([a], [b]) => (a < b ? -1 : 1)));
