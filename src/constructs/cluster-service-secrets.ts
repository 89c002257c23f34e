import { ApiObject, JsonPatch } from 'cdk8s';
import { Construct } from 'constructs';
import type { ClusterExternalSecret } from '../../imports/external-secrets.io.d.ts';
import type { KnownOptions } from '../model/declarations/known-options.ts';
import { VaultSecret } from '../model/declarations/secret-contract.ts';
import { declarationPosition } from '../model/diagnostics/declaration-position.ts';
import type { Position } from '../model/diagnostics/diagnostic.ts';
import { reportUnknownOptions } from './checks/option-problems.ts';
import { problemAt } from './checks/problem-at.ts';
import type { Component } from './component.ts';
import { type NamespacePattern, namespacePatternDefect } from './derive/namespace-pattern.ts';
import type { EnvironmentApp } from './environment-app.ts';
import { externalSecretSpec } from './objects/external-secret-spec.ts';
import { secretMetadata } from './objects/secret-metadata.ts';
import { type ClusterPlacement, type Contribution, contribution } from './tree/contribution.ts';
import { genuineContracts } from './tree/genuine-contracts.ts';

/** Where the Secrets go. */
export interface ClusterServiceSecretsProps {
  /** The namespaces, created while the platform runs, that get the Secrets. */
  readonly namespaces: NamespacePattern;
}

/** Every option, as the type has them. */
const options: KnownOptions<ClusterServiceSecretsProps> = { namespaces: true };

/**
 * Places contracts in namespaces that do not exist yet when manifests are rendered: one ClusterExternalSecret
 * for each.
 *
 * They read through the ClusterSecretStore, whose conditions must admit the same pattern.
 * @see https://external-secrets.io/latest/api/clusterexternalsecret/
 */
export class ClusterServiceSecrets<S extends EnvironmentApp = EnvironmentApp> extends Construct {
  readonly component: Component<S>;
  readonly pattern: NamespacePattern;
  readonly #placements: ClusterPlacement[] = [];
  readonly declaredAt: Position | undefined;

  constructor(
    component: Component<S>,
    contracts: VaultSecret | readonly VaultSecret[],
    props: ClusterServiceSecretsProps,
  ) {
    const { all, names, reportForged } = genuineContracts(component, contracts, VaultSecret.isVaultSecret);
    const { app, environment } = component;
    super(component, `cluster-secrets-${names}`);
    reportUnknownOptions(component.app, this, ClusterServiceSecrets, props, options);
    this.component = component;
    this.pattern = props.namespaces;
    this.declaredAt = declarationPosition(ClusterServiceSecrets);
    reportForged(this.node.path, this.declaredAt);
    const defect = namespacePatternDefect([this.pattern]);
    if (defect)
      app.problems.push(
        problemAt(app, 'VW1116', `ClusterExternalSecret of "${component.name}" ${defect}`, {
          constructPath: this.node.path,
          declaredAt: this.declaredAt,
        }),
      );
    if (!component.isRendered) return;
    for (const contract of all) {
      if (!contract.existsIn(environment)) continue;
      const name = contract.externalSecretNameIn(environment);
      this.#placements.push({
        contract,
        externalSecret: name,
        pattern: this.pattern,
        component,
        constructPath: this.node.path,
        declaredAt: this.declaredAt,
      });
      new ApiObject(this, name, {
        apiVersion: 'external-secrets.io/v1',
        kind: 'ClusterExternalSecret',
        metadata: { name: `${environment.namespace}-${name}`, ...secretMetadata(contract, component) },
        spec: {
          externalSecretName: name,
          externalSecretMetadata: {},
          namespaceSelectors: [{ matchLabels: this.pattern.labels }],
          refreshTime: '1m0s',
          externalSecretSpec: externalSecretSpec(contract, app, 'ClusterSecretStore'),
        },
        // Cluster-scoped: without the namespace that the chart adds.
      } satisfies ClusterExternalSecret).addJsonPatch(JsonPatch.remove('/metadata/namespace'));
    }
  }

  get [contribution](): Contribution {
    return { clusterPlacements: this.#placements };
  }
}
