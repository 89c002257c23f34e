import { ApiObject } from 'cdk8s';
import { Construct } from 'constructs';
import type { ServiceAccount } from '../../imports/kubernetes.d.ts';
import { declarationPosition } from '../model/diagnostics/declaration-position.ts';
import type { Position } from '../model/diagnostics/diagnostic.ts';
import { type ProblemCode, problem } from '../model/diagnostics/problems.ts';
import { environmentsAnnotation, ownerAnnotation } from '../model/documents/annotations.ts';
import { configuratorMethods } from '../model/documents/configurator.ts';
import { isDnsLabel } from '../model/kubernetes-names.ts';
import type { Component } from './component.ts';
import { vaultReach } from './derive/vault-reach.ts';
import type { EnvironmentApp, RegulatedEnvironment } from './environment-app.ts';
import { type ConfiguratorFound, type Contribution, contribution } from './tree/contribution.ts';

export interface ConfiguratorJobProps {
  /**
   * The environment of the component, narrowed: an ephemeral one does not compile, and is refused at run time
   * (VW1230).
   */
  readonly environment: RegulatedEnvironment;
  /**
   * Name of its ServiceAccount, and of its role and policy in Vault; at most 52 characters.
   */
  readonly name: string;
  /** Seconds after which a run gives up; its token lives little longer. @default 240 */
  readonly deadlineSeconds?: number;
}

/** The Job appends eleven characters. */
const longestName = 52;

/**
 * The configurator of a regulated environment: it brings an open Vault to what is declared, under an identity
 * that may do exactly that. It initialises nothing, unseals nothing and holds no root token.
 * @see https://developer.hashicorp.com/vault/docs/auth/kubernetes
 */
export class ConfiguratorJob<S extends EnvironmentApp = EnvironmentApp> extends Construct {
  readonly component: Component<S>;
  readonly name: string;
  readonly declaredAt: Position | undefined;
  readonly #configurators: ConfiguratorFound[] = [];

  constructor(component: Component<S>, props: ConfiguratorJobProps) {
    super(component, 'configurator');
    const { name, deadlineSeconds = 240 } = props;
    this.component = component;
    this.name = name;
    this.declaredAt = declarationPosition(ConfiguratorJob);
    if (!component.isRendered || !this.#isSound(props)) return;
    this.#configurators.push({
      name,
      namespace: component.componentNamespace,
      deadlineSeconds,
      component,
      constructPath: this.node.path,
      declaredAt: this.declaredAt,
    });
    const annotations = {
      [ownerAnnotation]: component.owner,
      [environmentsAnnotation]: regulatedEnvironments(component).join(','),
    };
    new ApiObject(this, 'service-account', {
      apiVersion: 'v1',
      kind: 'ServiceAccount',
      metadata: { name, annotations },
    } satisfies ServiceAccount);
  }

  get [contribution](): Contribution {
    return { configurators: this.#configurators };
  }

  #isSound({ name, environment }: ConfiguratorJobProps): boolean {
    const { app } = this.component;
    const own = app.environment;
    // The definition of the platform decides: a cast gets any object past the type of the prop, and past the
    // app's own field.
    if (app.platform.environments.get(own.name)?.lifecycle !== 'regulated' || environment.lifecycle !== 'regulated')
      return this.#report('VW1230', `Environment "${own.name}" is ephemeral`);
    if (own.vault.managed) return this.#report('VW1230', `Somebody else runs the Vault of environment "${own.name}"`);
    if (environment.name !== own.name)
      return this.#report('VW1230', `Environment "${environment.name}" is not that of the component`);
    if (!isDnsLabel(name) || name.length > longestName)
      return this.#report('VW1004', `"${name}" is not a valid name for a configurator`);
    const { method } = vaultReach(app).login;
    if (!configuratorMethods.includes(method))
      return this.#report('VW1231', `Environment "${own.name}" logs in to Vault by "${method}"`);
    return true;
  }

  /** Says so; the result is what a check that failed returns. */
  #report(code: ProblemCode, what: string): false {
    const { app, environment } = this.component;
    const place = { constructPath: this.node.path, environment: environment.name };
    app.problems.push(problem(code, what, { ...place, ...(this.declaredAt && { position: this.declaredAt }) }));
    return false;
  }
}

const regulatedEnvironments = ({ app, environments }: Component): string[] =>
  [...app.platform.environments.values()]
    .filter(({ name, lifecycle }) => lifecycle === 'regulated' && (environments ?? [name]).includes(name))
    .map(({ name }) => name);
