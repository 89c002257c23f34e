import type { SecretWriter } from './secret-writer.ts';

const tls = ['tls.crt', 'tls.key', 'ca.crt'];
const shim = 'https://cert-manager.io/docs/usage/ingress/';
const issuers = [
  'metadata.annotations["cert-manager.io/cluster-issuer"]',
  'metadata.annotations["cert-manager.io/issuer"]',
  'metadata.annotations["kubernetes.io/tls-acme"]',
  'metadata.annotations["cert.gardener.cloud/purpose"]',
  'metadata.annotations["cert.gardener.cloud/issuer"]',
];
const serving =
  'https://docs.redhat.com/en/documentation/openshift_container_platform/latest/html/security_and_compliance/configuring-certificates#add-service-serving';

/**
 * Annotations that have a controller write a serving certificate; they stand in values and custom resources,
 * too.
 */
export const servingCertificate = {
  annotations: [
    'service.beta.openshift.io/serving-cert-secret-name',
    'service.alpha.openshift.io/serving-cert-secret-name',
  ],
  keys: ['tls.crt', 'tls.key'],
  page: serving,
};

/** What asks for certificates. */
export const writersOfCertificates: readonly SecretWriter[] = [
  {
    kind: 'Certificate',
    group: ['cert-manager.io', 'certmanager.k8s.io', 'cert.gardener.cloud', ''],
    page: 'https://cert-manager.io/docs/reference/api-docs/#cert-manager.io/v1.CertificateSpec',
    secrets: [
      {
        name: '{spec.secretName|spec.secretRef.name}',
        keys: tls,
        keysWhen: [
          ['spec.keystores.jks', 'keystore.jks', 'truststore.jks'],
          ['spec.keystores.pkcs12', 'keystore.p12', 'truststore.p12'],
          ['spec.additionalOutputFormats[].type=DER', 'key.der'],
          ['spec.additionalOutputFormats[].type=CombinedPEM', 'tls-combined.pem'],
        ],
      },
    ],
  },
  {
    kind: ['Issuer', 'ClusterIssuer'],
    page: 'https://cert-manager.io/docs/configuration/acme/',
    // Issuers may share an ACME account, whose key is made once.
    secrets: [
      {
        name: '{spec.acme.privateKeySecretRef.name}',
        keys: ["{spec.acme.privateKeySecretRef.key|'tls.key'}"],
        together: 'account of an issuer',
      },
    ],
  },
  // One Certificate is made for a name that several Ingresses share.
  ...issuers.flatMap((issuer): SecretWriter[] => [
    {
      kind: 'Ingress',
      page: shim,
      secrets: [
        {
          each: 'spec.tls',
          name: '{.secretName}',
          keys: tls,
          when: [issuer],
          isRead: true,
          together: 'certificate of a host',
        },
      ],
    },
    {
      kind: ['Gateway', 'XListenerSet', 'ListenerSet'],
      page: 'https://cert-manager.io/docs/usage/gateway/',
      secrets: [
        {
          each: 'spec.listeners[].tls.certificateRefs[]',
          name: '{.name}',
          namespace: '{.namespace}',
          keys: tls,
          when: [issuer],
          isRead: true,
          together: 'certificate of a host',
        },
      ],
    },
    {
      kind: 'HTTPProxy',
      page: 'https://projectcontour.io/docs/main/guides/cert-manager/',
      secrets: [
        {
          name: '{spec.virtualhost.tls.secretName}',
          keys: tls,
          when: [issuer],
          isRead: true,
          together: 'certificate of a host',
        },
      ],
    },
    {
      kind: 'Service',
      page: 'https://gardener.github.io/cert-management/',
      secrets: [
        {
          name: '{metadata.annotations["cert.gardener.cloud/secretname"]}',
          keys: tls,
          when: [issuer],
          isRead: true,
          together: 'certificate of a host',
        },
      ],
    },
  ]),
  {
    kind: 'Bundle',
    group: 'trust.cert-manager.io',
    page: 'https://cert-manager.io/docs/trust/trust-manager/',
    secrets: [
      {
        name: '{metadata.name}',
        namespace: '*',
        keys: [
          '{spec.target.secret.key}',
          '{spec.target.additionalFormats.jks.key}',
          '{spec.target.additionalFormats.pkcs12.key}',
        ],
        when: ['spec.target.secret'],
      },
    ],
  },
  {
    kind: 'Host',
    group: 'getambassador.io',
    page: 'https://emissary-ingress.dev/docs/3.10/topics/running/host-crd/',
    secrets: [
      { name: '{spec.acmeProvider.privateKeySecret.name}' },
      { name: '{spec.tlsSecret.name}', when: ['spec.acmeProvider.email'] },
    ],
  },
];
