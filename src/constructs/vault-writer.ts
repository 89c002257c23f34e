import { Construct } from 'constructs';
import type { KnownOptions } from '../model/declarations/known-options.ts';
import type { Producer } from '../model/declarations/producer.ts';
import { declarationPosition } from '../model/diagnostics/declaration-position.ts';
import type { Position } from '../model/diagnostics/diagnostic.ts';
import { reportUnknownOptions } from './checks/option-problems.ts';
import type { Component } from './component.ts';
import type { EnvironmentApp } from './environment-app.ts';
import { type Contribution, contribution } from './tree/contribution.ts';

/** How the program logs in to Vault. */
export interface VaultWriterProps {
  /** Vault role under which the program logs in. */
  readonly role: string;
  /** ServiceAccounts, in the namespace of the component, that may assume the role. */
  readonly serviceAccounts: readonly string[];
}

/** Every option, as the type has them. */
const options: KnownOptions<VaultWriterProps> = { role: true, serviceAccounts: true };

/**
 * Declares that a component runs a producer. What it writes is collected: the keys of this producer that the
 * environment uses; the access map gives its role exactly those.
 */
export class VaultWriter<S extends EnvironmentApp = EnvironmentApp> extends Construct {
  readonly component: Component<S>;
  readonly producer: Producer;
  readonly role: string;
  readonly serviceAccounts: readonly string[];
  readonly declaredAt: Position | undefined;

  constructor(component: Component<S>, producer: Producer, props: VaultWriterProps) {
    super(component, `writer-${producer.name}`);
    reportUnknownOptions(component.app, this, VaultWriter, props, options);
    this.component = component;
    this.declaredAt = declarationPosition(VaultWriter);
    this.producer = producer;
    this.role = props.role;
    this.serviceAccounts = props.serviceAccounts;
  }

  get [contribution](): Contribution {
    const { component, producer, role, serviceAccounts, declaredAt } = this;
    const writer = { component, producer, role, serviceAccounts, declaredAt, constructPath: this.node.path };
    return { writers: component.isRendered ? [writer] : [] };
  }
}
