import { ApiObject, JsonPatch } from 'cdk8s';
import { Construct } from 'constructs';
import type { ClusterRole, ClusterRoleBinding } from '../../imports/kubernetes.d.ts';
import type { KnownOptions } from '../model/declarations/known-options.ts';
import { declarationPosition } from '../model/diagnostics/declaration-position.ts';
import type { Position } from '../model/diagnostics/diagnostic.ts';
import { problem } from '../model/diagnostics/problems.ts';
import { environmentsAnnotation, ownerAnnotation } from '../model/documents/annotations.ts';
import { reportUnknownOptions } from './checks/option-problems.ts';
import type { Component } from './component.ts';
import { accessMapOf } from './derive/access-map-of.ts';
import type { EnvironmentApp } from './environment-app.ts';

export interface VaultTokenReviewProps {
  /** ServiceAccount under which Vault runs. @default the name of the Service in its address */
  readonly serviceAccount?: string;
  /** Namespace of that ServiceAccount. @default the namespace in its address, else that of the component */
  readonly namespace?: string;
}

/** Every option, as the type has them. */
const options: KnownOptions<VaultTokenReviewProps> = { serviceAccount: true, namespace: true };

/**
 * Lets Vault ask the API server who a login is, with its own token: no reviewer token is stored in Vault.
 *
 * It binds `system:auth-delegator` to Vault's ServiceAccount. Where a role of the access map selects
 * namespaces by label it also lets Vault read namespaces. Names hold Service and namespace, since
 * cluster-scoped names exist once for all environments. The charts of Vault and OpenBao render such a binding
 * themselves; turn that off (`server.authDelegator.enabled: false`).
 * @see https://developer.hashicorp.com/vault/docs/auth/kubernetes
 */
export class VaultTokenReview<S extends EnvironmentApp = EnvironmentApp> extends Construct {
  readonly component: Component<S>;
  readonly declaredAt: Position | undefined;

  constructor(component: Component<S>, props: VaultTokenReviewProps = {}) {
    super(component, 'token-review');
    reportUnknownOptions(component.app, this, VaultTokenReview, props, options);
    this.component = component;
    this.declaredAt = declarationPosition(VaultTokenReview);
    const { app, environment, componentNamespace } = component;
    if (!component.isRendered) return;
    const address = serviceOf(environment.vault.address);
    const serviceAccount = props.serviceAccount ?? address?.service;
    const namespace = props.namespace ?? address?.namespace ?? componentNamespace;
    if (serviceAccount === undefined) {
      const place = { constructPath: this.node.path, environment: environment.name };
      const what = 'The address of Vault is not that of a Service of the cluster';
      app.problems.push(problem('VW1123', what, { ...place, ...(this.declaredAt && { position: this.declaredAt }) }));
      return;
    }
    const account = `${serviceAccount}-${namespace}`;
    const subjects = [{ kind: 'ServiceAccount', name: serviceAccount, namespace }];
    this.#bind(`${account}-auth-delegator`, 'system:auth-delegator', subjects);
    app.whenComplete(() => {
      if (!accessMapOf(app).roles.some(({ namespaceSelector }) => namespaceSelector !== undefined)) return;
      const name = `${account}-namespace-reader`;
      clusterScoped(
        new ApiObject(this, 'namespace-reader', {
          apiVersion: 'rbac.authorization.k8s.io/v1',
          kind: 'ClusterRole',
          metadata: this.#metadata(name),
          rules: [{ apiGroups: [''], resources: ['namespaces'], verbs: ['get'] }],
        } satisfies ClusterRole),
      );
      this.#bind(name, name, subjects);
    });
  }

  #bind(name: string, role: string, subjects: NonNullable<ClusterRoleBinding['subjects']>): void {
    clusterScoped(
      new ApiObject(this, `binding-${role}`, {
        apiVersion: 'rbac.authorization.k8s.io/v1',
        kind: 'ClusterRoleBinding',
        metadata: this.#metadata(name),
        roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: 'ClusterRole', name: role },
        subjects,
      } satisfies ClusterRoleBinding),
    );
  }

  #metadata(name: string) {
    const { owner, environment } = this.component;
    return { name, annotations: { [ownerAnnotation]: owner, [environmentsAnnotation]: environment.name } };
  }
}

/** Takes away the namespace that the chart adds. */
const clusterScoped = (object: ApiObject): void => object.addJsonPatch(JsonPatch.remove('/metadata/namespace'));

/**
 * Reads `service`, `service.namespace` and `service.namespace.svc…`; any other host is no Service of this
 * cluster.
 */
function serviceOf(address: string): { readonly service: string; readonly namespace?: string } | undefined {
  const [service, namespace, svc] = new URL(address).hostname.split('.');
  if (service === undefined || /^[\d:[]/.test(service) || (svc !== undefined && svc !== 'svc')) return undefined;
  return { service, ...(namespace !== undefined && { namespace }) };
}
