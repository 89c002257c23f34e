import { ApiObject } from 'cdk8s';
import { Construct } from 'constructs';
import type { ExternalSecret } from '../../imports/external-secrets.io.d.ts';
import type { KnownOptions } from '../model/declarations/known-options.ts';
import { type PerEnvironment, resolveFor } from '../model/declarations/per-environment.ts';
import { type Audience, VaultSecret } from '../model/declarations/secret-contract.ts';
import { declarationPosition } from '../model/diagnostics/declaration-position.ts';
import type { Position } from '../model/diagnostics/diagnostic.ts';
import { reportUnknownOptions } from './checks/option-problems.ts';
import { problemAt } from './checks/problem-at.ts';
import type { Component } from './component.ts';
import type { EnvironmentApp } from './environment-app.ts';
import { externalSecretSpec } from './objects/external-secret-spec.ts';
import { secretMetadata } from './objects/secret-metadata.ts';
import { type Contribution, contribution, type Placement } from './tree/contribution.ts';
import { enabledEnvironments } from './tree/enabled-environments.ts';
import { genuineContracts } from './tree/genuine-contracts.ts';

/** Where the Secrets go, and whether they are on. */
export interface ServiceSecretsProps<S extends EnvironmentApp = EnvironmentApp> {
  /**
   * Namespaces that get the Secret: the environment's own, and shared ones of its cluster; a shared namespace
   * is rendered only by the environment that the cluster assigns it to. @default the namespace of the
   * component
   */
  readonly namespaces?: PerEnvironment<readonly string[], S['environment']>;
  /** Why the Secrets are declared but off, or `false` where they are on. @default false */
  readonly disabled?: PerEnvironment<string | false, S['environment']>;
}

/** Every option, as the type has them. */
const options: KnownOptions<ServiceSecretsProps> = { namespaces: true, disabled: true };

/**
 * Places contracts in a component: one ExternalSecret for each contract and namespace.
 *
 * Each ExternalSecret registers the Vault keys that it reads, since the fixture map is collected from these
 * constructs.
 * @see https://external-secrets.io/latest/api/externalsecret/
 */
export class ServiceSecrets<S extends EnvironmentApp = EnvironmentApp> extends Construct {
  readonly #placements: Placement[] = [];
  readonly component: Component<S>;
  readonly declaredAt: Position | undefined;

  /**
   * @param component the component that owns the Secrets
   * @param contracts one contract or several
   */
  constructor(
    component: Component<S>,
    contracts: VaultSecret | readonly VaultSecret[],
    props: ServiceSecretsProps<S> = {},
  ) {
    const { all, names, reportForged } = genuineContracts(component, contracts, VaultSecret.isVaultSecret);
    const { app, environment } = component;
    super(component, freeId(component, `secrets-${names}`, all));
    reportUnknownOptions(component.app, this, ServiceSecrets, props, options);
    this.component = component;
    // Of whichever was called: a subclass is one step further up.
    this.declaredAt = declarationPosition(new.target);
    reportForged(this.node.path, this.declaredAt);
    const enabledIn = enabledEnvironments(app.platform, props.disabled);
    const namespaces = resolveFor(props.namespaces ?? [component.componentNamespace], environment);
    if (!component.isRendered || resolveFor(props.disabled ?? false, environment)) return;
    for (const namespace of [...new Set(namespaces)].sort())
      if (app.rendersInto(namespace, this))
        for (const contract of all) if (contract.existsIn(environment)) this.#place(contract, namespace, enabledIn);
  }

  get [contribution](): Contribution {
    return { placements: this.#placements };
  }

  /** Whether it may place Secrets of tests. */
  protected get isForTests(): boolean {
    return false;
  }

  #place(contract: VaultSecret<string, Audience>, namespace: string, enabledIn: readonly string[] | undefined): void {
    const { app, environment } = this.component;
    const name = contract.externalSecretNameIn(environment);
    if (!contract.belongsTo(app.platform))
      this.#report('VW1014', `Secret "${contract.nameIn(environment)}" belongs to another platform`);
    if (contract.keysIn(environment).length === 0 && !contract.isOpen)
      this.#report(
        'VW1013',
        `Secret "${contract.nameIn(environment)}" has no data key in environment "${environment.name}"`,
      );
    // Types refuse it, but a cast does not.
    if (contract.audience === 'tests' && !this.isForTests)
      this.#report('VW1213', `Secret "${contract.nameIn(environment)}" is for tests`);
    this.#placements.push({
      contract: contract as VaultSecret<string>,
      namespace,
      externalSecret: name,
      component: this.component,
      constructPath: this.node.path,
      declaredAt: this.declaredAt,
    });
    new ApiObject(this, namespace === this.component.componentNamespace ? name : `${namespace}.${name}`, {
      apiVersion: 'external-secrets.io/v1',
      kind: 'ExternalSecret',
      metadata: { name, namespace, ...secretMetadata(contract, this.component, { namespace, enabledIn }) },
      spec: externalSecretSpec(contract as VaultSecret<string>, app),
    } satisfies ExternalSecret);
  }

  #report(code: 'VW1013' | 'VW1014' | 'VW1213', what: string): void {
    const { app } = this.component;
    app.problems.push(problemAt(app, code, what, { constructPath: this.node.path, declaredAt: this.declaredAt }));
  }
}

/**
 * Two contracts of one Secret in one component, as one that merges into it, are told apart by what writes
 * them.
 */
function freeId(component: Component, id: string, contracts: readonly VaultSecret<string, Audience>[]): string {
  if (component.node.tryFindChild(id) === undefined) return id;
  return `${id}-by-${contracts.map((contract) => contract.externalSecretNameIn(component.environment)).join('-')}`;
}
