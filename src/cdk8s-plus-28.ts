import {
  EnvValue,
  type EnvValueFromSecretOptions,
  type ISecret,
  Secret,
  type SecretVolumeOptions,
  Volume,
} from 'cdk8s-plus-28';
import type { Construct } from 'constructs';
import { Component } from './constructs/component.ts';
import { EnvironmentApp } from './constructs/environment-app.ts';
import type { SecretContract, SecretKeyHandle } from './model/declarations/secret-contract.ts';

/**
 * Returns a contract's Secret as cdk8s-plus knows Secrets, and records that the component around `scope`
 * reads it.
 *
 * Each contract is imported once for each scope, so it may be asked for again.
 * @throws TypeError outside a component of an environment: nothing would know who reads the Secret
 * @see https://cdk8s.io/docs/latest/plus/cdk8s-plus-28/secret/
 */
export function secretOf(scope: Construct, contract: SecretContract): ISecret {
  const name = contract.nameIn(EnvironmentApp.of(scope).environment);
  componentAround(scope).recordRead({ contract });
  const id = `secret-${name}`;
  return (scope.node.tryFindChild(id) as ISecret | undefined) ?? Secret.fromSecretName(scope, id, name);
}

/**
 * Returns an environment variable's value from one data key; a key that the Secret does not have does not
 * compile.
 */
export function envValueOf(scope: Construct, key: SecretKeyHandle, options?: EnvValueFromSecretOptions): EnvValue {
  componentAround(scope).recordRead({ contract: key.contract, key: key.name });
  return EnvValue.fromSecretValue({ secret: secretOf(scope, key.contract), key: key.name }, options);
}

/** Options of {@link volumeOf}: the data keys to mount, by the path below the mount. */
export interface SecretVolumeOfOptions<K extends string> extends Omit<SecretVolumeOptions, 'items'> {
  /** @default every data key, under its own name */
  readonly items?: Readonly<Partial<Record<K, string>>>;
}

/** Returns a volume with a contract's Secret; an item that the Secret does not have does not compile. */
export function volumeOf<K extends string>(
  scope: Construct,
  contract: SecretContract<K>,
  { items, ...options }: SecretVolumeOfOptions<NoInfer<K>> = {},
): Volume {
  const named = Object.entries<string | undefined>(items ?? {});
  const mapped = named.flatMap(([key, path]) => (path === undefined ? [] : [[key, { path }] as const]));
  const secret = secretOf(scope, contract);
  return Volume.fromSecret(scope, `volume-${secret.name}`, secret, {
    ...options,
    ...(mapped.length > 0 && { items: Object.fromEntries(mapped) }),
  });
}

function componentAround(scope: Construct): Component {
  const component = scope.node.scopes.findLast((around) =>
    Object.prototype.isPrototypeOf.call(Component.prototype, around),
  );
  if (!component) throw new TypeError(`${scope.node.path}: the Secret of a contract is read inside a component`);
  return component as Component;
}
