import { named, type SecretWriter } from './secret-writer.ts';

const authority = ['tls.crt', 'tls.key'];

/** Clusters, identity, delivery and clouds. */
export const writersOfPlatforms: readonly SecretWriter[] = [
  {
    // Crossplane's claims and resources, and operators that took over its field.
    kind: '*',
    page: 'https://docs.crossplane.io/latest/managed-resources/managed-resources/#writeconnectionsecrettoref',
    secrets: [
      { name: '{spec.writeConnectionSecretToRef.name}', namespace: '{spec.writeConnectionSecretToRef.namespace}' },
      { name: '{spec.connectionSecret.name}', namespace: '{spec.connectionSecret.namespace}' },
      { name: '{spec.publishConnectionDetailsTo.name}' },
    ],
  },
  {
    kind: '*',
    group: 'aiven.io',
    page: 'https://aiven.github.io/aiven-operator/resources/',
    secrets: [{ name: '{spec.connInfoSecretTarget.name|metadata.name}', when: ['!spec.connInfoSecretTargetDisabled'] }],
  },
  {
    kind: '*',
    group: '*.azure.com',
    page: 'https://azure.github.io/azure-service-operator/guide/secrets/',
    secrets: [{ each: 'spec.operatorSpec.secrets', name: '{.name}', ownership: 'shares' }],
  },
  {
    kind: 'IAMServiceAccountKey',
    group: 'iam.cnrm.cloud.google.com',
    page: 'https://cloud.google.com/config-connector/docs/reference/resource-docs/iam/iamserviceaccountkey',
    secrets: named(['', ['key.json']]),
  },
  {
    kind: 'Terraform',
    group: 'infra.contrib.fluxcd.io',
    page: 'https://flux-iac.github.io/tofu-controller/',
    secrets: [
      { name: '{spec.writeOutputsToSecret.name}' },
      { name: "tfstate-{spec.workspace|'default'}-{metadata.name}" },
    ],
  },
  {
    kind: 'Workspace',
    group: 'app.terraform.io',
    page: 'https://developer.hashicorp.com/terraform/cloud-docs/integrations/kubernetes',
    secrets: named(['-outputs']),
  },
  {
    kind: 'CredentialsRequest',
    group: 'cloudcredential.openshift.io',
    page: 'https://github.com/openshift/cloud-credential-operator',
    secrets: [{ name: '{spec.secretRef.name}', namespace: '{spec.secretRef.namespace}' }],
  },
  {
    kind: 'Notebook',
    group: 'kubeflow.org',
    page: 'https://github.com/opendatahub-io/kubeflow/tree/main/components/odh-notebook-controller',
    secrets: [
      ...['-oauth-config', '-oauth-client', '-tls'].map((suffix) => ({
        name: `{metadata.name}${suffix}`,
        when: ['metadata.annotations["notebooks.opendatahub.io/inject-oauth"]'],
        ownership: 'shares' as const,
      })),
      {
        name: '{metadata.name}-kube-rbac-proxy-tls',
        when: ['metadata.annotations["notebooks.opendatahub.io/inject-auth"]'],
        ownership: 'shares',
      },
    ],
  },
  {
    kind: ['OpenStackControlPlane', 'Nova'],
    group: ['core.openstack.org', 'nova.openstack.org'],
    page: 'https://github.com/openstack-k8s-operators/nova-operator',
    secrets: [
      // The cells that every deployment has, without a word about them.
      { name: 'nova-cell1-compute-config', ownership: 'shares' },
      { each: 'spec.nova.template.cellTemplates', name: 'nova-{@}-compute-config', ownership: 'shares' },
    ],
  },
  {
    kind: 'Central',
    group: 'platform.stackrox.io',
    page: 'https://docs.redhat.com/en/documentation/red_hat_advanced_cluster_security_for_kubernetes/latest/html/installing/',
    secrets: [
      { name: 'central-htpasswd', keys: ['htpasswd', 'password'], when: ['!spec.central.adminPasswordSecret.name'] },
    ],
  },
  {
    kind: 'ServiceAccount',
    group: 'talos.dev',
    page: 'https://www.talos.dev/latest/advanced/talos-api-access-from-k8s/',
    secrets: named(['']),
  },
  {
    kind: ['Cluster', 'KubeadmControlPlane'],
    group: ['cluster.x-k8s.io', 'controlplane.cluster.x-k8s.io'],
    page: 'https://cluster-api.sigs.k8s.io/developer/core/controllers/cluster#secrets',
    secrets: named(
      ['-kubeconfig', ['value']],
      ['-ca', authority],
      ['-etcd', authority],
      ['-proxy', authority],
      ['-sa', authority],
      ['-talosconfig'],
      ['-user-kubeconfig'],
    ),
  },
  {
    kind: 'Cluster',
    group: 'provisioning.cattle.io',
    page: 'https://ranchermanager.docs.rancher.com/',
    secrets: named(['-kubeconfig']),
  },
  {
    kind: ['Cluster', 'K0smotronControlPlane'],
    group: ['k0smotron.io', 'controlplane.cluster.x-k8s.io'],
    page: 'https://docs.k0smotron.io/',
    secrets: named(['-kubeconfig']),
  },
  {
    kind: 'TenantControlPlane',
    page: 'https://kamaji.clastix.io/',
    secrets: named(['-admin-kubeconfig'], ['-ca'], ['-front-proxy-ca-certificate']),
  },
  {
    kind: 'HostedCluster',
    page: 'https://hypershift.pages.dev/',
    secrets: named(['-admin-kubeconfig'], ['-kubeadmin-password']),
  },
  {
    kind: 'Shoot',
    page: 'https://gardener.cloud/docs/gardener/',
    secrets: named(['.kubeconfig'], ['.ssh-keypair'], ['.monitoring'], ['.ca-cluster']),
  },
  {
    kind: 'Keycloak',
    group: 'k8s.keycloak.org',
    page: 'https://www.keycloak.org/operator/basic-deployment',
    secrets: [{ name: '{metadata.name}-initial-admin', keys: ['username', 'password'] }],
  },
  {
    kind: 'Keycloak',
    group: 'keycloak.org',
    page: 'https://www.keycloak.org/docs/latest/server_installation/#_operator',
    secrets: [{ name: 'credential-{metadata.name}' }],
  },
  {
    kind: 'KeycloakClient',
    group: 'keycloak.org',
    page: 'https://www.keycloak.org/docs/latest/server_installation/#_operator',
    secrets: [{ name: 'keycloak-client-secret-{spec.client.clientId}' }],
  },
  {
    kind: 'KeycloakClient',
    group: 'v1.edp.epam.com',
    page: 'https://github.com/epam/edp-keycloak-operator/blob/master/docs/api.md',
    secrets: [
      {
        name: 'keycloak-client-{metadata.name}-secret',
        keys: ['clientSecret'],
        when: ['!spec.public'],
        ownership: 'shares',
      },
    ],
  },
  {
    kind: 'Package',
    group: 'uds.dev',
    page: 'https://uds.defenseunicorns.com/reference/configuration/custom-resources/packages-v1alpha1-cr/',
    secrets: [
      { each: 'spec.sso', name: '{.secretName}' },
      { each: 'spec.sso', name: 'sso-client-{~.clientId}', when: ['!.secretName'] },
    ],
  },
  {
    kind: 'OAuth2Client',
    group: 'hydra.ory.sh',
    page: 'https://github.com/ory/hydra-maester',
    secrets: [{ name: '{spec.secretName}', ownership: 'shares' }],
  },
  {
    kind: 'GafaelfawrServiceToken',
    page: 'https://gafaelfawr.lsst.io/user-guide/service-tokens.html',
    secrets: named(['', ['token']]),
  },
  {
    kind: 'KanidmOAuth2Client',
    page: 'https://github.com/pando85/kaniop',
    secrets: named(['-kanidm-oauth2-credentials', ['CLIENT_ID', 'CLIENT_SECRET']]),
  },
  { kind: 'Kanidm', page: 'https://github.com/pando85/kaniop', secrets: named(['-admin-passwords']) },
  {
    kind: 'ArgoCD',
    page: 'https://argocd-operator.readthedocs.io/en/latest/reference/argocd/',
    secrets: [
      ...named(['-cluster', ['admin.password']], ['-ca'], ['-tls'], ['-default-cluster-config']),
      { name: 'argocd-secret' },
    ],
  },
  {
    kind: 'Grafana',
    group: 'grafana.integreatly.org',
    page: 'https://grafana.github.io/grafana-operator/docs/grafana/',
    secrets: named(['-admin-credentials', ['GF_SECURITY_ADMIN_USER', 'GF_SECURITY_ADMIN_PASSWORD']]),
  },
  {
    kind: 'GrafanaServiceAccount',
    page: 'https://grafana.github.io/grafana-operator/docs/service_accounts/',
    secrets: [
      { name: '{spec.secretName}' },
      { each: 'spec.tokens', name: '{.secretName}' },
      { each: 'spec.tokens', name: '{metadata.name}-{.name}', when: ['!.secretName'] },
    ],
  },
  {
    kind: ['AWX', 'AutomationController'],
    page: 'https://ansible.readthedocs.io/projects/awx-operator/en/latest/',
    secrets: [
      ...named(
        ['-admin-password', ['password']],
        ['-postgres-configuration'],
        ['-app-credentials'],
        ['-secret-key'],
        ['-broadcast-websocket'],
        ['-receptor-ca'],
      ),
    ],
  },
  {
    kind: 'Jenkins',
    group: 'jenkins.io',
    page: 'https://jenkinsci.github.io/kubernetes-operator/',
    secrets: [
      {
        name: 'jenkins-operator-credentials-{metadata.name}',
        keys: ['user', 'password', 'token', 'tokenCreationTime'],
      },
    ],
  },
  {
    kind: ['Tunnel', 'ClusterTunnel'],
    group: 'networking.cfargotunnel.com',
    page: 'https://github.com/adyanth/cloudflare-operator',
    secrets: named(['']),
  },
  {
    kind: 'TektonConfig',
    page: 'https://tekton.dev/docs/chains/signing/',
    secrets: [{ name: 'signing-secrets', ownership: 'shares' }],
  },
];
