import { Construct } from 'constructs';
import type { KnownOptions } from '../model/declarations/known-options.ts';
import { type PerEnvironment, resolveFor } from '../model/declarations/per-environment.ts';
import { DeliveredSecret } from '../model/declarations/secret-contract.ts';
import { declarationPosition } from '../model/diagnostics/declaration-position.ts';
import type { Position } from '../model/diagnostics/diagnostic.ts';
import { reportUnknownOptions } from './checks/option-problems.ts';
import type { Component } from './component.ts';
import type { EnvironmentApp } from './environment-app.ts';
import { type Contribution, contribution } from './tree/contribution.ts';
import { genuineContracts } from './tree/genuine-contracts.ts';

/** Where the Secrets appear. */
export interface DeliveredSecretsProps<S extends EnvironmentApp = EnvironmentApp> {
  /** Namespace in which the Secret appears. @default the namespace of the component */
  readonly namespace?: PerEnvironment<string, S['environment']>;
}

/** Every option, as the type has them. */
const options: KnownOptions<DeliveredSecretsProps> = { namespace: true };

/**
 * Declares that a component brings Secrets which something other than Vault writes; nothing is rendered for
 * them but the record.
 */
export class DeliveredSecrets<S extends EnvironmentApp = EnvironmentApp> extends Construct {
  readonly component: Component<S>;
  readonly namespace: string;
  readonly declaredAt: Position | undefined;
  readonly #contracts: readonly DeliveredSecret<string>[];

  constructor(
    component: Component<S>,
    contracts: DeliveredSecret | readonly DeliveredSecret[],
    props: DeliveredSecretsProps<S> = {},
  ) {
    const { all, names, reportForged } = genuineContracts(component, contracts, DeliveredSecret.isDelivered);
    const { app, environment } = component;
    super(component, `delivered-${names}`);
    reportUnknownOptions(component.app, this, DeliveredSecrets, props, options);
    this.component = component;
    this.declaredAt = declarationPosition(DeliveredSecrets);
    reportForged(this.node.path, this.declaredAt);
    this.namespace = resolveFor(props.namespace ?? component.componentNamespace, environment);
    const isHere = component.isRendered && app.rendersInto(this.namespace, this);
    this.#contracts = isHere ? all.filter((contract) => contract.existsIn(environment)) : [];
  }

  get [contribution](): Contribution {
    const { component, namespace, declaredAt } = this;
    const found = { component, namespace, declaredAt, constructPath: this.node.path };
    return { deliveries: this.#contracts.map((contract) => ({ contract, ...found })) };
  }
}
