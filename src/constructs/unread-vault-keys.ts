import { Construct } from 'constructs';
import type { KnownOptions } from '../model/declarations/known-options.ts';
import type { VaultKey } from '../model/declarations/vault-key.ts';
import { declarationPosition } from '../model/diagnostics/declaration-position.ts';
import type { Position } from '../model/diagnostics/diagnostic.ts';
import { reportUnknownOptions } from './checks/option-problems.ts';
import type { Component } from './component.ts';
import type { EnvironmentApp } from './environment-app.ts';
import { type Contribution, contribution } from './tree/contribution.ts';

/** Why the keys exist. */
export interface UnreadVaultKeysProps {
  /** Why the keys are kept although no ExternalSecret reads them; it stands in the fixture map. */
  readonly reason: string;
}

/** Every option, as the type has them. */
const options: KnownOptions<UnreadVaultKeysProps> = { reason: true };

/** Keeps Vault keys that no ExternalSecret reads, for a reason. */
export class UnreadVaultKeys<S extends EnvironmentApp = EnvironmentApp> extends Construct {
  readonly reason: string;
  readonly component: Component<S>;
  readonly declaredAt: Position | undefined;
  readonly #keys: readonly VaultKey[];

  constructor(component: Component<S>, keys: readonly VaultKey[], props: UnreadVaultKeysProps) {
    super(component, `unread-${keys.map((key) => key.idIn(component.environment).replaceAll('/', '.')).join('+')}`);
    reportUnknownOptions(component.app, this, UnreadVaultKeys, props, options);
    this.component = component;
    this.declaredAt = declarationPosition(UnreadVaultKeys);
    this.reason = props.reason;
    this.#keys = component.isRendered ? keys : [];
  }

  get [contribution](): Contribution {
    const { component, reason, declaredAt } = this;
    const unread = { component, reason, declaredAt, keys: this.#keys, constructPath: this.node.path };
    return { unread: this.#keys.length > 0 ? [unread] : [] };
  }
}
