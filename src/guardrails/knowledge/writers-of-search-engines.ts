import { named, type SecretWriter } from './secret-writer.ts';

const login = ['username', 'password'];

/** Operators of search engines and of what stands around them. */
export const writersOfSearchEngines: readonly SecretWriter[] = [
  {
    kind: 'Elasticsearch',
    group: 'elasticsearch.k8s.elastic.co',
    page: 'https://www.elastic.co/docs/deploy-manage/deploy/cloud-on-k8s/accessing-services',
    secrets: [
      { name: '{metadata.name}-es-elastic-user', keys: ['elastic'], isTelling: true },
      { name: '{metadata.name}-es-http-certs-public', keys: ['tls.crt', 'ca.crt'], isTelling: true },
      { name: '{metadata.name}-es-http-ca-internal', isTelling: true },
      ...named(
        ['-es-http-certs-internal'],
        ['-es-internal-users'],
        ['-es-transport-certs-public', ['ca.crt']],
        ['-es-remote-ca'],
        ['-es-xpack-file-realm'],
      ),
    ],
  },
  {
    kind: 'Kibana',
    group: 'kibana.k8s.elastic.co',
    page: 'https://www.elastic.co/docs/deploy-manage/deploy/cloud-on-k8s/accessing-services',
    secrets: named(
      ['-kb-http-certs-public', ['tls.crt', 'ca.crt']],
      ['-kb-http-certs-internal'],
      ['-kb-config'],
      ['-kibana-user'],
    ),
  },
  {
    kind: 'ApmServer',
    group: 'apm.k8s.elastic.co',
    page: 'https://www.elastic.co/docs/deploy-manage/deploy/cloud-on-k8s/apm-server',
    secrets: named(
      ['-apm-token', ['secret-token']],
      ['-apm-http-certs-public', ['tls.crt', 'ca.crt']],
      ['-apm-http-certs-internal'],
    ),
  },
  {
    kind: 'EnterpriseSearch',
    group: 'enterprisesearch.k8s.elastic.co',
    page: 'https://www.elastic.co/guide/en/cloud-on-k8s/current/k8s-enterprise-search.html',
    secrets: named(['-ent-http-certs-public', ['tls.crt', 'ca.crt']]),
  },
  {
    kind: 'OpenSearchCluster',
    page: 'https://github.com/opensearch-project/opensearch-k8s-operator/blob/main/docs/userguide/main.md',
    secrets: named(
      ['-admin-password', login],
      ['-dashboards-password', login],
      ['-ca'],
      ['-http-cert'],
      ['-transport-cert'],
      ['-dashboards-cert'],
      ['-admin-cert'],
    ),
  },
  {
    kind: 'SolrCloud',
    page: 'https://apache.github.io/solr-operator/docs/solr-cloud/solr-cloud-crd.html',
    secrets: named(['-solrcloud-basic-auth'], ['-solrcloud-security-bootstrap']),
  },
];
