import { reads, type SecretReader } from './secret-reader.ts';

const login = ['username', 'password'];
const tls = ['tls.crt', 'tls.key'];
const flux = 'https://fluxcd.io/flux/components/';
const dollar = '^\\$(?<name>[a-z0-9][a-z0-9.-]*):(?<key>[\\w.-]+)$';

/** Delivery, gateways, identity, clusters and virtual machines. */
export const readersOfDelivery: readonly SecretReader[] = [
  {
    kind: 'Receiver',
    group: 'notification.toolkit.fluxcd.io',
    page: `${flux}notification/receivers/#secret-reference`,
    secrets: [{ name: 'spec.secretRef.name', keys: ['token'] }],
  },
  {
    kind: 'Bucket',
    group: 'source.toolkit.fluxcd.io',
    page: `${flux}source/buckets/#secret-reference`,
    secrets: [
      { name: 'spec.secretRef.name', keys: ['accesskey', 'secretkey'], when: ['!spec.provider'] },
      { name: 'spec.secretRef.name', keys: ['accesskey', 'secretkey'], when: ['spec.provider=generic'] },
    ],
  },
  {
    kind: 'GitRepository',
    group: 'source.toolkit.fluxcd.io',
    page: `${flux}source/gitrepositories/#secret-reference`,
    secrets: [
      {
        name: 'spec.secretRef.name',
        oneOf: ['password', 'identity', 'bearerToken', 'githubAppID', 'ca.crt', 'caFile', 'tls.crt'],
      },
    ],
  },
  {
    kind: ['OCIRepository', 'ImageRepository'],
    page: `${flux}source/ocirepositories/#secret-reference`,
    secrets: [{ name: 'spec.secretRef.name', keys: ['.dockerconfigjson'] }],
  },
  {
    kind: ['Kustomization', 'HelmRelease'],
    group: ['kustomize.toolkit.fluxcd.io', 'helm.toolkit.fluxcd.io'],
    page: `${flux}kustomize/kustomizations/#kubeconfig-reference`,
    secrets: [
      {
        name: 'spec.kubeConfig.secretRef.name',
        oneOf: ['value', 'value.yaml'],
        when: ['!spec.kubeConfig.secretRef.key'],
      },
    ],
  },
  {
    kind: 'ApplicationSet',
    group: 'argoproj.io',
    page: 'https://argo-cd.readthedocs.io/en/stable/operator-manual/applicationset/Generators-SCM-Provider/',
    secrets: ['scmProvider', 'pullRequest'].map((generator) => ({
      name: `spec.generators[].${generator}[].tokenRef.secretName`,
      key: '^key',
    })),
  },
  {
    kind: 'Application',
    group: 'argoproj.io',
    page: 'https://argocd-image-updater.readthedocs.io/en/stable/basics/authentication/',
    secrets: [
      {
        name: 'metadata.annotations[]',
        text: '^(?:git:)?(?:pull)?secret:(?<namespace>[a-z0-9-]+)/(?<name>[a-z0-9.-]+)(?:#(?<key>[\\w.-]+))?$',
      },
    ],
  },
  {
    kind: 'ConfigMap',
    page: 'https://argo-cd.readthedocs.io/en/stable/operator-manual/user-management/#alternative',
    secrets: [
      {
        name: 'data[]',
        text: '(?<![\\w$])\\$(?<name>[a-z0-9][a-z0-9.-]*):(?<key>[\\w.-]+)',
        when: ['metadata.name=argocd-cm'],
      },
    ],
  },
  {
    kind: '*',
    group: 'v1.edp.epam.com',
    page: 'https://github.com/epam/edp-keycloak-operator/blob/master/docs/api.md',
    secrets: [{ name: '**', text: dollar }],
  },
  {
    kind: 'Keycloak',
    group: 'k8s.keycloak.org',
    page: 'https://www.keycloak.org/operator/advanced-configuration',
    secrets: [
      { name: 'spec.http.tlsSecret', keys: tls },
      { name: 'spec.bootstrapAdmin.user.secret', keys: login },
      { name: 'spec.bootstrapAdmin.service.secret', keys: ['client-id', 'client-secret'] },
    ],
  },
  {
    kind: ['AutoscalingRunnerSet', 'AutoscalingListener'],
    group: 'actions.github.com',
    page: 'https://docs.github.com/en/actions/how-tos/manage-runners/use-actions-runner-controller',
    secrets: reads('spec.githubConfigSecret'),
  },
  {
    kind: 'Runner',
    group: 'apps.gitlab.com',
    page: 'https://docs.gitlab.com/runner/configuration/configuring_runner_operator/',
    secrets: [{ name: 'spec.token', oneOf: ['runner-token', 'runner-registration-token'] }, ...reads('spec.ca')],
  },
  {
    kind: 'GitRepo',
    group: 'fleet.cattle.io',
    page: 'https://fleet.rancher.io/ref-gitrepo',
    secrets: reads('spec.clientSecretName', 'spec.helmSecretName', 'spec.helmSecretNameForPaths'),
  },
  {
    kind: ['AWX', 'AutomationController'],
    page: 'https://ansible.readthedocs.io/projects/awx-operator/en/latest/',
    secrets: reads(
      'spec.admin_password_secret',
      'spec.postgres_configuration_secret',
      'spec.secret_key_secret',
      'spec.broadcast_websocket_secret',
      'spec.route_tls_secret',
      'spec.ingress_tls_secret',
      'spec.ldap_cacert_secret',
      'spec.bundle_cacert_secret',
      'spec.ee_pull_credentials_secret',
      'spec.image_pull_secrets[]',
    ),
  },
  {
    kind: 'TLSOption',
    page: 'https://doc.traefik.io/traefik/reference/routing-configuration/kubernetes/crd/tls/tlsoption/',
    secrets: reads('spec.clientAuth.secretNames[]'),
  },
  {
    kind: ['ServersTransport', 'ServersTransportTCP'],
    page: 'https://doc.traefik.io/traefik/reference/routing-configuration/kubernetes/crd/http/serverstransport/',
    secrets: reads('spec.rootCAsSecrets[]', 'spec.certificatesSecrets[]'),
  },
  {
    kind: 'Middleware',
    group: ['traefik.io', 'traefik.containo.us'],
    page: 'https://doc.traefik.io/traefik/reference/routing-configuration/http/middlewares/forwardauth/',
    secrets: reads('spec.forwardAuth.tls.caSecret', 'spec.forwardAuth.tls.certSecret'),
  },
  {
    kind: ['KongConsumer', 'KongConsumerGroup'],
    page: 'https://developer.konghq.com/kubernetes-ingress-controller/reference/custom-resources/',
    secrets: reads('credentials[]'),
  },
  {
    kind: 'TLSContext',
    group: 'getambassador.io',
    page: 'https://emissary-ingress.dev/docs/3.10/topics/running/tls/',
    secrets: reads('spec.secret', 'spec.ca_secret'),
  },
  {
    kind: 'SecurityPolicy',
    group: 'gateway.envoyproxy.io',
    page: 'https://gateway.envoyproxy.io/docs/api/extension_types/',
    secrets: [
      { name: 'spec.oidc.clientSecret.name', namespace: '{spec.oidc.clientSecret.namespace}', keys: ['client-secret'] },
      { name: 'spec.basicAuth.users.name', keys: ['.htpasswd'] },
      ...reads('spec.apiKeyAuth.credentialRefs[].name'),
    ],
  },
  {
    kind: 'IngressController',
    group: 'operator.openshift.io',
    page: 'https://docs.redhat.com/en/documentation/openshift_container_platform/latest/html/networking_operators/configuring-ingress',
    secrets: [{ name: 'spec.defaultCertificate.name', namespace: 'openshift-ingress', keys: tls }],
  },
  {
    kind: 'APIServer',
    group: 'config.openshift.io',
    page: 'https://docs.redhat.com/en/documentation/openshift_container_platform/latest/html/config_apis/apiserver-config-openshift-io-v1',
    secrets: [
      {
        name: 'spec.servingCerts.namedCertificates[].servingCertificate.name',
        namespace: 'openshift-config',
        keys: tls,
      },
    ],
  },
  {
    kind: 'Route',
    group: 'route.openshift.io',
    page: 'https://docs.redhat.com/en/documentation/openshift_container_platform/latest/html/ingress_and_load_balancing/routes',
    secrets: [{ name: 'spec.tls.externalCertificate.name', keys: tls }],
  },
  {
    kind: 'QuayRegistry',
    page: 'https://docs.redhat.com/en/documentation/red_hat_quay/',
    secrets: [{ name: 'spec.configBundleSecret', keys: ['config.yaml'] }],
  },
  {
    kind: 'MultiClusterHub',
    page: 'https://docs.redhat.com/en/documentation/red_hat_advanced_cluster_management_for_kubernetes/',
    secrets: reads('spec.imagePullSecret'),
  },
  {
    kind: 'HostedCluster',
    page: 'https://hypershift.pages.dev/reference/api/',
    secrets: [
      { name: 'spec.pullSecret.name', keys: ['.dockerconfigjson'] },
      { name: 'spec.sshKey.name', keys: ['id_rsa.pub'] },
    ],
  },
  {
    kind: 'BareMetalHost',
    page: 'https://book.metal3.io/bmo/introduction',
    secrets: [{ name: 'spec.bmc.credentialsName', keys: login }],
  },
  {
    kind: ['DataVolume', 'DataImportCron'],
    group: 'cdi.kubevirt.io',
    page: 'https://kubevirt.io/containerized-data-importer/',
    secrets: reads('spec.source[].secretRef', 'spec.template.spec.source[].secretRef'),
  },
  {
    kind: 'VirtualMachine',
    group: 'kubevirt.io',
    page: 'https://kubevirt.io/user-guide/storage/containerized_data_importer/',
    secrets: reads('spec.dataVolumeTemplates[].spec.source[].secretRef'),
  },
  {
    kind: 'AWSClusterStaticIdentity',
    page: 'https://cluster-api-aws.sigs.k8s.io/topics/multitenancy',
    secrets: reads('spec.secretRef'),
  },
  {
    kind: ['VSphereCluster', 'VSphereClusterIdentity'],
    page: 'https://github.com/kubernetes-sigs/cluster-api-provider-vsphere',
    secrets: [{ name: 'spec.identityRef.name', when: ['spec.identityRef.kind=Secret'] }, ...reads('spec.secretName')],
  },
  {
    kind: ['OpenStackCluster', 'OpenStackMachineTemplate'],
    page: 'https://cluster-api-openstack.sigs.k8s.io/',
    secrets: [{ name: 'spec.identityRef.name', keys: ['clouds.yaml'] }],
  },
  {
    kind: ['ClusterPolicy', 'Policy'],
    group: 'kyverno.io',
    page: 'https://kyverno.io/docs/policy-types/cluster-policy/verify-images/',
    secrets: [{ name: 'spec.rules[].verifyImages[].imageRegistryCredentials.secrets[]', namespace: 'kyverno' }],
  },
  {
    kind: 'NIMService',
    page: 'https://docs.nvidia.com/nim-operator/latest/',
    secrets: [{ name: 'spec.authSecret', keys: ['NGC_API_KEY'] }],
  },
  {
    kind: ['Tunnel', 'ClusterTunnel'],
    group: 'networking.cfargotunnel.com',
    page: 'https://github.com/adyanth/cloudflare-operator',
    secrets: reads('spec.cloudflare.secret'),
  },
];
